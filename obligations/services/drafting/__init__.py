"""Draft a covenant or its next revision: ordinary rows under a revision that is a draft, seen by nothing that counts.

Every function locks the covenant first, and raises Refusal with what is wrong, where, and what to do.
"""

from obligations.services.drafting.entries import (
    DatesEntry,
    NewType,
    ObligationEntry,
    PartyEntry,
    Place,
    dates_entry,
    entry_of,
    is_filled_in,
    obligations_of,
    party_entry,
    version_of,
)
from obligations.services.drafting.held import Conflict, Objected, may_start, may_write, other_writers
from obligations.services.drafting.obligations import remove_obligation, save_obligation
from obligations.services.drafting.once import once, where_it_led
from obligations.services.drafting.outcomes import (
    Fate,
    FateLine,
    accept_proposals,
    fates,
    left_to_choose,
    offered,
    set_outcome,
)
from obligations.services.drafting.publishing import (
    CheckState,
    approve,
    check_state,
    obstacles,
    publish,
    request_check,
)
from obligations.services.drafting.start import (
    begun_by,
    discard_draft,
    draft_from,
    draft_of,
    revision_to_replace,
    start_covenant,
)
from obligations.services.drafting.text import (
    choose_dates,
    is_first,
    keep_from,
    mailboxes,
    remove_party,
    save_party,
)

__all__ = [
    "CheckState",
    "Conflict",
    "DatesEntry",
    "Fate",
    "FateLine",
    "NewType",
    "Objected",
    "ObligationEntry",
    "PartyEntry",
    "Place",
    "accept_proposals",
    "approve",
    "begun_by",
    "check_state",
    "choose_dates",
    "dates_entry",
    "discard_draft",
    "draft_from",
    "draft_of",
    "entry_of",
    "fates",
    "is_filled_in",
    "is_first",
    "keep_from",
    "left_to_choose",
    "mailboxes",
    "may_start",
    "may_write",
    "obligations_of",
    "obstacles",
    "offered",
    "once",
    "other_writers",
    "party_entry",
    "publish",
    "remove_obligation",
    "remove_party",
    "request_check",
    "revision_to_replace",
    "save_obligation",
    "save_party",
    "set_outcome",
    "start_covenant",
    "version_of",
    "where_it_led",
]
