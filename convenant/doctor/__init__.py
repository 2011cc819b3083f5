"""What `manage.py doctor` looks at: each thing good, to look at, or wrong, and what to do about it."""

from convenant.doctor.examination import CHECKS, examine
from convenant.doctor.finding import Finding, Level

__all__ = ["CHECKS", "Finding", "Level", "examine"]
