"""Keep what was agreed about a project."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Event, Project, change_all, save_all
from obligations.services.correcting import held_event
from obligations.services.known import text_objection
from obligations.services.recording import day_objection
from obligations.services.refusal import objections, refuse_any

SUBJECTS = ("tasks", "responsibilities", "steering", "finance")


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """Which subjects the agreement covers, which model it follows, what was said of the budget, and its end."""

    tasks: bool = False
    responsibilities: bool = False
    steering: bool = False
    finance: bool = False
    model_version: str = ""
    budget: str = ""
    ended_on: date | None = None


@transaction.atomic
def keep_project(*, event: int, entry: ProjectEntry, reason: str) -> Project:
    """Write down what was agreed about the project that began with this entry. Raises Refusal for what cannot be."""
    row: Event = held_event(event)
    before = entry.ended_on is not None and entry.ended_on < row.on
    refuse_any(
        objections(
            ("model_version", text_objection(entry.model_version, 80)),
            ("budget", text_objection(entry.budget, 300)),
            ("ended_on", None if entry.ended_on is None else day_objection(entry.ended_on)),
            ("ended_on", _("A project ends after it began.") if before else None),
        )
    )
    found = Project.objects.filter(event=row).first()
    if found is None:
        return save_all([Project(event=row, **asdict(entry))], reason=reason)[0]
    changed = [name for name, value in asdict(entry).items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, asdict(entry)[name])
    if changed:
        change_all([found], changed, reason=reason)
    return found
