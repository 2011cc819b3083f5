"""Whether every obligation of an older revision has exactly one outcome in the revision that replaces it."""

from __future__ import annotations

from obligations.definitions.checks.context import Context
from obligations.definitions.document import Path
from obligations.definitions.schema import OutcomePart, RevisionPart
from obligations.services.words import shown


def check_lineage(file: Context, key: str, revision: RevisionPart) -> None:
    """Same code on both sides = continued; every other old code becomes, moves or is dropped; no more than that."""
    path: Path = ("revisions", key, "lineage")
    for code, outcome in revision.lineage.items():
        _check_outcome(file, (*path, code), outcome)
    if revision.replaces is None:
        if revision.lineage:
            file.say(path, "a revision that replaces nothing has no lineage.")
        return
    old, new = file.revisions.get(revision.replaces), file.revisions[key].codes
    if old is None or old.codes is None or new is None or revision.replaces == key:
        return
    for code, outcome in revision.lineage.items():
        if code not in old.codes:
            file.say((*path, code), f"{shown(code)} is not an obligation of {shown(revision.replaces)}.")
        elif code in new:
            file.say((*path, code), f"{shown(code)} continues under the same code; it has no outcome here.")
        file.list_of(outcome.becomes, new, (*path, code, "becomes"), f"an obligation of {shown(key)}")
    given = _given(file, key)
    for code in old.kinds or ():
        if code not in new and code not in given:
            file.say(
                path,
                f"{shown(code)} of {shown(revision.replaces)} has no outcome (becomes, moved_to or dropped).",
            )


def _given(file: Context, key: str) -> frozenset[str]:
    return frozenset(file.definition.revisions[key].lineage)


def _check_outcome(file: Context, path: Path, outcome: OutcomePart) -> None:
    given = [bool(outcome.becomes), outcome.moved_to is not None, outcome.dropped]
    if sum(given) != 1:
        file.say(path, "exactly one outcome is expected: becomes: [code], moved_to: instrument, or dropped.")
