"""Two revisions side by side: parties, term and themes, then what became of every obligation, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Standing
from obligations.engine.facts import Record
from obligations.engine.lineage import Change, ChangeKind, RevisionText, compare
from obligations.snapshots import CovenantSnapshot, RevisionSnapshot
from obligations.web.comparing import FIELDS, codes_of, field_names, texts, theme_name
from obligations.wording import Lang
from obligations.wording.language import listing


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


@dataclass(frozen=True)
class Part:
    """Words of a text. `kind`: '' for what stays, 'del' for what goes, 'ins' for what comes."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A field with its text before and after, in parts."""

    name: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True)
class Compared:
    """One obligation. `before`, `after`: titles, '' where it is not in that revision; `code` is that of the newest."""

    fate: Fate
    word: str
    icon: str
    code: str
    before: str
    after: str
    fields: tuple[Difference, ...]


@dataclass(frozen=True)
class FateCount:
    """How many obligations have one fate, in words."""

    fate: Fate
    word: str
    icon: str
    number: int


@dataclass(frozen=True)
class Comparison:
    """`general`: what differs of the revisions themselves; `lines`: every obligation, in the order of the new text."""

    before: str
    after: str
    general: tuple[Difference, ...]
    lines: tuple[Compared, ...]
    counts: tuple[FateCount, ...]

    def only(self, fate: Fate | None) -> tuple[Compared, ...]:
        """The lines of one fate, all of them for None."""
        return tuple(line for line in self.lines if fate is None or line.fate is fate)


def comparison_of(covenant: CovenantSnapshot, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> Comparison:
    """What `new` makes of `old`, in either direction; any two revisions of the covenant."""
    standing = Standing(covenant, Record(), new.term.in_force_from, None, ())
    before = text_of(standing, old, lang)
    after = text_of(standing, new, lang)
    changes = compare(before, after)
    titles = Titles(old, new)
    lines = [compared(change, titles, before, after) for change in changes]
    touched = {change.before for change in changes} | {change.after for change in changes}
    stays = [code for code in codes_of(old) & codes_of(new) if code not in touched]
    lines += [Compared(Fate.STAYS, _("stays"), ICONS[Fate.STAYS], code, *titles.both(code), ()) for code in stays]
    lines.sort(key=lambda line: titles.place(line.code))
    words = fate_words()
    counts = tuple(
        FateCount(fate, words[fate](number), ICONS[fate], number)
        for fate in Fate
        if (number := sum(line.fate is fate for line in lines))
    )
    return Comparison(old.title, new.title, general(standing, old, new, lang), tuple(lines), counts)


def fate_words() -> Mapping[Fate, Callable[[int], str]]:
    """The words for a number of obligations of each fate."""
    return {
        Fate.CHANGED: lambda n: _("%(n)s changed") % {"n": n},
        Fate.NEW: lambda n: _("%(n)s new") % {"n": n},
        Fate.MOVED: lambda n: _("%(n)s elsewhere") % {"n": n},
        Fate.DROPPED: lambda n: _("%(n)s dropped") % {"n": n},
        Fate.STAYS: lambda n: _("%(n)s unchanged") % {"n": n},
    }


def text_of(standing: Standing, revision: RevisionSnapshot, lang: Lang) -> RevisionText:
    """The obligations of a revision in words, with what it made of the one before."""
    found = texts(standing, revision, codes_of(revision), lang)
    return RevisionText(revision.key, found, revision.replaces, revision.outcomes)


class Titles:
    """What obligations are called in two revisions, and where they stand: the new text first, then what is gone."""

    def __init__(self, old: RevisionSnapshot, new: RevisionSnapshot) -> None:
        self.old = {one.code: one.title for one in old.obligations}
        self.new = {one.code: one.title for one in new.obligations}
        self.order = {code: place for place, code in enumerate(dict.fromkeys([*self.new, *self.old]))}

    def both(self, code: str) -> tuple[str, str]:
        return self.old.get(code, ""), self.new.get(code, "")

    def place(self, code: str) -> int:
        return self.order[code]


def compared(change: Change, titles: Titles, before: RevisionText, after: RevisionText) -> Compared:
    """One change in words."""
    fate = FATE_OF[change.kind]
    code = change.after or change.before or ""
    names = field_names()
    fields = () if fate is not Fate.CHANGED else differences_of(change, names)
    return Compared(
        fate,
        word_of(change),
        ICONS[fate],
        code,
        titles.old.get(change.before or "", ""),
        titles.new.get(change.after or "", ""),
        fields,
    )


def differences_of(change: Change, names: Mapping[str, str]) -> tuple[Difference, ...]:
    by_name = {field.name: field for field in change.fields}
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
    """Both texts in parts that stay, go and come, by words; texts without much in common are not cut up."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        return _whole("del", before), _whole("ins", after)
    left: list[Part] = []
    right: list[Part] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        left += _whole("" if what == "equal" else "del", " ".join(old[i1:i2]))
        right += _whole("" if what == "equal" else "ins", " ".join(new[j1:j2]))
    return tuple(left), tuple(right)


def _whole(kind: str, text: str) -> tuple[Part, ...]:
    return (Part(kind, text),) if text else ()


def general(standing: Standing, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> tuple[Difference, ...]:
    """Parties, term, signing and themes, where they differ."""
    rows = [
        *account_holders(old, new),
        (_("Signed on"), wording.full_day(old.term.signed_on, lang), wording.full_day(new.term.signed_on, lang)),
        (_("Term"), nominal_text(old, lang), nominal_text(new, lang)),
        (_("Themes"), themes_text(standing, old, lang), themes_text(standing, new, lang)),
    ]
    named = [Difference(name, *words_apart(before, after)) for name, before, after in rows if before != after]
    before, after = ([member.name for member in revision.members] for revision in (old, new))
    parties = [] if before == after else [Difference(_("Parties"), *names_apart(before, after))]
    return (*parties, *named)


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


def themes_text(standing: Standing, revision: RevisionSnapshot, lang: Lang) -> str:
    keys: Sequence[str] = list(dict.fromkeys(theme for one in revision.obligations for theme in one.terms.themes))
    return listing([theme_name(standing, key) for key in keys], lang)
