"""One file with everything that a site would miss, and back."""

from convenant.backups.refusal import Refused
from convenant.backups.restoring import Restored, restore
from convenant.backups.rotation import NAME, rotate
from convenant.backups.taking import take

__all__ = ["NAME", "Refused", "Restored", "restore", "rotate", "take"]
