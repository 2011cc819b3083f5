from obligations.models.attention import SetAside
from obligations.models.covenant import (
    Clause,
    Covenant,
    FactType,
    Membership,
    Outcome,
    Paragraph,
    Revision,
    RevisionParty,
    Role,
    Theme,
)
from obligations.models.documents import Document
from obligations.models.drafting import DraftCheck, DraftChoice, UsedForm
from obligations.models.obligation import (
    CadenceTerm,
    CapTerm,
    Citation,
    DeadlineTerm,
    DutyTerm,
    HeldTerm,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    StandingTerm,
)
from obligations.models.party import Party, Post, Tenure
from obligations.models.projects import Project
from obligations.models.readings import Reading, ReadingChoice
from obligations.models.register import Event, EventParty, Reference, Review, Waiver, WaiverParty
from obligations.models.status import CurrentStatus, Horizon, StatusChange
from obligations.models.system import BeatLease, Holiday, Sweep
from obligations.models.tracking import HistoryRequired, Tracked, change_all, history_exempt, remove_all, save_all
from obligations.models.weeks import BlockedWeek

__all__ = [
    "BeatLease",
    "BlockedWeek",
    "CadenceTerm",
    "CapTerm",
    "Citation",
    "Clause",
    "Covenant",
    "CurrentStatus",
    "DeadlineTerm",
    "Document",
    "DraftCheck",
    "DraftChoice",
    "DutyTerm",
    "Event",
    "EventParty",
    "FactType",
    "HeldTerm",
    "HistoryRequired",
    "Holiday",
    "Horizon",
    "Membership",
    "Obligation",
    "ObligationParty",
    "ObligationTheme",
    "ObligationType",
    "Outcome",
    "Paragraph",
    "Party",
    "Post",
    "Project",
    "Reading",
    "ReadingChoice",
    "Reference",
    "Review",
    "Revision",
    "RevisionParty",
    "Role",
    "SetAside",
    "StandingTerm",
    "StatusChange",
    "Sweep",
    "Tenure",
    "Theme",
    "Tracked",
    "UsedForm",
    "Waiver",
    "WaiverParty",
    "change_all",
    "history_exempt",
    "remove_all",
    "save_all",
]
