"""Fill in a draft: its name and dates, its parties, and from when the register is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import (
    Covenant,
    Obligation,
    ObligationParty,
    Party,
    Post,
    Revision,
    RevisionParty,
    Tenure,
    change_all,
    remove_all,
    save_all,
)
from obligations.services.drafting.entries import DatesEntry, PartyEntry, dates_entry, party_entry
from obligations.services.drafting.held import WRITE, check_version, fresh_key, gone, hold, object_to
from obligations.services.drafting.start import title_objections
from obligations.services.known import text_objection
from obligations.services.recording import day_objection
from obligations.services.refusal import Objection, Refusal, objections
from obligations.services.words import several


@transaction.atomic
def choose_dates(*, draft: int, entry: DatesEntry, version: str) -> Revision:
    """Give the draft another name or other dates. Raises Objected, or Conflict when someone changed them since.

    Before anything is published the covenant is called as its draft.
    """
    row = hold(draft)
    check_version(row, dates_entry(row), version)
    object_to(date_objections(entry, row))
    for name in ("title", "signed_on", "in_force_from", "ends_on"):
        setattr(row, name, getattr(entry, name))
    if row.ends_on is not None:
        row.renews_months = row.notice_months = None
    row.replaces_from = None if row.replaces_id is None else entry.in_force_from
    fields = ["title", "signed_on", "in_force_from", "ends_on", "renews_months", "notice_months", "replaces_from"]
    change_all([row], fields, reason=WRITE)
    if is_first(row) and row.covenant.title != entry.title:
        row.covenant.title = entry.title
        change_all([row.covenant], ["title"], reason=WRITE)
    return row


def date_objections(entry: DatesEntry, draft: Revision) -> Iterator[Objection]:
    """Every reason why a revision cannot have this name and these dates."""
    yield from title_objections(entry.title)
    days = [(name, getattr(entry, name)) for name in ("signed_on", "in_force_from", "ends_on")]
    yield from objections(*((name, day_objection(day)) for name, day in days if day is not None))
    if entry.signed_on > entry.in_force_from:
        yield "signed_on", _("A revision takes effect on the day of signing or later.")
    if entry.ends_on is not None and entry.ends_on <= entry.in_force_from:
        yield "ends_on", _("The end lies after the first day on which it holds.")
    old = draft.replaces
    if old is not None and entry.in_force_from <= old.in_force_from:
        yield (
            "in_force_from",
            _("It takes effect after “%(title)s”, which holds from %(day)s.")
            % {
                "title": old.title,
                "day": old.in_force_from.isoformat(),
            },
        )


def is_first(draft: Revision) -> bool:
    """True while nothing of the covenant was published."""
    return not Revision.objects.filter(covenant=draft.covenant_id, status="published").exists()


@transaction.atomic
def keep_from(*, draft: int, day: date | None) -> Covenant:
    """From which day the register is kept, None for the start; only while nothing was published.

    Later that would change how things stand. Raises Refusal then, Objected for a day out of bounds.
    """
    row = hold(draft)
    if not is_first(row):
        raise Refusal(_("From when the register is kept is not part of a revision; an administrator can change it."))
    object_to(objections(("tracked_from", None if day is None else day_objection(day))))
    if row.covenant.tracked_from != day:
        row.covenant.tracked_from = day
        change_all([row.covenant], ["tracked_from"], reason=WRITE)
    return row.covenant


# --- Parties -----------------------------------------------------------------------------------------------


def mailboxes(covenant_id: int) -> dict[int, Tenure]:
    """Who holds the post of account holder, by party."""
    found = Tenure.objects.filter(post__covenant=covenant_id, post__role=Post.Role.ACCOUNT_HOLDER)
    return {row.post.party_id: row for row in found.select_related("post").order_by("pk")}


@transaction.atomic
def save_party(
    *, draft: int, entry: PartyEntry, today: date, key: str | None = None, version: str = ""
) -> RevisionParty:
    """Add a party to the draft, or change the one with `key`.

    Before anything is published its mailbox takes the post of account holder at once. Raises Objected; Conflict when
    someone changed the party since; Refusal when another covenant knows it under another name.
    """
    row = hold(draft)
    member = None if key is None else row.members.select_related("party").filter(party__key=key).first()
    if key is not None and member is None:
        raise gone()
    first = is_first(row)
    held = mailboxes(row.covenant_id) if first else {}
    if member is not None:
        mailbox = held[member.party_id].email if member.party_id in held else ""
        check_version(member, party_entry(member, mailbox), version)
    object_to(party_objections(entry, row, key))
    if member is None:
        member = _add_member(row, entry)
    else:
        _rename(member.party, entry, row)
        member.account_holder = entry.function
        change_all([member], ["account_holder"], reason=WRITE)
    if first:
        _give_mailbox(row, member, entry, held.get(member.party_id), today)
    return member


def party_objections(entry: PartyEntry, draft: Revision, key: str | None) -> Iterator[Objection]:
    """Every reason why a party cannot be kept like this."""
    yield from objections(
        ("name", text_objection(entry.name, 200) if entry.name.strip() else _("Give the name of the party.")),
        ("short", text_objection(entry.short, 40) if entry.short.strip() else _("Give a short name.")),
        ("function", text_objection(entry.function, 200)),
    )
    try:
        if entry.mailbox:
            validate_email(entry.mailbox)
    except ValidationError:
        yield "mailbox", _("This is not an address for mail. Write it like overleg@example.nl.")
    others = draft.members.exclude(party__key=key or "")
    if others.filter(party__name__iexact=entry.name).exists():
        yield "name", _("This party takes part already.")
    elif others.filter(party__short__iexact=entry.short).exists():
        yield "short", _("Another party of this covenant has this short name.")


def _add_member(draft: Revision, entry: PartyEntry) -> RevisionParty:
    party = Party.objects.filter(name__iexact=entry.name).order_by("pk").first()
    if party is None:
        taken = {*Party.objects.values_list("key", flat=True), "all"}
        save_all([Party(key=fresh_key(entry.short, taken, "partij"), name=entry.name, short=entry.short)], reason=WRITE)
        party = Party.objects.filter(name=entry.name).latest("pk")
    place = max(draft.members.values_list("position", flat=True), default=-1) + 1
    member = RevisionParty(revision=draft, party=party, position=place, account_holder=entry.function)
    save_all([member], reason=WRITE)
    spread(draft)
    return RevisionParty.objects.select_related("party").get(revision=draft, party=party)


def _rename(party: Party, entry: PartyEntry, draft: Revision) -> None:
    """A party that only this draft names may get another name; elsewhere it is known as it is."""
    if (party.name, party.short) == (entry.name, entry.short):
        return
    if RevisionParty.objects.filter(party=party).exclude(revision=draft).exists():
        raise Refusal(
            _("“%(name)s” is known by this name elsewhere too; an administrator can change it.") % {"name": party.name}
        )
    party.name, party.short = entry.name, entry.short
    change_all([party], ["name", "short"], reason=WRITE)


def _give_mailbox(draft: Revision, member: RevisionParty, entry: PartyEntry, held: Tenure | None, today: date) -> None:
    """The mailbox as holder of the post; by the name of the function, as a person's name is not needed."""
    name = entry.function or _("Account holder of %(party)s") % {"party": entry.short}
    if held is not None:
        if entry.mailbox and (held.email, held.name) != (entry.mailbox, name):
            held.email, held.name = entry.mailbox, name
            change_all([held], ["email", "name"], reason=WRITE)
        elif not entry.mailbox:
            remove_all([held.post], reason=WRITE)
    elif entry.mailbox:
        post = Post(covenant=draft.covenant, party=member.party, role=Post.Role.ACCOUNT_HOLDER, function=entry.function)
        save_all([post], reason=WRITE)
        stored = Post.objects.get(covenant=draft.covenant, party=member.party, role=Post.Role.ACCOUNT_HOLDER)
        save_all([Tenure(post=stored, name=name[:200], email=entry.mailbox, starts_on=today)], reason=WRITE)


