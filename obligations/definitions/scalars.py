"""The words, numbers and dates of a definition file: what they look like, their bounds, and how they are read.

Every type reads what `document.py` found: `Word` without quotes, `str` with quotes. Numbers, true and false stand
without quotes; dates, keys and texts with or without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from obligations.definitions.document import Word
from obligations.engine.readings import CHOICES, read_value
from obligations.services.words import unseen

FIRST_YEAR, LAST_YEAR = 1900, 2199
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"-?[0-9]{1,12}")
DECIMAL = re.compile(r"[0-9]{1,8}(\.[0-9]{1,4})?")


class Reads:
    """How a scalar is read, and what an editor may know of it."""

    def __init__(self, read: Callable[[object], object], schema: dict[str, Any]) -> None:
        self.read = read
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


def expected(what: str) -> PydanticCustomError:
    """The error '<value> is not <what>.'"""
    return PydanticCustomError("expected", "{what}", {"what": what})


def sentence(text: str) -> PydanticCustomError:
    """The error that `text` says in full."""
    return PydanticCustomError("sentence", "{text}", {"text": text})


def _text(limit: int, *, lines: bool = False) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise expected("a text")
        text = value.strip(" \n")
        bad = unseen(text, "\n" if lines else "")
        if bad is not None:
            what = "a line break" if bad == "\n" else f"the character U+{ord(bad):04X}"
            raise sentence(f"a text without {what} is expected here.")
        if not text:
            raise sentence("a text is expected here, not an empty one.")
        if len(text) > limit:
            raise sentence(f"this text has {len(text):,} characters; at most {limit:,} fit.")
        return text

    return read


def _named(pattern: re.Pattern[str], limit: int, what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value) or len(value) > limit:
            raise expected(what)
        return str(value)

    return read


def _clause_key(value: object) -> str:
    text = _text(40)(value)
    if text != value or ";" in text or "  " in text:
        raise expected("the key of a clause, such as PER or 'Art. 5' (no ';', no spaces around it or double ones)")
    return text


def parse_day(text: str) -> date | None:
    """A day written as YYYY-MM-DD, None for anything else and for days that do not exist."""
    if not DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_reason(text: str) -> str | None:
    """Why `text` is no day that can be used, as '<text> is not <reason>'; None when it is one."""
    if not DAY.fullmatch(text):
        return "a date (write YYYY-MM-DD)"
    day = parse_day(text)
    if day is None:
        return "a day of the calendar"
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return f"a date from {FIRST_YEAR} to {LAST_YEAR}"
    return None


def _day(value: object) -> date:
    if not isinstance(value, str):
        raise expected("a date (write YYYY-MM-DD)")
    reason = day_reason(value)
    if reason is not None:
        raise expected(reason)
    return date.fromisoformat(value)


def _due(value: object) -> date | str:
    if value == "end":
        return "end"
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise expected("a date (write YYYY-MM-DD) or the word end")
    return _day(value)


def _start(value: object) -> date | str:
    if value == "start":
        return "start"
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise expected("the word start or a date (write YYYY-MM-DD)")
    return _day(value)


def _month_day(value: object) -> tuple[int, int]:
    if isinstance(value, str) and MONTH_DAY.fullmatch(value):
        month, day = int(value[:2]), int(value[3:])
        if parse_day(f"2000-{month:02d}-{day:02d}") is not None:
            return month, day
    raise expected("a day of the year (write MM-DD, such as 12-31)")


def _whole(low: int, high: int) -> Callable[[object], int]:
    what = f"a whole number from {low} to {high}"

    def read(value: object) -> int:
        if isinstance(value, str) and WHOLE.fullmatch(value):
            if not isinstance(value, Word):
                raise expected(f"{what} (write it without quotes)")
            if low <= int(value) <= high:
                return int(value)
        raise expected(what)

    return read


def _paragraph(value: object) -> int:
    if isinstance(value, str) and WHOLE.fullmatch(value) and 1 <= int(value) <= 1_000:
        return int(value)
    raise expected("the number of a paragraph, from 1 to 1000")


def _amount(value: object) -> Decimal:
    if not isinstance(value, Word) or not DECIMAL.fullmatch(value):
        raise expected("a number of 0 or more, with at most 4 decimals (without quotes)")
    return Decimal(value)


def _flag(value: object) -> bool:
    if isinstance(value, Word) and value in ("true", "false"):
        return value == "true"
    raise expected("true or false")


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def one_of(*words: str) -> Reads:
    """One of these words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise expected(_or(words))
        return str(value)

    return Reads(read, {"enum": list(words)})


