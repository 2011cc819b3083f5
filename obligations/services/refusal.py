"""Why something is not done, in words for whoever asked."""

from __future__ import annotations


class Refusal(Exception):
    """An act that the covenant or the register does not allow; nothing was written."""
