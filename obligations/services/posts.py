"""Who holds which post at a party, from when to when, and who stands in for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from obligations.engine.windows import Window
from obligations.models import Post, Tenure, change_all, save_all
from obligations.services.known import Known, party_objection, text_objection, theme_objection
from obligations.services.locks import lock_covenant
from obligations.services.recording import Tally, day_objection, mark_example
from obligations.services.refusal import Objection, Refusal, objections, refuse_any
from obligations.services.standings import clear_covenants
from obligations.services.words import several, shown

PostKey = tuple[str, str, str | None]
TenureKey = tuple[PostKey, str, date | None]


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A person or mailbox holds a post from `starts_on` up to, not including, `ends_before`.

    `theme`: only of a theme lead. `deputy_of`: the name or address of a holder of the same post.
    """

    party: str
    role: str
    name: str
    theme: str | None = None
    function: str = ""
    email: str = ""
    starts_on: date | None = None
    ends_before: date | None = None
    deputy_of: str = ""

    @property
    def post(self) -> PostKey:
        return (self.party, self.role, self.theme)

    @property
    def key(self) -> TenureKey:
        return (self.post, self.name, self.starts_on)

    @property
    def window(self) -> Window:
        return Window(self.starts_on, self.ends_before)


def post_objections(entry: PostEntry, known: Known) -> Iterator[Objection]:
    """Every reason why a post cannot be held like this."""
    no_party = None if entry.party else _("a party is expected here.")
    no_name = None if entry.name else _("a name is expected here.")
    return objections(
        ("party", no_party or party_objection(entry.party, known)),
        ("role", _role_objection(entry, known)),
        ("function", text_objection(entry.function, 200)),
        ("name", no_name or text_objection(entry.name, 200)),
        ("email", _email_objection(entry.email)),
        ("starts_on", None if entry.starts_on is None else day_objection(entry.starts_on)),
        ("ends_before", _end_objection(entry)),
        ("deputy_of", text_objection(entry.deputy_of, 254)),
    )


def _role_objection(entry: PostEntry, known: Known) -> str | None:
    if entry.role not in Post.Role.values:
        return _("%(role)s is not a role (%(known)s).") % {
            "role": shown(entry.role),
            "known": several(Post.Role.values),
        }
    if (entry.role == Post.Role.THEME_LEAD) != bool(entry.theme):
        return _("a theme lead has a theme (theme_lead:THEME), nobody else has.")
    return theme_objection(entry.theme, known)


def _email_objection(email: str) -> str | None:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return _("%(email)s is not an address for mail.") % {"email": shown(email)}
    return text_objection(email, 254)


def _end_objection(entry: PostEntry) -> str | None:
    if entry.ends_before is None:
        return None
    if entry.starts_on is not None and entry.ends_before <= entry.starts_on:
        return _("%(until)s does not lie after %(from)s; it is the first day on which the post is no longer held.") % {
            "until": entry.ends_before.isoformat(),
            "from": entry.starts_on.isoformat(),
        }
    return day_objection(entry.ends_before)


def holders(known: Known) -> dict[TenureKey, PostEntry]:
    """Everyone who holds a post of this covenant, or did; `deputy_of` by name."""
    rows = Tenure.objects.filter(post__covenant_id=known.covenant_id).values_list(
        "post__party__key",
        "post__role",
        "name",
        "post__theme__key",
        "post__function",
        "email",
        "starts_on",
        "ends_before",
        "deputy_of__name",
    )
    entries = [PostEntry(*row[:-1], row[-1] or "") for row in rows.order_by("-pk")]
    return {entry.key: entry for entry in entries}


def by_post(entries: Iterable[PostEntry]) -> dict[PostKey, list[PostEntry]]:
    """Entries of each post that are no deputy, the first one first."""
    found: dict[PostKey, list[PostEntry]] = defaultdict(list)
    for entry in entries:
        if not entry.deputy_of:
            found[entry.post].append(entry)
    for held in found.values():
        held.sort(key=lambda entry: (entry.starts_on or date.min, entry.name))
    return found


def principal_of(entry: PostEntry, held: Mapping[PostKey, Sequence[PostEntry]]) -> PostEntry | None:
    """For whom a deputy stands in: the first holder of that name or address whose days overlap; None without one."""
    wanted = entry.deputy_of.casefold()
    return next(
        (
            other
            for other in held.get(entry.post, ())
            if wanted in (other.name.casefold(), other.email.casefold()) and not (entry.window & other.window).is_empty
        ),
        None,
    )