def reading(key: str) -> Reads:
    """A value of one of the nineteen readings, as the engine knows them."""
    return Reads(partial(read_reading, key), _reading_schema(key))


def read_reading(key: str, value: object) -> object:
    """The value of a reading as plain data. Raises PydanticCustomError for what is no value of it."""
    try:
        read_value(key, _as_number(value))
    except ValueError:
        words = _or([str(choice) for choice in CHOICES.get(key, ())] or ["a whole percentage from 1 to 100"])
        raise expected(f"{words}, or {{at_least: n}}" if key == "quorum" else words) from None
    return _plain(_as_number(value))


def _as_number(value: object) -> object:
    """Words that are numbers as numbers, as far as a reading has them."""
    if isinstance(value, dict):
        return {key: _as_number(item) for key, item in value.items()}
    return int(value) if isinstance(value, Word) and WHOLE.fullmatch(value) else value


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, str) else value


def _reading_schema(key: str) -> dict[str, Any]:
    if key == "near":
        return {"type": "integer", "minimum": 1, "maximum": 100}
    words: dict[str, Any] = {"enum": [str(choice) for choice in CHOICES[key]]}
    if key != "quorum":
        return words
    at_least = {
        "type": "object",
        "properties": {"at_least": {"type": "integer", "minimum": 1}},
        "required": ["at_least"],
        "additionalProperties": False,
    }
    return {"anyOf": [words, at_least]}


def _texts(limit: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": limit}


def _numbers(low: int, high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high}


def _slugs(limit: int, pattern: re.Pattern[str] = SLUG) -> dict[str, Any]:
    return {"type": "string", "maxLength": limit, "pattern": f"^{pattern.pattern}$"}


_KEY = "a key (letters, digits, - and _, at most 80)"
_REVISION_KEY = "a key of a revision (letters, digits, - _ and ., at most 40)"
_RECORD_KEY = "the number of a reading, such as A-01 (letters, digits, - _ and ., at most 40)"
_LANGUAGE = re.compile("[a-z]{2}(-[A-Z]{2})?")
_DATES = {"type": "string", "format": "date"}
_DAYS_OF_YEAR = {"type": "string", "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}

Text40 = Annotated[str, Reads(_text(40), _texts(40))]
Text200 = Annotated[str, Reads(_text(200), _texts(200))]
Text1000 = Annotated[str, Reads(_text(1_000), _texts(1_000))]
Story = Annotated[str, Reads(_text(10_000, lines=True), _texts(10_000))]
Key = Annotated[str, Reads(_named(SLUG, 80, _KEY), _slugs(80))]
RevisionKey = Annotated[str, Reads(_named(NAME, 40, _REVISION_KEY), _slugs(40, NAME))]
RecordKey = Annotated[str, Reads(_named(NAME, 40, _RECORD_KEY), _slugs(40, NAME))]
ClauseKey = Annotated[str, Reads(_clause_key, _texts(40))]
Language = Annotated[str, Reads(_named(_LANGUAGE, 5, "a language such as nl or en"), _slugs(5, _LANGUAGE))]
Day = Annotated[date, Reads(_day, _DATES)]
Due = Annotated[date | str, Reads(_due, {"anyOf": [_DATES, {"const": "end"}]})]
Start = Annotated[date | str, Reads(_start, {"anyOf": [{"const": "start"}, _DATES]})]
MonthDay = Annotated[tuple[int, int], Reads(_month_day, _DAYS_OF_YEAR)]
Flag = Annotated[bool, Reads(_flag, {"type": "boolean"})]
Amount = Annotated[Decimal, Reads(_amount, {"type": "number", "minimum": 0, "maximum": 99_999_999.9999})]
ParagraphNumber = Annotated[int, Reads(_paragraph, {"type": "string", "pattern": "^[0-9]+$"})]
Number = Annotated[int, Reads(_whole(1, 1_000), _numbers(1, 1_000))]
Months = Annotated[int, Reads(_whole(1, 1_200), _numbers(1, 1_200))]
NoticeMonths = Annotated[int, Reads(_whole(0, 1_200), _numbers(0, 1_200))]
Days = Annotated[int, Reads(_whole(0, 3_650), _numbers(0, 3_650))]
DaysFromOne = Annotated[int, Reads(_whole(1, 3_650), _numbers(1, 3_650))]
Minutes = Annotated[int, Reads(_whole(1, 1_000_000), _numbers(1, 1_000_000))]
Percent = Annotated[int, Reads(_whole(1, 1_000), _numbers(1, 1_000))]
