"""Whether a draft, taken as published, passes what a definition file has to pass; and putting it into use then."""

from __future__ import annotations

from datetime import date
from typing import Any

from obligations.definitions.data import definition_data
from obligations.definitions.load import load_text
from obligations.definitions.problems import Refused
from obligations.definitions.yaml_text import yaml_text
from obligations.models import Revision
from obligations.services.drafting import publish
from obligations.services.tables import stored_rows

MOST_SHOWN = 10


def problems_of(draft: Revision) -> list[str]:
    """What a definition file with this revision in it would be refused for; empty when it would be read."""
    covenant = draft.covenant.key
    data = definition_data(covenant, stored_rows(covenant, drafts=[draft.pk]))
    try:
        load_text(yaml_text(data))
    except Refused as refusal:
        return [str(problem).split(", ", 1)[-1] for problem in refusal.problems[:MOST_SHOWN]]
    return []


def publish_draft(*, draft: int, by: Any, signed_on: date, in_force_from: date, today: date) -> Revision:
    """Put a draft into use that passes those checks too. Raises Refusal as `publish` does."""
    return publish(
        draft=draft, by=by, signed_on=signed_on, in_force_from=in_force_from, today=today, problems=problems_of
    )
