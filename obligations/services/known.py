"""The names that a register may use: parties, types, themes and obligations of one covenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from obligations.models import Covenant, FactType, Obligation, Party, Revision, Theme
from obligations.services.words import several, shown, unseen

PUBLISHED = Revision.Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class Known:
    """What a covenant knows by key, each with its id. `meetings`: the types that are a meeting."""

    covenant_id: int
    parties: Mapping[str, int]
    types: Mapping[str, int]
    meetings: frozenset[str]
    themes: Mapping[str, int]
    codes: frozenset[str]


def known_to(covenant: Covenant) -> Known:
    """The names of all published revisions of a covenant."""
    members = Party.objects.filter(memberships__revision__covenant=covenant, memberships__revision__status=PUBLISHED)
    types = FactType.objects.filter(covenant=covenant).values_list("key", "pk", "meeting")
    codes = Obligation.objects.filter(revision__covenant=covenant, revision__status=PUBLISHED)
    return Known(
        covenant.pk,
        dict(members.order_by("pk").values_list("key", "pk")),
        {key: pk for key, pk, _meeting in types},
        frozenset(key for key, _pk, meeting in types if meeting),
        dict(Theme.objects.filter(covenant=covenant).values_list("key", "pk")),
        frozenset(codes.values_list("code", flat=True)),
    )


def party_objection(key: str | None, known: Known) -> str | None:
    """Why `key` is no party that can be named, None when it is one, or empty."""
    if not key or key in known.parties:
        return None
    return _("%(key)s is not a party of this covenant (known: %(known)s).") % {
        "key": shown(key),
        "known": several(known.parties),
    }


def parties_objection(keys: tuple[str, ...], known: Known) -> str | None:
    """Why `keys` are no parties that can be named together, None when they are."""
    for key in keys:
        if not key:
            return _("a party is missing between two semicolons.")
        objection = party_objection(key, known)
        if objection is not None:
            return objection
        if keys.count(key) > 1:
            return _("%(key)s is named twice.") % {"key": shown(key)}
    return None


def theme_objection(key: str | None, known: Known) -> str | None:
    """Why `key` is no theme, None when it is one, or empty."""
    if not key or key in known.themes:
        return None
    return _("%(key)s is not a theme of this covenant (known: %(known)s).") % {
        "key": shown(key),
        "known": several(known.themes),
    }


def text_objection(text: str, limit: int) -> str | None:
    """Why `text` cannot be kept as one line of at most `limit` characters, None when it can."""
    if len(text) > limit:
        return _("this text has %(length)s characters; at most %(limit)s fit.") % {
            "length": len(text),
            "limit": limit,
        }
    bad = unseen(text)
    if bad is None:
        return None
    if bad in "\r\n":
        return _("a text of one line is expected here.")
    return _("the character %(code)s cannot be kept.") % {"code": f"U+{ord(bad):04X}"}
