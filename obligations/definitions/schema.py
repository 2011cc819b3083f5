"""The shape of a definition file (design.md 4.1): what stands where, and what it looks like.

Whether parts fit together is for `checks`; these classes know one part at a time. Their order of fields is the order
of an exported file.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, create_model
from pydantic_core import CoreSchema

from obligations.definitions.document import Word
from obligations.definitions.scalars import (
    Amount,
    ClauseKey,
    Day,
    Days,
    DaysFromOne,
    Due,
    Flag,
    Key,
    Language,
    Minutes,
    MonthDay,
    Months,
    NoticeMonths,
    Number,
    ParagraphNumber,
    Percent,
    RecordKey,
    RevisionKey,
    Start,
    Story,
    Text40,
    Text200,
    Text1000,
    one_of,
    reading,
)
from obligations.engine.readings import KEYS

MOST_REVISIONS = 50
MOST_OBLIGATIONS = 2_000
K = TypeVar("K")
V = TypeVar("V")


class OrElse:
    """Tells editors of a second, shorter way to write a part."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [self.schema, handler(schema)]}


_OR_ALL = OrElse({"const": "all"})
_SOME_KEYS = {"type": "array", "items": {"type": "string"}, "minItems": 1}


def _or_empty_mapping(value: object) -> object:
    return {} if value is None else value


def _or_empty_list(value: object) -> object:
    return [] if value is None else value


def _all_or_list(value: object) -> object:
    return ["all"] if value == "all" else _or_empty_list(value)


def _types_or_when(value: object) -> object:
    return {"types": value} if isinstance(value, list) else value


def _dropped_or_outcome(value: object) -> object:
    return {"dropped": Word("true")} if value == "dropped" else value


Mapped = Annotated[dict[K, V], Field(max_length=500), BeforeValidator(_or_empty_mapping)]
"""Nothing is an empty mapping."""
SomeMapped = Annotated[dict[K, V], Field(min_length=1, max_length=200), BeforeValidator(_or_empty_mapping)]
Listed = Annotated[tuple[V, ...], Field(max_length=MOST_OBLIGATIONS), BeforeValidator(_or_empty_list)]
"""Nothing is an empty list."""
Some = Annotated[tuple[V, ...], Field(min_length=1, max_length=200), BeforeValidator(_or_empty_list)]
Parties = Annotated[tuple[Key, ...], Field(max_length=200), BeforeValidator(_all_or_list), _OR_ALL]
SomeParties = Annotated[tuple[Key, ...], Field(min_length=1, max_length=200), BeforeValidator(_all_or_list), _OR_ALL]
"""Keys of parties, or the word `all`, which is read as a list of that one word."""


class Part(BaseModel):
    """A mapping of the file: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class PartyPart(Part):
    """An organisation, known installation-wide by its key."""

    name: Text200
    short: Text40 | None = None


class TypePart(Part):
    """Something that can happen: a meeting of a level, or a register entry that may measure something."""

    name: Text200
    plural: Text200 | None = None
    meeting: Annotated[str, one_of("official", "senior", "board", "extra")] | None = None
    measure: Annotated[str, one_of("minutes", "persons")] | None = None


ReadingsPart = create_model(
    "ReadingsPart",
    __base__=Part,
    __doc__="The choices of design.md 4.3; one that is not given has its first value.",
    **{key: (Annotated[object, reading(key)], None) for key in KEYS},  # type: ignore[call-overload]
)


class RecordPart(Part):
    """What was decided about one ambiguity; `key` and `value` where a program follows it."""

    question: Story
    alternatives: Listed[Story] = ()
    choice: Story
    why: Story
    key: Annotated[str, one_of(*KEYS)] | None = None
    value: Any = None
    obligations: Listed[Key] = ()
    agreed_on: Day | None = None
    agreed_by: Listed[Key] = ()


class RenewsPart(Part):
    """Tacit renewal: every so many months, with a term of notice."""

    months: Months
    notice_months: NoticeMonths


class MemberPart(Part):
    """A party of one revision; `until` is the first day on which it no longer takes part."""

    role: Text1000 | None = None
    account_holder: Text200 | None = None
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    organ: Flag = False


class ClausePart(Part):
    """A heading of the text with, per paragraph, a summary in own words."""

    heading: Text200
    paragraphs: Mapped[ParagraphNumber, Story] = {}


class WindowPart(Part):
    """The own term of an obligation; `until` is the first day out of it."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class CadencePart(Part):
    """At least so often."""

    at_least: Number | None = None
    per: Annotated[str, one_of("month", "quarter", "half_year", "year")] | None = None
    every_months: Months | None = None
    by: MonthDay | None = None
    of: Some[Key]


class CapPart(Part):
    """At most so much."""

    at_most: Amount
    unit: Text40 | None = None
    unit_minutes: Minutes | None = None
    per: Annotated[str, one_of("month", "quarter", "half_year", "year", "event")] = "year"
    of: Some[Key]
    counter: Annotated[str, one_of("guest", "direction", "joint")] | None = None
    host: Key | None = None


