"""The parties that leave and join at a switch, whoever holds a post there, and the places that stand empty after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from obligations.engine.verdict import Assessment, Care
from obligations.models import Post, Tenure
from obligations.snapshots.covenants import MemberSnapshot
from obligations.web.comparing import codes_of
from obligations.web.switch import Switch, Touched, joined, rows_of
from obligations.wording.language import listing


def posts(switch: Switch) -> Iterator[Touched]:
    """Parties that leave, with whoever holds a post there, parties that join, and functions that the text names."""
    before = {one.key: one for one in switch.old.members if switch.eve.as_of in one.window}
    after = {one.key: one for one in switch.new.members if switch.first.as_of in one.window}
    gone = [one for key, one in before.items() if key not in after]
    come = [one for key, one in after.items() if key not in before]
    tenures = _tenures(switch, [one.id for one in (*gone, *come)])
    for member in gone:
        yield Touched(member.name, "", _leaving(switch, member, tenures))
    for member in come:
        yield Touched(member.name, "", _joining(switch, member, tenures))
    for key, member in after.items():
        if key in before and before[key].function != member.function:
            yield Touched(member.name, "", _renamed(before[key].function, member.function))


def _tenures(switch: Switch, party_ids: Sequence[int]) -> list[Tenure]:
    """Who held, holds or will hold a post at these parties, deputies left out. One query."""
    rows = Tenure.objects.filter(
        post__covenant_id=switch.eve.covenant.id, post__party__in=party_ids, deputy_of__isnull=True
    )
    return list(rows.select_related("post__theme"))


def _holding(tenures: Sequence[Tenure], member: MemberSnapshot, day: date) -> list[Tenure]:
    return [
        row
        for row in tenures
        if row.post.party_id == member.id
        and (row.starts_on is None or row.starts_on <= day)
        and (row.ends_before is None or row.ends_before > day)
    ]


def _leaving(switch: Switch, member: MemberSnapshot, tenures: Sequence[Tenure]) -> str:
    held = [f"{row.name} ({_post_text(row.post)})" for row in _holding(tenures, member, switch.eve.as_of)]
    there = _("Until then there: %(who)s.") % {"who": listing(held, switch.lang)} if held else ""
    return joined([_("Leaves the covenant."), there])


def _joining(switch: Switch, member: MemberSnapshot, tenures: Sequence[Tenure]) -> str:
    found = _holding(tenures, member, switch.first.as_of)
    holders = [row.name for row in found if row.post.role == Post.Role.ACCOUNT_HOLDER]
    if not holders:
        return _("Joins the covenant: who is account holder?")
    return _("Joins the covenant; account holder: %(who)s.") % {"who": listing(holders, switch.lang)}


def _renamed(before: str, after: str) -> str:
    if not after:
        return _("The text no longer names who is account holder (was: %(before)s).") % {"before": before}
    if not before:
        return _("The text now names the account holder: %(after)s.") % {"after": after}
    return _("Account holder: %(before)s becomes %(after)s.") % {"before": before, "after": after}


def _post_text(post: Post) -> str:
    words = {
        Post.Role.ACCOUNT_HOLDER: _("account holder"),
        Post.Role.CONTACT: _("contact"),
        Post.Role.THEME_LEAD: _("theme lead"),
        Post.Role.AGENDA_MEMBER: _("agenda member"),
        Post.Role.SECRETARIAT: _("secretariat"),
    }
    word = words[Post.Role(post.role)]
    return f"{word} {post.theme.name}" if post.theme is not None else word


def vacancies(switch: Switch) -> Iterator[Touched]:
    """Places that the newer text asks for and that nobody holds, where they were held or not asked for before."""
    empty = {(row.code, detail.place) for _line, row in switch.eve_rows if (detail := _vacant(row)) is not None}
    known = codes_of(switch.old)
    for line, row in rows_of(switch.first, switch.new):
        before, detail = line.obligation.terms.predecessor, _vacant(row)
        if detail is not None and (before is None or (before.code, detail.place) not in empty):
            code = line.obligation.code
            yield Touched(line.obligation.title, code, switch.on_first(line, row), code not in known)


def _vacant(row: Assessment) -> Care | None:
    return row.detail if isinstance(row.detail, Care) and row.detail.vacant else None
