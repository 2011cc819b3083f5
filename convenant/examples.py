"""
The running example: a fictional covenant with a register around today, and two real covenants with theirs.

The fictional register is written in days relative to the day on which it is loaded. `laid_around` reads them:

    2024-04-02     that very day
    -40  +100      so many days from today
    m-1+20         day 20 of the previous month; q is quarter, y is year, m0 this month, q1 the next quarter
    …^             at the latest today
    …-7  …+7       so many days earlier or later than what stands before it; may be followed by ^ again
    …!             not moved off a weekend; day 0 of a period is the last day of the one before it

What falls on a weekend moves to the Friday before it, inside its period. A row without a state is planned as long as
its day has not come, and has happened from then on; a row whose day ends in ? is left out until then. Without
`recorded_on` a row was recorded on its own day.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from meetings.registers import MEETING_REGISTER
from obligations.definitions.apply import import_definition
from obligations.definitions.events import EVENT_REGISTER
from obligations.definitions.posts import import_posts
from obligations.definitions.registers import import_register
from obligations.engine.periods import CALENDAR, months_after, whole_period
from obligations.engine.windows import DAY
from obligations.models import Covenant

MONTHS = {"m": 1, "q": 3, "y": 12}
RELATIVE = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<days>[+-]\d+)|(?P<period>[mqy])(?P<number>-?\d+)\+(?P<day>\d+))"
    r"(?P<clamp>\^?)(?P<steps>(?:[+-]\d+\^?)*)(?P<exact>!?)"
)
STEP = re.compile(r"([+-]\d+)(\^?)")
DATES = ("on", "from", "until", "recorded_on")
TRACKED_FROM = "m-14+1!"
HAPPENED = {"events": "happened", "meetings": "held"}


def laid_around(text: str, today: date) -> date:
    """The day that `text` means for who loads it on `today`. Raises ValueError when it is no such text."""
    found = RELATIVE.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not a day (see convenant/examples.py)")
    first = date.min
    if found["iso"]:
        day = date.fromisoformat(found["iso"])
    elif found["days"]:
        day = today + timedelta(days=int(found["days"]))
    else:
        months = MONTHS[found["period"]]
        this = whole_period(today, months, CALENDAR).first
        assert this is not None
        first = months_after(this, int(found["number"]) * months)
        day = first + timedelta(days=int(found["day"]) - 1)
    if found["clamp"]:
        day = min(day, today)
    if not found["exact"] and not found["iso"]:
        day = max(min(day, first), _off_the_weekend(day))
    for step, clamp in STEP.findall(found["steps"]):
        day += timedelta(days=int(step))
        if clamp:
            day = min(day, today)
    return day


def _off_the_weekend(day: date) -> date:
    return day - max(day.weekday() - 4, 0) * DAY


def laid_register(text: str, name: str, today: date) -> str:
    """A register file (`name`: posts, meetings or events) with every day filled in, ready to be imported."""
    reader = csv.DictReader(io.StringIO(text))
    laid = io.StringIO()
    writer = csv.DictWriter(laid, reader.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    writer.writerows(laid_row for row in reader if (laid_row := _laid_row(row, name, today)) is not None)
    return laid.getvalue()


def _laid_row(row: dict[str, str], name: str, today: date) -> dict[str, str] | None:
    waits = row.get("on", "").endswith("?")
    row = row | {"on": row["on"].removesuffix("?")} if waits else row
    days = {column: laid_around(row[column], today) for column in DATES if row.get(column)}
    laid = row | {column: day.isoformat() for column, day in days.items()}
    if name == "posts":
        return laid
    ahead = days["on"] > today
    if ahead and waits:
        return None
    if not laid["state"]:
        laid["state"] = "planned" if ahead else HAPPENED[name]
    if name == "meetings" and ahead:
        laid["present"] = ""
    elif name == "events" and RELATIVE.fullmatch(laid["answers"]):
        laid["answers"] = laid_around(laid["answers"], today).isoformat()
    if not laid["recorded_on"]:
        since = laid_around(TRACKED_FROM, today)
        laid["recorded_on"] = max(since, min(days["on"], today)).isoformat()
    return laid


@dataclass(frozen=True)
class Example:
    """A covenant that is shipped. `around_today`: its register is laid around the day of loading."""

    key: str
    definition: Path
    register: Path
    around_today: bool = False


FIXTURES = settings.BASE_DIR / "fixtures"
EXAMPLES = (
    Example(
        "voorbeeldconvenant",
        FIXTURES / "voorbeeldconvenant.yaml",
        FIXTURES / "voorbeeldconvenant-register",
        around_today=True,
    ),
    Example("vng-nvvb", FIXTURES / "vng-nvvb.yaml", FIXTURES / "vng-nvvb-voorbeeld"),
)


@transaction.atomic
def load_example(example: Example, *, today: date) -> str:
    """Import covenant and register, each only where it is missing; says in one line what was done.

    What a person changed stays, and a register that was removed does not come back. Raises Refused when a file cannot
    be taken over, as when a party is known here by another name; nothing is written then.
    """
    covenant = Covenant.objects.filter(key=example.key).first()
    if covenant is None:
        _import_covenant(example, today)
        covenant = Covenant.objects.get(key=example.key)
    elif covenant.references.exists():
        return f"{covenant.title}: is er al."
    elif covenant.history.filter(has_example_register=True).exists():
        return f"{covenant.title}: het voorbeeld is hier weggehaald."
    _import_register(example, today)
    covenant.refresh_from_db()
    return f"{covenant.title}: geladen, met een voorbeeldregister van {covenant.references.count()} regels."


def _import_covenant(example: Example, today: date) -> None:
    since = laid_around(TRACKED_FROM, today) if example.around_today else None
    import_definition(example.definition, today=today, tracked_from=since)


def _import_register(example: Example, today: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        register = _lay(example, Path(folder), today) if example.around_today else example.register
        import_posts(register / "posts.csv", covenant=example.key, today=today, example=True)
        import_register(register / "meetings.csv", MEETING_REGISTER, covenant=example.key, today=today, example=True)
        import_register(register / "events.csv", EVENT_REGISTER, covenant=example.key, today=today, example=True)


def _lay(example: Example, folder: Path, today: date) -> Path:
    """Write the register around today into `folder`."""
    for name in ("posts", "meetings", "events"):
        text = (example.register / f"{name}.csv").read_text(encoding="utf-8")
        (folder / f"{name}.csv").write_text(laid_register(text, name, today), encoding="utf-8")
    return folder