class DeadlinePart(Part):
    """Once, by a day; without `due` the text has no date."""

    opens: Day | None = None
    due: Due | None = None
    target: Day | None = None
    text: Text200 | None = None
    grace_days: Days = 0
    done_by: Some[Key]
    jointly: Flag = False


class WhenPart(Part):
    """What makes a duty arise: one of these."""

    types: Listed[Key] = ()
    themed: Flag = False
    exceeded: Listed[Key] = ()
    start: Flag = False
    each_year: MonthDay | None = None


class WithinPart(Part):
    """A term of the text after a trigger, in one unit."""

    days: DaysFromOne | None = None
    workdays: DaysFromOne | None = None
    weeks: Number | None = None
    months: Months | None = None


class DutyPart(Part):
    """Arises when something happens."""

    when: Annotated[WhenPart, BeforeValidator(_types_or_when), OrElse(_SOME_KEYS)]
    relation: Annotated[str, one_of("before", "upon", "after")]
    lead_days: Days | None = None
    target_days: Days | None = None
    within: WithinPart | None = None
    at_least_days_before: DaysFromOne | None = None
    each: Annotated[str, one_of("bearer", "addressee")] | None = None
    done_by: Some[Key]


class StandingPart(Part):
    """To be kept in order."""

    register_: Annotated[str, one_of("account_holders", "theme_leads", "agenda_members")] | None = Field(
        None, alias="register"
    )
    of: Listed[Key] = ()
    review_months: Months | None = None
    remind_after_days: DaysFromOne | None = None


class RemindersPart(Part):
    """Days before or after a date, percentages of a cap, or the opening of a window."""

    slot: Listed[Days] = ()
    opens: Flag = False
    before: Listed[Days] = ()
    after: Listed[Days] = ()
    at_percent: Listed[Percent] = ()


class ObligationPart(Part):
    """Who owes what to whom; exactly one of the six kinds."""

    title: Text200
    summary: Story
    clause: Text1000
    bearers: SomeParties
    towards: Parties = ()
    themes: Listed[Key] = ()
    soft: Flag = False
    window: WindowPart | None = None
    cadence: CadencePart | None = None
    cap: CapPart | None = None
    deadline: DeadlinePart | None = None
    duty: DutyPart | None = None
    standing: Annotated[StandingPart | None, BeforeValidator(_or_empty_mapping)] = None
    held: Annotated[str, one_of("may", "power", "definition")] | None = None
    agenda_of: Listed[Key] = ()
    reminders: RemindersPart | None = None
    readings: ReadingsPart | None = None  # type: ignore[valid-type]


class OutcomePart(Part):
    """What became of an obligation of the older revision."""

    becomes: Listed[Key] = ()
    moved_to: Text200 | None = None
    dropped: Flag = False
    certain: Flag = True


Outcome = Annotated[OutcomePart, BeforeValidator(_dropped_or_outcome), OrElse({"const": "dropped"})]


class RevisionPart(Part):
    """The text as it holds from one day on; `ends_on` is the first day out of force."""

    title: Text200
    signed_on: Day
    in_force_from: Day
    ends_on: Day | None = None
    renews: RenewsPart | None = None
    replaces: RevisionKey | None = None
    replaces_from: Day | None = None
    sides: Listed[Some[Key]] = ()
    parties: SomeMapped[Key, Annotated[MemberPart, BeforeValidator(_or_empty_mapping)]]
    clauses: Mapped[ClauseKey, ClausePart]
    obligations: Annotated[
        dict[Key, ObligationPart], Field(max_length=MOST_OBLIGATIONS), BeforeValidator(_or_empty_mapping)
    ]
    lineage: Annotated[dict[Key, Outcome], Field(max_length=MOST_OBLIGATIONS), BeforeValidator(_or_empty_mapping)] = {}


class Definition(Part):
    """A covenant, as one file describes it."""

    covenant: Key
    title: Text200
    language: Language = "nl"
    tracked_from: Start | None = None
    parties: SomeMapped[Key, PartyPart]
    themes: Mapped[Key, Text200] = {}
    types: Mapped[Key, TypePart]
    readings: Annotated[ReadingsPart, BeforeValidator(_or_empty_mapping)] | None = None  # type: ignore[valid-type]
    reading_records: Mapped[RecordKey, RecordPart] = {}
    revisions: Annotated[
        dict[RevisionKey, RevisionPart],
        Field(min_length=1, max_length=MOST_REVISIONS),
        BeforeValidator(_or_empty_mapping),
    ]


def json_schema() -> dict[str, Any]:
    """JSON Schema of a definition file, for editors."""
    schema = Definition.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidied(schema)}


def _tidied(part: Any) -> Any:
    """The same, without titles that repeat the key, and without keys of another form."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _tidied(value) for key, value in part.items() if key != "title" or isinstance(value, dict)}
    return {**found, "additionalProperties": False} if "patternProperties" in found else found
