"""Find what was agreed, who is part of it and what happened, with where it was found."""

from obligations.search.finding import MOST, Kind, Search, search
from obligations.search.snippets import Piece, snippet

__all__ = ["MOST", "Kind", "Piece", "Search", "search", "snippet"]