@transaction.atomic
def fill_posts(*, known: Known, entries: Sequence[PostEntry], today: date, reason: str, example: bool = False) -> Tally:
    """Record who holds which post; an entry with the post, name and first day of a known one changes that.

    A post takes the function of who starts last, unless someone known starts later still. `example` marks new entries,
    and the covenant. Raises Refusal when an entry cannot be recorded, or stands in for nobody.
    """
    refuse_any(objection for entry in entries for objection in post_objections(entry, known))
    if not entries:
        return Tally()
    lock_covenant(known.covenant_id)
    stored = holders(known)
    held = by_post({**stored, **{entry.key: entry for entry in entries}}.values())
    for entry in entries:
        if entry.deputy_of and principal_of(entry, held) is None:
            raise Refusal(deputy_objection(entry))
    posts = _posts(known, entries, stored.values(), reason)
    tally = _fill(known, posts, entries, held, reason, example=example)
    if example:
        mark_example(covenant_id=known.covenant_id, reason=reason)
    if tally.created or tally.changed:
        clear_covenants([known.covenant_id], today=today)
    return tally


def deputy_objection(entry: PostEntry) -> str:
    """Nobody holds the post for whom this entry could stand in."""
    return _("%(name)s does not hold this post in those days, so nobody can stand in.") % {
        "name": shown(entry.deputy_of)
    }


def _posts(known: Known, entries: Sequence[PostEntry], stored: Iterable[PostEntry], reason: str) -> dict[PostKey, Post]:
    """The posts of these entries, made where they did not exist.

    They get the function of the entry that starts last, but keep their own when a stored tenure starts after that.
    """
    since: dict[PostKey, date] = {}
    for entry in stored:
        since[entry.post] = max(since.get(entry.post, date.min), entry.starts_on or date.min)
    rows = Post.objects.filter(covenant_id=known.covenant_id).select_related("party", "theme")
    found: dict[PostKey, Post] = {(row.party.key, row.role, row.theme.key if row.theme else None): row for row in rows}
    last = {entry.post: entry for entry in sorted(entries, key=lambda entry: entry.starts_on or date.min)}
    made = [
        Post(
            covenant_id=known.covenant_id,
            party_id=known.parties[entry.party],
            role=entry.role,
            theme_id=known.themes[entry.theme] if entry.theme else None,
            function=entry.function,
        )
        for key, entry in last.items()
        if key not in found
    ]
    changed = []
    for key, entry in last.items():
        newest = (entry.starts_on or date.min) >= since.get(key, date.min)
        if key in found and newest and found[key].function != entry.function:
            found[key].function = entry.function
            changed.append(found[key])
    change_all(changed, ["function"], reason=reason)
    save_all(made, reason=reason)
    found.update(zip((key for key in last if key not in found), made, strict=True))
    return found


def _fill(
    known: Known,
    posts: Mapping[PostKey, Post],
    entries: Sequence[PostEntry],
    held: Mapping[PostKey, Sequence[PostEntry]],
    reason: str,
    *,
    example: bool,
) -> Tally:
    rows = _tenures(known, posts)
    changed: list[Tenure] = []
    count = 0
    # Holders first: deputies refer to them by id.
    for deputies in (False, True):
        new: dict[TenureKey, Tenure] = {}
        for entry in (entry for entry in entries if bool(entry.deputy_of) is deputies):
            principal = principal_of(entry, held) if deputies else None
            values = {
                "email": entry.email,
                "ends_before": entry.ends_before,
                "deputy_of_id": rows[principal.key].pk if principal else None,
            }
            _put(entry, values, rows.get(entry.key), posts[entry.post], new, changed, example=example)
        save_all(list(new.values()), reason=reason)
        rows.update(new)
        count += len(new)
    change_all(changed, ["email", "ends_before", "deputy_of"], reason=reason)
    return Tally(count, len(changed), len(entries) - count - len(changed))


def _tenures(known: Known, posts: Mapping[PostKey, Post]) -> dict[TenureKey, Tenure]:
    """Who holds these posts now, or did."""
    keys = {post.pk: key for key, post in posts.items()}
    rows = Tenure.objects.filter(post__covenant_id=known.covenant_id).order_by("-pk")
    return {(keys[row.post_id], row.name, row.starts_on): row for row in rows}


def _put(
    entry: PostEntry,
    values: Mapping[str, Any],
    row: Tenure | None,
    post: Post,
    new: dict[TenureKey, Tenure],
    changed: list[Tenure],
    *,
    example: bool,
) -> None:
    """Sort an entry under new, changed or as it was."""
    if row is None:
        new[entry.key] = Tenure(post=post, name=entry.name, starts_on=entry.starts_on, example=example, **values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        changed.append(row)
