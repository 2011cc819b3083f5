"""How things stand today, from what is stored: the read path of every list of today."""

from obligations.current.listing import Chosen, Listing, Spot, listing_of
from obligations.current.rows import Current, current_rows, expired_obligations
from obligations.current.standing import standing_today, standing_with
from obligations.current.week import Asked, Week, week_of

__all__ = [
    "Asked",
    "Chosen",
    "Current",
    "Listing",
    "Spot",
    "Week",
    "current_rows",
    "expired_obligations",
    "listing_of",
    "standing_today",
    "standing_with",
    "week_of",
]
