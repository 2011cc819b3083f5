"""Why a backup is not made, or not put back."""


class Refused(Exception):
    """What is wrong, where, and what to do; nothing was changed."""
