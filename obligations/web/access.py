"""The one gate through which a page gets at a covenant: what a person may not see does not exist for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404

from obligations.assessments import Line, Standing
from obligations.models import Covenant, Membership, Report, Role


def covenant_for(user: Any, key: str) -> Covenant:
    """The covenant with this key. Http404 where there is none, or none that `user` may see."""
    covenant = Covenant.objects.visible_to(user).filter(key=key).first()
    if covenant is None:
        raise Http404(f"no covenant {key}")
    return covenant


def covenant_with_right(user: Any, key: str) -> tuple[Covenant, bool]:
    """The covenant with this key, and whether this person may write in it. Http404 as `covenant_for`; one query."""
    own = Membership.objects.filter(covenant=OuterRef("pk"), user=user, role=Role.SECRETARIAT)
    anywhere = Membership.objects.filter(user=user, role=Role.SECRETARIAT)
    rows = Covenant.objects.visible_to(user).filter(key=key)
    covenant = rows.annotate(mine=Exists(own), anywhere=Exists(anywhere)).first()
    if covenant is None:
        raise Http404(f"no covenant {key}")
    writes = user.is_staff or user.is_superuser or bool(getattr(covenant, "mine", False))
    user.writes_somewhere = writes or bool(getattr(covenant, "anywhere", False))
    return covenant, writes


def writes_somewhere(user: Any) -> bool:
    """True for the secretariat of any covenant, and for administrators. No query where the page asked that already."""
    known: bool | None = getattr(user, "writes_somewhere", None)
    if known is None:
        known = user.is_staff or user.is_superuser
        known = known or Membership.objects.filter(user=user, role=Role.SECRETARIAT).exists()
        user.writes_somewhere = known
    return known


def may_write(user: Any, covenant: Covenant) -> bool:
    """True for the secretariat of a covenant, and for administrators (design.md section 6)."""
    if not user.is_active:
        return False
    return user.is_staff or user.is_superuser or covenant.memberships.filter(user=user, role=Role.SECRETARIAT).exists()


def covenant_to_write(user: Any, key: str) -> Covenant:
    """The covenant with this key, for its secretariat. Http404 as `covenant_for`, PermissionDenied for a reader."""
    covenant = covenant_for(user, key)
    if not may_write(user, covenant):
        raise PermissionDenied(f"no right to write in {key}")
    return covenant


def covenants_of(user: Any) -> tuple[dict[int, Covenant], frozenset[int]]:
    """Every covenant that this person sees, by id, and of which of them she is the secretariat. One query.

    Whether any report waits in them comes along: `user.reports_wait`.
    """
    own = Membership.objects.filter(covenant=OuterRef("pk"), user=user, role=Role.SECRETARIAT)
    told = Report.objects.filter(covenant=OuterRef("pk"), state=Report.State.WAITING)
    found, writes = {}, set()
    user.reports_wait = False
    for covenant in Covenant.objects.visible_to(user).annotate(mine=Exists(own), told=Exists(told)):
        found[covenant.pk] = covenant
        user.reports_wait = user.reports_wait or getattr(covenant, "told", True)
        if user.is_staff or user.is_superuser or getattr(covenant, "mine", False):
            writes.add(covenant.pk)
    user.writes_somewhere = bool(writes) or user.is_staff or user.is_superuser
    return found, frozenset(writes)


def lines_of(standing: Standing, code: str) -> tuple[Line, ...]:
    """The obligation `code` in each published revision that has it, oldest first. Http404 where none has it."""
    lines = tuple(line for line in standing.lines if line.obligation.code == code)
    if not lines:
        raise Http404(f"no obligation {code}")
    return lines
