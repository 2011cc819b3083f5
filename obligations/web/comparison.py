"""Two revisions side by side: parties, term and themes, then what became of every obligation, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Standing
from obligations.engine.facts import Record
from obligations.engine.lineage import Change, ChangeKind, RevisionText, Successor, compare
from obligations.snapshots import CovenantSnapshot, RevisionSnapshot
from obligations.web.comparing import FIELDS, codes_of, field_names, texts, theme_name
from obligations.web.revisions import force_text
from obligations.wording import Lang


class Fate(StrEnum):
    """What became of an obligation; the values stand in addresses."""

    CHANGED = "verandert"
    NEW = "nieuw"
    MOVED = "elders"
    DROPPED = "vervalt"
    STAYS = "blijft"


ICONS: Mapping[Fate, str] = {
    Fate.CHANGED: "pencil-line",
    Fate.NEW: "sprout",
    Fate.MOVED: "replace",
    Fate.DROPPED: "circle-stop",
    Fate.STAYS: "circle-check",
}
FATE_OF: Mapping[ChangeKind, Fate] = {
    ChangeKind.CHANGED: Fate.CHANGED,
    ChangeKind.NEW: Fate.NEW,
    ChangeKind.MOVED: Fate.MOVED,
    ChangeKind.DROPPED: Fate.DROPPED,
}


ALIKE = 0.4
"""Texts that have less than this part of their words in common are shown as a whole."""
TOKEN = re.compile(r" ?(?:\w+|[^\w\s])")


@dataclass(frozen=True)
class Part:
    """Words of a text. `kind`: '' for what stays, 'del' for what goes, 'ins' for what comes."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A field with its text before and after, in parts; `listed`: each part is a thing by itself."""

    name: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    listed: bool = False


@dataclass(frozen=True)
class Became:
    """An obligation of the newer text, and how it differs from the one that it comes from."""

    code: str
    title: str
    fields: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Compared:
    """One obligation of the older text with everything that it became, or one that is new.

    `old`, `before`: its code and title in the older text, '' for what is new; `became`: empty for what is gone;
    `summary`, `norm`: what was agreed, where there is nothing to compare it with.
    """

    fate: Fate
    word: str
    icon: str
    old: str
    before: str
    became: tuple[Became, ...]
    summary: str = ""
    norm: str = ""

    @property
    def code(self) -> str:
        """Its code in the newer text, where it is in that."""
        return self.became[0].code if self.became else self.old

    @property
    def name(self) -> str:
        """An anchor that no other line of the comparison has."""
        return f"regel-{self.old or self.code}"

    @property
    def after(self) -> str:
        return self.became[0].title if self.became else ""


@dataclass(frozen=True)
class FateCount:
    """How many obligations have one fate, in words."""

    fate: Fate
    word: str
    icon: str
    number: int


@dataclass(frozen=True)
class Side:
    """A revision above its column: when it holds and when it was signed, in words."""

    title: str
    term: str
    signed: str


@dataclass(frozen=True)
class Comparison:
    """`general`: what differs of the revisions themselves; `lines`: every obligation, in the order of the new text."""

    sides: tuple[Side, Side]
    general: tuple[Difference, ...]
    lines: tuple[Compared, ...]
    counts: tuple[FateCount, ...]

    @property
    def before(self) -> str:
        return self.sides[0].title

    @property
    def after(self) -> str:
        return self.sides[1].title

    def only(self, fate: Fate | None) -> tuple[Compared, ...]:
        """The lines of one fate, all of them for None."""
        return tuple(line for line in self.lines if fate is None or line.fate is fate)


