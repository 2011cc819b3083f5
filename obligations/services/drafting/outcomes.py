"""What becomes of each obligation of the revision that a draft replaces: proposed, and chosen by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import DraftChoice, Obligation, Outcome, Revision, remove_all, save_all
from obligations.services.drafting.entries import ObligationEntry, entry_of, obligations_of, version_of
from obligations.services.drafting.held import WRITE, Conflict, hold
from obligations.services.drafting.obligations import take_out
from obligations.services.drafting.start import copy_obligations
from obligations.services.known import text_objection
from obligations.services.refusal import Refusal

CONTINUED, BECOMES, MOVED, DROPPED = "continued", "becomes", "moved", "dropped"
KINDS = (CONTINUED, BECOMES, MOVED, DROPPED)
ALIKE = 0.75
"""How much titles are alike from which one is proposed as what the other became."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an obligation. `kind` empty: nobody said; `becomes`: codes of the draft."""

    kind: str = ""
    becomes: tuple[str, ...] = ()
    moved_to: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class FateLine:
    """An obligation of the replaced revision. `now`: as the draft has it; `proposal`: what is likely, to accept.

    `chosen`: someone chose it. `changed`: the draft has it, with other words or numbers. `version`: for `set_outcome`.
    """

    code: str
    title: str
    now: Fate
    proposal: Fate
    chosen: bool
    changed: bool
    version: str


def fates(draft: Revision) -> list[FateLine]:
    """Every obligation of the replaced revision in its order; as many queries for one as for a thousand."""
    if draft.replaces is None:
        return []
    old, new = obligations_of(draft.replaces), obligations_of(draft)
    outcomes = {row.code: row for row in Outcome.objects.filter(revision=draft)}
    chosen = set(DraftChoice.objects.filter(revision=draft).values_list("code", flat=True))
    before = {code: entry_of(row) for code, row in old.items()}
    after = {code: entry_of(row) for code, row in new.items()}
    fresh = {code: entry for code, entry in after.items() if code not in before}
    found = []
    for code, entry in before.items():
        now = _now(code, after, outcomes)
        is_chosen = code in chosen and bool(now.kind)
        proposal = now if now.kind else _likely(entry, fresh)
        changed = code in after and after[code] != entry
        found.append(
            FateLine(code, entry.title, now, proposal, is_chosen, changed, version_of((now.kind, now, is_chosen)))
        )
    return found


def _now(code: str, after: Mapping[str, ObligationEntry], outcomes: Mapping[str, Outcome]) -> Fate:
    if code in after:
        return Fate(CONTINUED)
    row = outcomes.get(code)
    return Fate() if row is None else Fate(row.kind, tuple(row.becomes), row.moved_to, row.certain)


def _likely(entry: ObligationEntry, fresh: Mapping[str, ObligationEntry]) -> Fate:
    """The new obligation that looks most like this one, if one does; dropping or moving is for people to say."""
    best, code = 0.0, ""
    for one, other in fresh.items():
        alike = SequenceMatcher(None, entry.title.casefold(), other.title.casefold()).ratio()
        types = (entry.counts, entry.done_by, entry.when)
        if entry.kind == other.kind and any(types) and types == (other.counts, other.done_by, other.when):
            alike = max(alike, ALIKE)
        if alike > best:
            best, code = alike, one
    return Fate(BECOMES, (code,)) if best >= ALIKE else Fate()


@transaction.atomic
def set_outcome(*, draft: int, code: str, fate: Fate, version: str) -> None:
    """Choose what becomes of one obligation of the replaced revision.

    Continued: the draft has it under its code, copied anew where it was taken out; anything else takes it out of the
    draft. Raises Conflict when someone chose something else since, Refusal when the choice is not whole.
    """
    row = hold(draft)
    line = next((one for one in fates(row) if one.code == code), None)
    if line is None:
        raise Refusal(_("This obligation does not stand in the revision that is replaced."))
    if line.version != version:
        raise Conflict(_("Someone else chose for “%(title)s” meanwhile; look again.") % {"title": line.title}, line.now)
    _check(row, fate, line)
    _choose(row, [(line, fate)])


@transaction.atomic
def accept_proposals(*, draft: int, seen: Mapping[str, str]) -> tuple[int, int]:
    """Choose what was proposed, for the obligations and at the versions that were seen; (accepted, passed over).

    What has no proposal, or was chosen or changed by someone since, is passed over.
    """
    row = hold(draft)
    lines = [one for one in fates(row) if one.code in seen]
    taken = [one for one in lines if one.proposal.kind and not one.chosen and seen[one.code] == offered(one)]
    _choose(row, [(one, one.proposal) for one in taken])
    return len(taken), len(seen) - len(taken)


def offered(line: FateLine) -> str:
    """A digest of what a line proposes."""
    return version_of((line.version, line.proposal))


def left_to_choose(draft: Revision) -> int:
    """Of how many obligations nobody said yet what becomes of them."""
    return sum(not one.chosen for one in fates(draft))


def _check(draft: Revision, fate: Fate, line: FateLine) -> None:
    if fate.kind not in KINDS:
        raise Refusal(_("Choose what becomes of “%(title)s”.") % {"title": line.title})
    if fate.kind == BECOMES:
        known = set(draft.obligations.exclude(code=line.code).values_list("code", flat=True))
        if not fate.becomes or not set(fate.becomes) <= known:
            raise Refusal(_("Choose which obligation of the new text “%(title)s” becomes.") % {"title": line.title})
    if fate.kind == MOVED:
        if not fate.moved_to.strip():
            raise Refusal(_("Say where “%(title)s” stands now, such as: werkafspraken.") % {"title": line.title})
        objection = text_objection(fate.moved_to, 200)
        if objection is not None:
            raise Refusal(objection)


def _choose(draft: Revision, choices: Sequence[tuple[FateLine, Fate]]) -> None:
    """Write choices that fit: the obligation in or out of the draft, its outcome, and that it was chosen."""
    codes = [line.code for line, _fate in choices]
    gone = [line.code for line, fate in choices if fate.kind != CONTINUED]
    take_out(draft, list(Obligation.objects.filter(revision=draft, code__in=gone)))
    back = [line.code for line, fate in choices if fate.kind == CONTINUED and line.now.kind != CONTINUED]
    if back and draft.replaces is not None:
        copy_obligations(draft.replaces, draft, back)
    stored = {row.code: row for row in Outcome.objects.filter(revision=draft, code__in=codes)}
    remove_all(list(stored.values()), reason=WRITE)
    place = max(draft.outcomes.values_list("position", flat=True), default=-1) + 1
    save_all(list(_outcomes(draft, choices, place)), reason=WRITE)
    known = set(DraftChoice.objects.filter(revision=draft).values_list("code", flat=True))
    save_all([DraftChoice(revision=draft, code=code) for code in codes if code not in known], reason=WRITE)


def _outcomes(draft: Revision, choices: Sequence[tuple[FateLine, Fate]], place: int) -> Iterable[Outcome]:
    for line, fate in choices:
        if fate.kind != CONTINUED:
            yield Outcome(
                revision=draft,
                code=line.code,
                kind=fate.kind,
                becomes=list(fate.becomes) if fate.kind == BECOMES else [],
                moved_to=fate.moved_to if fate.kind == MOVED else "",
                certain=fate.certain,
                position=place,
            )
            place += 1