@transaction.atomic
def remove_party(*, draft: int, key: str) -> None:
    """Take a party out of the draft. Raises Refusal while an obligation names it."""
    row = hold(draft)
    member = row.members.select_related("party").filter(party__key=key).first()
    if member is None:
        return
    naming = Obligation.objects.filter(revision=row).filter(
        pk__in=[*_named(row, member.party_id, "bearer"), *_named(row, member.party_id, "towards")]
    )
    titles = list(naming.order_by("position").values_list("title", flat=True))
    if titles:
        raise Refusal(
            _("%(party)s stands with: %(titles)s. Change those first.")
            % {"party": member.party.short, "titles": several(titles, most=5)}
        )
    if is_first(row):
        remove_all(list(Post.objects.filter(covenant=row.covenant, party=member.party)), reason=WRITE)
    remove_all([member], reason=WRITE)
    spread(row)


def _named(draft: Revision, party_id: int, side: str) -> list[int]:
    """The obligations that name the party themselves, not by way of 'all'."""
    all_ = "bearers_all" if side == "bearer" else "towards_all"
    links = ObligationParty.objects.filter(obligation__revision=draft, party=party_id, side=side)
    return list(links.filter(**{f"obligation__{all_}": False}).values_list("obligation_id", flat=True))


def spread(draft: Revision) -> None:
    """Give what all parties owe, or what is owed to all, the parties that the draft has now."""
    members = list(draft.members.filter(organ=False).order_by("position", "pk").values_list("party_id", flat=True))
    flags = draft.obligations.values_list("pk", "bearers_all", "towards_all")
    sides = {(pk, "bearer") for pk, bearers, _all in flags if bearers}
    sides |= {(pk, "towards") for pk, _all, towards in flags if towards}
    wanted = {(pk, side, party) for pk, side in sides for party in members}
    links = ObligationParty.objects.filter(obligation__revision=draft)
    now = {(one.obligation_id, one.side, one.party_id): one for one in links}
    remove_all([row for key, row in now.items() if key[:2] in sides and key not in wanted], reason=WRITE)
    fresh = sorted(wanted - now.keys(), key=lambda key: (key[0], key[1], members.index(key[2])))
    save_all(
        [
            ObligationParty(obligation_id=pk, side=side, party_id=party, position=members.index(party))
            for pk, side, party in fresh
        ],
        reason=WRITE,
    )
