"""Any valid definition file: a strategy that knows the rules of design.md 4.1, written as JSON, which is YAML too."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from obligations.engine.readings import CHOICES, KEYS

Data = dict[str, Any]
PARTIES = ("vng", "king", "nvvb", "raad")
THEMES = ("taxi", "2016", "on")
COUNTS = ("besluit", "verzoek", "12-01", "null")
MEETINGS = ("overleg", "topoverleg")
TYPES = (*COUNTS, *MEETINGS, "advies", "zaal")
CLAUSES = ("PER", "ond. 1", "ond. 10", "Art. 5: 'x'", "#", "- a")
CODES = ("aa", "bb", "cc", "yes", "2019-01-01", "0x1F", "true", "n")
text = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=30,
).filter(lambda found: found.strip(" \n"))
story = st.lists(st.one_of(text, st.just("")), min_size=1, max_size=4).map("\n".join).filter(
    lambda found: found.strip(" \n")
) | st.text("ab :#-'\"\n,[]{}", min_size=1, max_size=300).filter(lambda found: found.strip(" \n"))
day = st.dates(date(2000, 1, 1), date(2100, 12, 31))
days = st.lists(st.integers(0, 400), unique=True, max_size=3)
month_day = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda found: found.strftime("%m-%d"))


def some(words: tuple[str, ...], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), unique=True, min_size=least)


def maybe(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries({}, optional=parts)


def reading(key: str) -> st.SearchStrategy[Any]:
    if key == "near":
        return st.integers(1, 100)
    words = st.sampled_from([str(choice) for choice in CHOICES[key]])
    return words | st.integers(1, 9).map(lambda n: {"at_least": n}) if key == "quorum" else words


readings = maybe(**{key: reading(key) for key in KEYS})
PER = ("month", "quarter", "half_year", "year")


@st.composite
def cadence(draw: st.DrawFn) -> Data:
    how = draw(
        st.fixed_dictionaries({"at_least": st.integers(1, 9)}, optional={"per": st.sampled_from(PER)})
        | st.fixed_dictionaries({"every_months": st.integers(1, 99)})
        | st.fixed_dictionaries({"by": month_day})
    )
    return {**how, "of": draw(some(TYPES))}


@st.composite
def cap(draw: st.DrawFn) -> Data:
    measured = draw(
        st.sampled_from(
            [
                {"of": ["advies"], "unit": "dagdeel", "unit_minutes": 240},
                {"of": ["zaal"], "unit": "persons"},
                {"of": ["besluit", "zaal"], "unit": "keer"},
                {"of": ["verzoek"]},
            ]
        )
    )
    most = draw(st.integers(0, 99) | st.decimals(0, 99, places=4).map(float))
    found = {"at_most": most, **measured, **draw(maybe(host=st.sampled_from(PARTIES[:2])))}
    per = draw(st.sampled_from((*PER, "event", None)))
    if per != "event":
        found |= draw(maybe(counter=st.sampled_from(("guest", "direction", "joint"))))
    return {**found, **({"per": per} if per else {})}


@st.composite
def deadline(draw: st.DrawFn) -> Data:
    found = draw(maybe(target=day.map(str), text=text, jointly=st.booleans()))
    due = draw(st.none() | st.just("end") | day)
    if due is not None:
        found |= {"due": str(due), **draw(maybe(grace_days=st.integers(0, 99)))}
    if isinstance(due, date):
        found |= draw(maybe(opens=st.dates(date(1999, 1, 1), due).map(str)))
    return {**found, "done_by": draw(some(TYPES))}


@st.composite
def duty(draw: st.DrawFn, caps: tuple[str, ...]) -> Data:
    forms: list[st.SearchStrategy[Any]] = [
        some(TYPES),
        st.fixed_dictionaries({"types": some(TYPES)}, optional={"themed": st.booleans()}),
        st.just({"start": True}),
        month_day.map(lambda found: {"each_year": found}),
    ]
    when = draw(st.one_of([*forms, some(caps).map(lambda found: {"exceeded": found})] if caps else forms))
    early = isinstance(when, list) or "types" in when or "each_year" in when
    relation = draw(st.sampled_from(("before", "upon", "after") if early else ("upon", "after")))
    term = (
        draw(maybe(lead_days=st.integers(0, 99), at_least_days_before=st.integers(1, 99)))
        if relation == "before"
        else draw(
            maybe(target_days=st.integers(0, 99))
            | st.dictionaries(
                st.sampled_from(("days", "workdays", "weeks", "months")), st.integers(1, 99), min_size=1, max_size=1
            ).map(lambda found: {"within": found})
        )
    )
    each = draw(maybe(each=st.sampled_from(("bearer", "addressee"))))
    return {"when": when, "relation": relation, **term, **each, "done_by": draw(some(TYPES))}


@st.composite
def standing(draw: st.DrawFn) -> Data:
    found = draw(
        maybe(
            register=st.sampled_from(("account_holders", "theme_leads", "agenda_members")),
            review_months=st.integers(1, 99),
        )
    )
    counted = draw(some(TYPES, 0))
    return {**found, **({"of": counted, **draw(maybe(remind_after_days=st.integers(1, 99)))} if counted else {})}


@st.composite
def window(draw: st.DrawFn) -> Data:
    first = draw(day)
    found = {"from": str(first), "until": str(first + timedelta(days=draw(st.integers(1, 999))))}
    return {key: found[key] for key in draw(some(("from", "until")))}


@st.composite
def obligation(draw: st.DrawFn, parties: tuple[str, ...], caps: tuple[str, ...], kind: str) -> Data:
    kinds = {
        "cadence": cadence(),
        "cap": cap(),
        "deadline": deadline(),
        "duty": duty(caps),
        "standing": standing(),
        "held": st.sampled_from(("may", "power", "definition")),
    }
    places = st.tuples(st.sampled_from(CLAUSES), st.sampled_from(("", " al. 1", " al. 2 zin 3", " lid 4", " x: 'y'")))
    found = {
        "title": draw(text),
        "summary": draw(story),
        "clause": "; ".join("".join(place) for place in draw(st.lists(places, unique=True, min_size=1, max_size=3))),
        "bearers": draw(some(parties) | st.just("all")),
        kind: draw(kinds[kind]),
        **draw(maybe(towards=some(parties, 0) | st.just("all"), themes=some(THEMES, 0), soft=st.booleans())),
        **draw(maybe(readings=readings)),
    }
    if kind != "deadline":
        found |= draw(maybe(window=window()))
    return {**found, **draw(maybe(reminders=_reminders(kind)))}


def _reminders(kind: str) -> st.SearchStrategy[Data]:
    if kind == "cap":
        return maybe(at_percent=st.lists(st.integers(1, 200), unique=True, max_size=3))
    return st.just({}) if kind == "held" else maybe(before=days, after=days)


KINDS = ("cadence", "cap", "deadline", "duty", "standing", "held")


@st.composite
def revision(draw: st.DrawFn, start: date, end: date | None, parties: tuple[str, ...]) -> Data:
    codes = draw(some(CODES, 0))
    kinds = {code: draw(st.sampled_from(KINDS if end else [k for k in KINDS if k != "deadline"])) for code in codes}
    caps = tuple(code for code, kind in kinds.items() if kind == "cap")
    paragraphs = st.dictionaries(st.integers(1, 99).map(str), story, max_size=3)
    clause = st.fixed_dictionaries({"heading": text}, optional={"paragraphs": paragraphs})
    members = {party: draw(maybe(role=text, account_holder=text)) for party in parties}
    found = {
        "title": draw(text),
        "signed_on": str(start - timedelta(days=draw(st.integers(0, 99)))),
        "in_force_from": str(start),
        **({"ends_on": str(end)} if end else draw(maybe(renews=st.just({"months": 12, "notice_months": 3})))),
        "parties": {**members, "raad": {"organ": True}},
        "clauses": {key: draw(clause) for key in CLAUSES},
        "obligations": {code: draw(obligation(parties, caps, kind)) for code, kind in kinds.items()},
    }
    return {**found, **draw(maybe(sides=st.just([[party] for party in parties[::-1]])))}


@st.composite
def definitions(draw: st.DrawFn) -> str:
    """The text of a valid file with one or two revisions."""
    switch = draw(day)
    old = draw(revision(date(1990, 1, 1), date(2110, 1, 1), PARTIES[:3]))
    revisions = {draw(st.sampled_from(("2016", "a.b", "on"))): old}
    if draw(st.booleans()):
        new = draw(revision(switch, draw(st.none() | st.just(date(2150, 1, 1))), PARTIES[:2]))
        new |= {"replaces": next(iter(revisions)), **draw(maybe(replaces_from=st.just(str(switch))))}
        gone = [code for code in old["obligations"] if code not in new["obligations"]]
        new["lineage"] = {code: draw(outcome(tuple(new["obligations"]))) for code in gone}
        revisions["2019"] = new
    record = st.fixed_dictionaries(
        {"question": story, "choice": story, "why": story}, optional={"alternatives": st.lists(story, max_size=2)}
    )
    return json.dumps(
        {
            "covenant": "klein",
            "title": draw(text),
            **draw(maybe(language=st.sampled_from(("nl", "en")), tracked_from=st.just("start") | day.map(str))),
            "parties": {key: {"name": f"Partij {key}"} for key in PARTIES},
            "themes": {key: draw(text) for key in THEMES},
            "types": {
                **{key: {"name": draw(text), **draw(maybe(plural=text))} for key in COUNTS},
                **{key: {"name": draw(text), "meeting": "board"} for key in MEETINGS},
                "advies": {"name": "Advies", "measure": "minutes"},
                "zaal": {"name": "Zaal", "measure": "persons"},
            },
            **draw(maybe(readings=readings, reading_records=st.dictionaries(st.sampled_from(("A-1", "9")), record))),
            "revisions": revisions,
        },
        ensure_ascii=False,
    )


def outcome(codes: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """What became of an obligation."""
    moved = st.fixed_dictionaries({"moved_to": text}, optional={"certain": st.booleans()})
    found: st.SearchStrategy[Any] = st.just("dropped") | moved
    return found | some(codes).map(lambda becomes: {"becomes": becomes}) if codes else found
