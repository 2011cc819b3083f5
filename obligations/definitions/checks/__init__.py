"""Whether the parts of a definition file fit together; every misfit is a sentence at its place."""

from obligations.definitions.checks.everything import check

__all__ = ["check"]
