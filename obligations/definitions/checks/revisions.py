"""Whether a revision holds together, and whether the revisions follow each other."""

from __future__ import annotations

from datetime import date

from obligations.definitions.checks.context import Context
from obligations.definitions.document import Path
from obligations.definitions.schema import RevisionPart
from obligations.services.words import several, shown


def check_revision(file: Context, key: str, revision: RevisionPart) -> None:
    """The dates, parties and sides of one revision."""
    path: Path = ("revisions", key)
    if key not in file.unsure:
        _check_dates(file, path, revision)
    _check_members(file, path, revision)
    _check_sides(file, path, revision)


def _check_dates(file: Context, path: Path, revision: RevisionPart) -> None:
    if revision.signed_on > revision.in_force_from:
        file.say(
            (*path, "signed_on"),
            f"{revision.signed_on} lies after {revision.in_force_from}, on which the revision enters into force.",
        )
    if revision.ends_on is not None and revision.ends_on <= revision.in_force_from:
        file.say(
            (*path, "ends_on"),
            f"{revision.ends_on} does not lie after {revision.in_force_from}, on which the revision enters into "
            "force; ends_on is the first day out of force.",
        )
    renews = revision.renews
    if renews is not None and revision.ends_on is not None:
        file.say((*path, "renews"), "a revision that renews itself is open-ended; leave out renews or ends_on.")
    if renews is not None and renews.notice_months > renews.months:
        file.say((*path, "renews", "notice_months"), "the term of notice is longer than what it is renewed for.")


def _check_members(file: Context, path: Path, revision: RevisionPart) -> None:
    for party, member in revision.parties.items():
        at = (*path, "parties", party)
        if file.parties is not None and party not in file.parties:
            known = several(sorted(file.parties))
            file.say(at, f"{shown(party)} is not a party of this covenant (known: {known}).")
        if member.from_ is not None and member.until is not None and member.until <= member.from_:
            file.say((*at, "until"), f"{member.until} does not lie after {member.from_}, on which it joins.")
        if path[1] in file.unsure:
            continue
        if member.until is not None and member.until <= revision.in_force_from:
            file.say((*at, "until"), f"{member.until} does not lie after {revision.in_force_from}, the first day.")
        if member.from_ is not None and revision.ends_on is not None and member.from_ >= revision.ends_on:
            file.say((*at, "from"), f"{member.from_} does not lie before {revision.ends_on}, the end.")


def _check_sides(file: Context, path: Path, revision: RevisionPart) -> None:
    seen: dict[str, int] = {}
    parties = file.revisions[str(path[1])].parties
    for number, side in enumerate(revision.sides):
        at = (*path, "sides", number)
        file.unknown(side, parties, at, "a party of this revision")
        for place, party in enumerate(side):
            member = revision.parties.get(party)
            if party in seen:
                file.say((*at, place), f"{shown(party)} stands on a side already; a party has one side.")
            elif member is not None and member.organ:
                file.say((*at, place), f"{shown(party)} is an organ and never counts for a quorum.")
            seen[party] = number


def check_chain(file: Context) -> None:
    """Which revision replaces which, from when; and no two of them in force on one day."""
    sure = file.sure()
    followed: dict[str, str] = {}
    for key, revision in sure.items():
        if revision.replaces is None:
            if revision.replaces_from is not None:
                file.say(("revisions", key, "replaces_from"), "there is no replaces that says what is replaced.")
            continue
        if _is_linked(file, key, revision, followed):
            followed[revision.replaces] = key
    if not _say_circles(file, sure):
        for old, new in followed.items():
            if old in sure:
                _check_switch(file, new, sure[old], sure[new])
        _check_overlap(file, sure, followed)


def _is_linked(file: Context, key: str, revision: RevisionPart, followed: dict[str, str]) -> bool:
    old, at = revision.replaces, ("revisions", key, "replaces")
    if old == key:
        file.say(at, "a revision does not replace itself.")
    elif old not in file.revisions:
        file.say(at, f"{shown(old)} is not a revision of this file (known: {several(file.revisions)}).")
    elif old in followed:
        file.say(at, f"{shown(old)} is already replaced by {shown(followed[old])}; a revision has one successor.")
    else:
        return True
    return False


def _say_circles(file: Context, revisions: dict[str, RevisionPart]) -> bool:
    """Say which revisions replace each other in a circle."""
    found = False
    for key, revision in revisions.items():
        seen, at = [key], revision.replaces
        while at is not None and at in revisions and at not in seen:
            seen.append(at)
            at = revisions[at].replaces
        if at == key and len(seen) > 1:
            file.say(("revisions", key, "replaces"), f"these replace each other in a circle: {several(seen)}.")
            found = True
    return found


def _check_switch(file: Context, key: str, old: RevisionPart, new: RevisionPart) -> None:
    switch = new.replaces_from or new.in_force_from
    at = ("revisions", key, "replaces" if new.replaces_from is None else "replaces_from")
    if switch <= old.in_force_from:
        file.say(
            at,
            f"{switch} does not lie after {old.in_force_from}, on which {shown(new.replaces)} enters into force.",
        )
    elif switch > new.in_force_from and (old.ends_on is None or old.ends_on > new.in_force_from):
        file.say(at, f"{switch} lies after {new.in_force_from}; both revisions would be in force until then.")


def _check_overlap(file: Context, sure: dict[str, RevisionPart], followed: dict[str, str]) -> None:
    """Two revisions that do not replace each other are not in force together."""
    started: list[str] = []
    for start, key in sorted((revision.in_force_from, key) for key, revision in sure.items()):
        for before in started:
            end = _end(sure, before, followed)
            if followed.get(before) != key and (end is None or end > start):
                until = "has no end" if end is None else f"is in force until {end}"
                text = f"on {start} {shown(before)} is still in force (it {until}); say replaces, or end it before."
                file.say(("revisions", key, "in_force_from"), text)
                break
        started.append(key)


def _end(sure: dict[str, RevisionPart], key: str, followed: dict[str, str]) -> date | None:
    """The first day on which a revision is out of force, by its own end or by its successor."""
    new = sure.get(followed.get(key, ""))
    days = [sure[key].ends_on, None if new is None else new.replaces_from or new.in_force_from]
    return min((day for day in days if day is not None), default=None)
