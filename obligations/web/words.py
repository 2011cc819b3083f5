"""What templates show of a row: plain values, every choice and every date already made into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.verdict import Assessment, Status
from obligations.wording import Group, Lang, Subject
from obligations.wording.labels import ICONS

GROUP_ICONS = {
    Group.TO_DO: "list-todo",
    Group.RUNNING: "arrow-right",
    Group.ACHIEVED: "circle-check",
    Group.NOT_ACHIEVED: "circle-x",
    Group.NOT_NOW: "circle-dashed",
}


@dataclass(frozen=True)
class Badge:
    """A status: an icon and a word, and only then a tone. `icon` names a template of components/icons."""

    text: str
    icon: str
    tone: str


@dataclass(frozen=True)
class RowView:
    badge: Badge
    sentence: str


@dataclass(frozen=True)
class GroupCount:
    """How many obligations stand in a group, and where on the covenant's page."""

    name: str
    icon: str
    tone: str
    count: int
    url: str


def tone_of(group: Group) -> str:
    """The group's name in a class: 'to-do'."""
    return group.replace("_", "-")


def subject_of(standing: Standing, line: Line) -> Subject:
    """The obligation as people call it, without its citation: a page shows that beside the sentence."""
    return replace(standing.subject(line), citation="")


def badge_of(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> Badge:
    text = wording.label(subject, row, as_of, lang)
    return Badge(text, wording.icon(row), tone_of(wording.group(row)))


def untriggered_badge(line: Line, as_of: date, lang: Lang) -> Badge:
    text = wording.untriggered_label(line.obligation.terms, as_of, lang)
    return Badge(text, ICONS[Status.NOT_TRIGGERED], tone_of(Group.NOT_NOW))


def revision_badge(status: Status, day: date | None, lang: Lang) -> Badge:
    """How a revision stands. `day`: when it takes effect, was replaced or ended."""
    tone = Group.ACHIEVED if status is Status.IN_FORCE else Group.NOT_NOW
    return Badge(wording.covenant_status_label(status, day, lang), ICONS[status], tone_of(tone))


def row_view(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> RowView:
    return RowView(badge_of(subject, row, as_of, lang), wording.sentence(subject, row, as_of, lang))


def counted_groups(counts: Mapping[Group, int], page: str, lang: Lang) -> tuple[GroupCount, ...]:
    """The five groups in their fixed order, with how many obligations each has."""
    return tuple(
        GroupCount(
            wording.group_name(group, lang),
            GROUP_ICONS[group],
            tone_of(group),
            counts[group],
            f"{page}#{tone_of(group)}",
        )
        for group in Group
    )