def comparison_of(covenant: CovenantSnapshot, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> Comparison:
    """What `new` makes of `old`, in either direction; any two revisions of the covenant."""
    last = max(day for one in covenant.revisions for day in (one.term.in_force_from, one.term.signed_on))
    standing = Standing(covenant, Record(), last, None, ())
    lines = lines_of(old, new, *text_pair(standing, old, new, lang))
    words = fate_words()
    counts = tuple(
        FateCount(fate, words[fate](number), ICONS[fate], number)
        for fate in Fate
        if (number := sum(line.fate is fate for line in lines))
    )
    sides = side_of(standing, old, lang), side_of(standing, new, lang)
    return Comparison(sides, general(standing, old, new, lang), lines, counts)


def side_of(standing: Standing, revision: RevisionSnapshot, lang: Lang) -> Side:
    signed = _("Signed on %(day)s") % {"day": wording.full_day(revision.term.signed_on, lang)}
    return Side(revision.title, force_text(standing.force(revision), lang), signed)


def text_pair(
    standing: Standing, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang
) -> tuple[RevisionText, RevisionText]:
    """Both texts in words; the later one knows what became of the earlier, also with revisions in between."""
    before, after = (RevisionText(one.key, texts(standing, one, codes_of(one), lang)) for one in (old, new))
    forth, back = steps_between(standing.covenant, old, new), steps_between(standing.covenant, new, old)
    if forth:
        after = replace(after, replaces=old.key, outcomes=outcomes_over(old, forth))
    elif back:
        before = replace(before, replaces=new.key, outcomes=outcomes_over(new, back))
    return before, after


def steps_between(
    covenant: CovenantSnapshot, old: RevisionSnapshot, new: RevisionSnapshot
) -> tuple[RevisionSnapshot, ...]:
    """The revisions after `old` that lead to `new`, each replacing the one before; () when `new` does not follow it."""
    by_key = {revision.key: revision for revision in covenant.revisions}
    found: list[RevisionSnapshot] = []
    at: RevisionSnapshot | None = new
    while at is not None and at.key != old.key and at not in found:
        found.insert(0, at)
        at = by_key.get(at.replaces or "")
    return tuple(found) if at is not None and at.key == old.key else ()


def outcomes_over(old: RevisionSnapshot, steps: Sequence[RevisionSnapshot]) -> dict[str, Successor]:
    """What several revisions in a row made of each obligation of `old`, where its code does not simply continue."""
    kept = codes_of(steps[-1])
    followed = {code: followed_over(code, steps) for code in codes_of(old)}
    return {
        code: replace(outcome, becomes=tuple(one for one in outcome.becomes if one != code))
        for code, outcome in followed.items()
        if code not in kept or any(one != code for one in outcome.becomes)
    }


def followed_over(code: str, steps: Sequence[RevisionSnapshot]) -> Successor:
    """Where one obligation went through these revisions: what it became, or where it was last said to be."""
    codes, moved_to, certain = [code], None, True
    for revision in steps:
        here = codes_of(revision)
        made = [revision.outcomes[one] for one in codes if one in revision.outcomes]
        codes = [one for one in codes if one in here] + [one for outcome in made for one in outcome.becomes]
        gone = next((outcome for outcome in made if outcome.moved_to is not None), None)
        if gone is not None and moved_to is None:
            moved_to, certain = gone.moved_to, gone.certain
    if codes:
        return Successor(tuple(dict.fromkeys(codes)))
    return Successor((), moved_to, certain)


def lines_of(
    old: RevisionSnapshot, new: RevisionSnapshot, before: RevisionText, after: RevisionText
) -> tuple[Compared, ...]:
    """Every obligation of both: each of the old text once, each of the new at least once, in the order of the new."""
    titles = Titles(old, new)
    changes = compare(before, after)
    by_old: dict[str, list[Change]] = {}
    for change in changes:
        if change.before is not None:
            by_old.setdefault(change.before, []).append(change)
    lines = [line_of(one.code, by_old.get(one.code, []), titles, before) for one in old.obligations]
    lines += [new_line(change.after, titles, after) for change in changes if change.before is None and change.after]
    return tuple(sorted(lines, key=titles.place))


def line_of(code: str, changes: Sequence[Change], titles: Titles, before: RevisionText) -> Compared:
    """What became of one obligation of the older text."""
    became = [
        Became(change.after, titles.new[change.after], differences_of(change))
        for change in changes
        if change.after is not None
    ]
    kept = code in titles.new and all(one.code != code for one in became)
    became += [Became(code, titles.new[code])] if kept else []
    if not changes:
        return Compared(Fate.STAYS, _("stays"), ICONS[Fate.STAYS], code, titles.old[code], tuple(became))
    fate = Fate.CHANGED if became else FATE_OF[changes[0].kind]
    ordered = tuple(sorted(became, key=lambda one: titles.places[one.code]))
    told = ("", "") if became else agreed(before, code)
    return Compared(fate, word_of(changes[0]), ICONS[fate], code, titles.old[code], ordered, *told)


def new_line(code: str, titles: Titles, after: RevisionText) -> Compared:
    became = (Became(code, titles.new[code]),)
    return Compared(Fate.NEW, _("new"), ICONS[Fate.NEW], "", "", became, *agreed(after, code))


def agreed(text: RevisionText, code: str) -> tuple[str, str]:
    """Our own words for an obligation and its norm."""
    found = text.obligations[code]
    return found["summary"], found["norm"]


def fate_words() -> Mapping[Fate, Callable[[int], str]]:
    """The words for a number of obligations of each fate."""
    return {
        Fate.CHANGED: lambda n: _("%(n)s changed") % {"n": n},
        Fate.NEW: lambda n: _("%(n)s new") % {"n": n},
        Fate.MOVED: lambda n: _("%(n)s elsewhere") % {"n": n},
        Fate.DROPPED: lambda n: _("%(n)s dropped") % {"n": n},
        Fate.STAYS: lambda n: _("%(n)s unchanged") % {"n": n},
    }


class Titles:
    """What obligations are called in two revisions, and where they stand: the new text first, then what is gone."""

    def __init__(self, old: RevisionSnapshot, new: RevisionSnapshot) -> None:
        self.old = {one.code: one.title for one in old.obligations}
        self.new = {one.code: one.title for one in new.obligations}
        self.places = {code: place for place, code in enumerate(dict.fromkeys([*self.new, *self.old]))}

    def place(self, line: Compared) -> int:
        return self.places[line.code]


def differences_of(change: Change) -> tuple[Difference, ...]:
    """The fields that differ, in their order on the page."""
    names, by_name = field_names(), {field.name: field for field in change.fields}
    return tuple(
        Difference(names[name], *words_apart(by_name[name].before or "", by_name[name].after or ""))
        for name in FIELDS
        if name in by_name
    )


def word_of(change: Change) -> str:
    """blijft, verandert, staat nu in …, vervalt, nieuw."""
    if change.kind is ChangeKind.MOVED:
        where = {"where": change.moved_to or ""}
        return _("is now in %(where)s") % where if change.certain else _("is now probably in %(where)s") % where
    words = {ChangeKind.CHANGED: _("changes"), ChangeKind.NEW: _("new"), ChangeKind.DROPPED: _("dropped")}
    return words[change.kind]


def words_apart(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts in parts that stay, go and come, by words; texts without much in common are not cut up.

    The parts of each side give its text back, with every run of blanks as one.
    """
    old, new = tokens_of(before), tokens_of(after)
    matcher = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False)
    if matcher.ratio() < ALIKE:
        return parts_of("del", old), parts_of("ins", new)
    left: list[Part] = []
    right: list[Part] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        left += parts_of("" if what == "equal" else "del", old[i1:i2])
        right += parts_of("" if what == "equal" else "ins", new[j1:j2])
    return tuple(left), tuple(right)


def tokens_of(text: str) -> list[str]:
    """Words and signs, each with the blank before it."""
    return TOKEN.findall(" ".join(text.split()))


def parts_of(kind: str, tokens: Sequence[str]) -> tuple[Part, ...]:
    """One part; the blank before what goes or comes stands apart, so that it is not struck through."""
    text = "".join(tokens)
    if not kind or not text.startswith(" "):
        return (Part(kind, text),) if text else ()
    return Part("", " "), Part(kind, text[1:])


def general(standing: Standing, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> tuple[Difference, ...]:
    """Parties, term, signing and themes, where they differ."""
    rows = [
        *account_holders(old, new),
        (_("Signed on"), wording.full_day(old.term.signed_on, lang), wording.full_day(new.term.signed_on, lang)),
        (_("Term in the text"), nominal_text(old, lang), nominal_text(new, lang)),
    ]
    named = [Difference(name, *words_apart(before, after)) for name, before, after in rows if before != after]
    parties = names_differ(_("Parties"), *([member.name for member in one.members] for one in (old, new)))
    themes = names_differ(_("Themes"), *(themes_of(standing, one) for one in (old, new)))
    return (*parties, *named, *themes)


def names_differ(name: str, before: Sequence[str], after: Sequence[str]) -> tuple[Difference, ...]:
    """Two lists of names, () when they name the same."""
    return () if set(before) == set(after) else (Difference(name, *names_apart(before, after), listed=True),)


def names_apart(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both lists of names: which of them go, which come."""
    return (
        tuple(Part("" if name in after else "del", name) for name in before),
        tuple(Part("" if name in before else "ins", name) for name in after),
    )


def account_holders(old: RevisionSnapshot, new: RevisionSnapshot) -> list[tuple[str, str, str]]:
    """The function of the account holder of each party that is in both."""
    after = {member.key: member for member in new.members}
    return [
        (_("Account holder of %(party)s") % {"party": member.short}, member.function, after[member.key].function)
        for member in old.members
        if member.key in after
    ]


def nominal_text(revision: RevisionSnapshot, lang: Lang) -> str:
    """The term as the text has it."""
    first, end = revision.term.in_force_from, revision.term.ends_on
    begin = wording.full_day(first, lang)
    if end is None:
        return _("From %(first)s, without an end date") % {"first": begin}
    last: date = end
    return _("From %(first)s until %(end)s") % {"first": begin, "end": wording.full_day(last, lang)}


def themes_of(standing: Standing, revision: RevisionSnapshot) -> list[str]:
    """The themes that obligations of a revision name, in the order of the text."""
    keys = dict.fromkeys(theme for one in revision.obligations for theme in one.terms.themes)
    return [theme_name(standing, key) for key in keys]
