"""What a notice is about, as it stands now: its row, its obligation, and whether there is still something to say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.current import standing_with
from obligations.engine.notices import Rule, Step, is_arranged, steps
from obligations.engine.verdict import Assessment, Instance
from obligations.mail.composing import Waiting
from obligations.mail.deciding import Silence, told
from obligations.mail.rules import Rules, rules_of
from obligations.mail.silence import silences_of
from obligations.models import Citation, Covenant, CurrentStatus
from obligations.snapshots import days_of, of_data
from obligations.wording import Lang
from obligations.wording.language import listing, lower
from obligations.wording.mailing import long_day, mail_words


@dataclass(frozen=True)
class Point:
    """One notice with all that is needed to speak of it."""

    notice: Waiting
    standing: Standing
    line: Line
    row: Assessment
    rule: Rule
    places: tuple[tuple[str, int | None], ...]

    @property
    def title(self) -> str:
        return self.line.obligation.title

    def headline(self, today: date, lang: Lang) -> str:
        """'Ambtelijk overleg: loopt achter op de planning'."""
        label = lower(wording.label(self._subject, self.row, today, lang))
        return f"{self.title}: {label.replace(': ', ', ')}"

    def sentence(self, today: date, lang: Lang) -> str:
        """The same sentence as on the page."""
        return wording.sentence(self._subject, self.row, today, lang)

    @property
    def _subject(self) -> wording.Subject:
        return replace(self.standing.subject(self.line), citation="")

    def date_line(self, lang: Lang) -> str:
        """The date it is about, and whose date that is; '' for what has none."""
        about = self.notice.about_on
        if self.notice.step.startswith(("percent", "over")):
            return ""
        if self.notice.step == "arose":
            due = getattr(self.row.detail, "due_on", None)
            if due is None:
                return ""
            about = due
        return mail_words(f"{self.nature}", lang, day=long_day(about, lang))

    @property
    def nature(self) -> str:
        """'covenant_date', 'own_target', or 'before_that' for what must precede something else."""
        detail = self.row.detail
        hard = isinstance(detail, Instance) and detail.hard
        if self.notice.covenant_date or hard:
            return "covenant_date"
        relation = getattr(self.line.obligation.terms.term, "relation", None)
        return "before_that" if relation is not None and relation.value == "before" else "own_target"

    def clause_line(self, lang: Lang) -> str:
        said = [
            mail_words("place" if number else "place.whole", lang, heading=heading, paragraph=number)
            for heading, number in self.places
        ]
        return mail_words("clause", lang, place=listing(said, lang)) if said else ""

    def others_line(self, lang: Lang) -> str:
        """Who else is told the same, '' when nobody is."""
        own = self.notice.party
        names = [self.name_of(party) for party in told(self.row, self.line.obligation.terms) if party != own]
        if not names:
            return ""
        return mail_words("also.one" if len(names) == 1 else "also.more", lang, parties=listing(names, lang))

    def name_of(self, party: str) -> str:
        return self.standing.covenant.party_names.get(party, party)

    def following(self, today: date, holidays: Collection[date]) -> Step | None:
        """The next step when nothing happens, None when there is none."""
        found = steps(self.row, self.rule, today, holidays)
        later = [step for step in found if step.due_on > today and step.about >= self.notice.about_on]
        return later[0] if later else None


@dataclass(frozen=True)
class Closed:
    """A notice about which nothing is to be said any more, and why."""

    notice: Waiting
    reason: str


def points_of(notices: Sequence[Waiting], today: date, holidays: Collection[date]) -> dict[int, Point | Closed]:
    """How each notice (by pk) stands; a constant number of queries, however many notices and covenants there are."""
    if not notices:
        return {}
    ids = {notice.covenant_id for notice in notices}
    standings = standings_about(notices, today)
    places = places_of(line.obligation.id for standing in standings.values() for line in standing.lines)
    return judge(notices, standings, rules_of(ids), silences_of(ids, today), places, today, holidays)


def point_as_it_is(notice: Waiting, today: date) -> Point | None:
    """A point whatever became of it, None when its row is not there any more."""
    standings = standings_about([notice], today)
    for standing in standings.values():
        for line in standing.lines:
            for row in line.assessed.rows:
                if line.obligation.code == notice.code and row.occurrence == notice.occurrence:
                    rule = rules_of([notice.covenant_id]).of(notice.covenant_id, line.obligation)
                    places = places_of([line.obligation.id])
                    return Point(notice, standing, line, row, rule, places.get(line.obligation.id, ()))
    return None


def standings_about(notices: Sequence[Waiting], today: date) -> dict[int, Standing]:
    """The covenants of these notices with a line for each row that one is about, as stored."""
    ids, codes = {notice.covenant_id for notice in notices}, {notice.code for notice in notices}
    occurrences = {notice.occurrence for notice in notices}
    rows: dict[int, list[Assessment]] = {}
    days: dict[str, date] = {}
    stored = CurrentStatus.objects.filter(
        covenant__in=ids, obligation__code__in=codes, occurrence__in=occurrences
    ).exclude(status="")
    for pk, data in stored.order_by("pk").values_list("obligation_id", "assessment"):
        rows.setdefault(pk, []).append(of_data(data))
        days |= days_of(data)
    return standing_with(Covenant.objects.filter(pk__in=ids), rows, codes, days, today)


def judge(
    notices: Iterable[Waiting],
    standings: Mapping[int, Standing],
    rules: Rules,
    silences: Mapping[tuple[int, str], Mapping[str, Silence]],
    places: Mapping[int, tuple[tuple[str, int | None], ...]],
    today: date,
    holidays: Collection[date],
) -> dict[int, Point | Closed]:
    """Whether there is still something to say of each notice. Pure; the rehearsal asks here too."""
    lines = {
        (covenant_id, line.obligation.code, row.occurrence, line.revision.key): (standing, line, row)
        for covenant_id, standing in standings.items()
        for line in standing.lines
        for row in line.assessed.rows
    }
    places_by_occurrence: dict[tuple[int, str, str], list[tuple[Standing, Line, Assessment]]] = {}
    for (covenant_id, code, occurrence, _revision), found in lines.items():
        places_by_occurrence.setdefault((covenant_id, code, occurrence), []).append(found)
    answers: dict[int, Point | Closed] = {}
    for number, notice in enumerate(notices):
        candidates = places_by_occurrence.get((notice.covenant_id, notice.code, notice.occurrence), [])
        quiet = silences.get((notice.covenant_id, notice.code), {})
        answer = _judge_one(notice, candidates, rules, quiet, places, today, holidays)
        answers[number if notice.pk is None else notice.pk] = answer
    return answers


def _judge_one(
    notice: Waiting,
    candidates: Sequence[tuple[Standing, Line, Assessment]],
    rules: Rules,
    silences: Mapping[str, Silence],
    places: Mapping[int, tuple[tuple[str, int | None], ...]],
    today: date,
    holidays: Collection[date],
) -> Point | Closed:
    silence = silences.get(notice.occurrence) or silences.get("")
    if silence is not None:
        return Closed(notice, silence.reason)
    for standing, line, row in candidates:
        rule = rules.of(notice.covenant_id, line.obligation)
        own = (notice.step, notice.about_on)
        if own in {(step.name, step.about) for step in steps(row, rule, today, holidays)}:
            if is_arranged(row):
                return Closed(notice, "arranged")
            return Point(notice, standing, line, row, rule, places.get(line.obligation.id, ()))
    return Closed(notice, "settled")


def places_of(obligation_ids: Iterable[int]) -> dict[int, tuple[tuple[str, int | None], ...]]:
    """Heading and paragraph of every place in the text, by obligation. One query."""
    found: dict[int, list[tuple[str, int | None]]] = {}
    cited = Citation.objects.filter(obligation__in=list(obligation_ids)).order_by("position")
    for pk, heading, number in cited.values_list("obligation_id", "clause__heading", "paragraph"):
        found.setdefault(pk, []).append((heading, number))
    return {pk: tuple(dict.fromkeys(places)) for pk, places in found.items()}
