"""The one gate through which a page gets at a covenant: what a person may not see does not exist for them."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from obligations.assessments import Line, Standing
from obligations.models import Covenant


def covenant_for(user: Any, key: str) -> Covenant:
    """The covenant with this key. Http404 where there is none, or none that `user` may see."""
    covenant = Covenant.objects.visible_to(user).filter(key=key).first()
    if covenant is None:
        raise Http404(f"no covenant {key}")
    return covenant


def lines_of(standing: Standing, code: str) -> tuple[Line, ...]:
    """The obligation `code` in each published revision that has it, oldest first. Http404 where none has it."""
    lines = tuple(line for line in standing.lines if line.obligation.code == code)
    if not lines:
        raise Http404(f"no obligation {code}")
    return lines
