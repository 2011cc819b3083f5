"""Worked examples of duties that arise from an event and of standing duties (domain.md 5.5)."""

import pytest

from obligations.engine.facts import Fact, Tenure, record_of
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Terms
from obligations.engine.verdict import Note
from tests.engine.building import day, entry, history_on, meeting, only, reading, standing_on, window
from tests.engine.covenants import (
    accounthouder_aanstellen,
    advies_verlenen_2019,
    ambtelijk_2016,
    ambtelijk_2019,
    bekendmaken_2016,
    bestuurlijk_2016,
    bestuurlijk_2019,
    bestuurlijk_voorbereiden,
    eindevaluatie_2016,
    eindevaluatie_2019,
    gebouwgebruik_aantal,
    nieuwe_projecten,
    personeelsadvies_2016,
    personeelsadvies_2019,
    rechtspositie_onderzoek,
    rechtspositie_volgen_2019,
    terugkoppelen,
    topambtelijk_2019,
    tussentijdse_2019,
    vooraf_informeren,
    voortzettingsoverleg,
)

LAPSES = reading(after_effect="lapses")
OUTSIDE = entry("extern-overleg", "2017-09-14", by="nvvb")
INFORMED = entry("vooraf-geinformeerd", "2017-09-12", by="nvvb", to=("vng",))
REPORTED_BACK = entry("teruggekoppeld", "2017-10-05", by="nvvb", to=("vng",))


def test_t66_informed_beforehand() -> None:
    assert only(vooraf_informeren(), [OUTSIDE, INFORMED], "2017-10-05").status == "met"


def test_t66_reported_back_after_the_own_target() -> None:
    row = only(terugkoppelen(), [OUTSIDE, REPORTED_BACK], "2017-10-05")
    assert (row.status, row.notes) == ("met", (Note.TARGET_PASSED,))
    assert row.detail.due_on == day("2017-09-28")


def test_t66_without_a_term_in_the_text_it_is_never_missed() -> None:
    assert only(terugkoppelen(), [OUTSIDE], "2019-05-20").status == "attention"


MID_MAY = [entry("extern-overleg", "2019-05-16", by="nvvb")]


@pytest.mark.parametrize(
    ("readings", "as_of", "status", "notes"),
    [
        pytest.param(DEFAULT, "2019-05-21", "open", (Note.TRAILING,), id="T68 the trigger decides"),
        pytest.param(DEFAULT, "2019-05-31", "attention", (Note.TRAILING,), id="T68 the own target has passed"),
        pytest.param(LAPSES, "2019-05-21", "superseded", (), id="T68 lapses with the covenant"),
    ],
)
def test_a_report_due_after_the_switch(readings: Readings, as_of: str, status: str, notes: tuple[Note]) -> None:
    row = only(terugkoppelen(readings), MID_MAY, as_of)
    assert (row.status, row.notes) == (status, notes)


@pytest.mark.parametrize("terms", [vooraf_informeren(), terugkoppelen()], ids=["T69 before", "T69 after"])
def test_no_duty_arises_after_the_switch(terms: Terms) -> None:
    facts = [entry("extern-overleg", "2019-05-22", by="nvvb")]
    assert not history_on(terms, facts, "2019-06-30")


BOARD = [meeting("bestuurlijk-overleg", "2017-03-15"), meeting("bestuurlijk-overleg", "2017-06-21")]


@pytest.mark.parametrize(
    ("prepared_on", "status"),
    [
        pytest.param("2017-06-14", "met", id="T71 prepared a week before"),
        pytest.param("2017-03-14", "missed", id="T71 none since the previous board meeting"),
    ],
)
def test_preparing_the_board_meeting(prepared_on: str, status: str) -> None:
    facts = [*BOARD, meeting("ambtelijk-overleg", prepared_on)]
    rows = history_on(bestuurlijk_voorbereiden(), facts, "2017-06-30")
    assert rows["trigger:bestuurlijk-overleg 2017-06-21"].status == status


PROJECTS = [
    entry("project-gestart", on, theme="identiteitsmanagement") for on in ("2016-03-01", "2017-04-03", "2019-06-03")
]


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param(nieuwe_projecten(), id="T72 for the life of the covenant"),
        pytest.param(nieuwe_projecten("2016-01-01", "2021-01-01"), id="T72 an own window past both its ends"),
    ],
)
def test_only_projects_inside_the_covenant(terms: Terms) -> None:
    assert list(history_on(terms, PROJECTS, "2019-12-31")) == ["trigger:project-gestart 2017-04-03"]


def test_t72_only_projects_inside_a_theme() -> None:
    assert not history_on(nieuwe_projecten(), [entry("project-gestart", "2017-04-03")], "2019-12-31")


def test_t74_a_vacant_account_holder_asks_for_attention() -> None:
    tenures = [
        Tenure("vng", "account_holder", window("2016-05-11")),
        Tenure("king", "account_holder", window("2016-05-11", "2017-08-01")),
        Tenure("nvvb", "account_holder", window("2016-05-11")),
    ]
    rows = standing_on(accounthouder_aanstellen(), record_of(tenures=tenures), "2017-08-15")
    assert {key: row.status for key, row in rows.items()} == {
        "standing:2016:vng": "in_order",
        "standing:2016:king": "attention",
        "standing:2016:nvvb": "in_order",
    }


LIVED_THROUGH: list[Fact] = [
    *[meeting("ambtelijk-overleg", f"{year}-02-01") for year in range(2017, 2025)],
    *[entry("extern-overleg", f"{year}-03-01", by="nvvb") for year in range(2017, 2025)],
    *[entry("vooraf-geinformeerd", f"{year}-02-20", by="nvvb") for year in range(2017, 2019)],
    *[entry("teruggekoppeld", f"{year}-03-05", by="nvvb") for year in range(2017, 2020)],
    *[entry("bekendmaking", "2016-06-01", by=party, ref=party) for party in ("vng", "king", "nvvb")],
    entry("evaluatie-eind", "2024-03-01", by="vng", to=("nvvb",)),
]


@pytest.mark.parametrize(
    "terms",
    [
        ambtelijk_2016(),
        bestuurlijk_2016(),
        bestuurlijk_2019(),
        topambtelijk_2019(),
        ambtelijk_2019(),
        personeelsadvies_2016(),
        personeelsadvies_2019(),
        gebouwgebruik_aantal(),
        eindevaluatie_2016(),
        eindevaluatie_2019(),
        tussentijdse_2019(),
        voortzettingsoverleg(),
        rechtspositie_onderzoek(),
        vooraf_informeren(),
        terugkoppelen(),
        bekendmaken_2016(),
        advies_verlenen_2019(),
        rechtspositie_volgen_2019(),
        accounthouder_aanstellen(),
    ],
    ids=lambda terms: f"T75 {terms.revision.key} {terms.code}",
)
def test_after_the_last_covenant_nothing_is_live(terms: Terms) -> None:
    assert not standing_on(terms, LIVED_THROUGH, "2024-06-01")
    for row in history_on(terms, LIVED_THROUGH, "2024-06-01").values():
        assert row.holds_until is None
        assert row.window.first < day("2024-01-01")
