"""Parts of a definition file that do not fit, each with the sentence that says so."""

from __future__ import annotations

import re

import pytest

from tests.obligations.definitions.doing import refusal_of
from tests.obligations.definitions.small import small

# What is written, what instead, and what is said.
CHANGED = {
    "a misspelt key": (
        "covenant: klein",
        "covnant: klein",
        "covnant: the key 'covnant' does not belong here; did you mean covenant?",
    ),
    "a key that is not given": ("title: Klein convenant\n", "", "Line 1: title is missing."),
    "an empty title": ("title: Klein convenant", "title:", "title: nothing is not a text."),
    "a list for a title": ("title: Klein convenant", "title: [a]", "title: a list is not a text."),
    "a long title": (
        "title: Klein convenant",
        f"title: {'x' * 201}",
        "title: this text has 201 characters; at most 200 fit.",
    ),
    "a long story": (
        "summary: Wat er staat.",
        f"summary: {'x ' * 5001}",
        "summary: this text has 10,001 characters; at most 10,000 fit.",
    ),
    "a line break in a title": (
        "title: Klein convenant",
        'title: "a\\nb"',
        "title: a text without a line break is expected here.",
    ),
    "a nul in a title": (
        "title: Klein convenant",
        'title: "a\\0b"',
        "title: a text without the character U+0000 is expected here.",
    ),
    "half a character": (
        "title: Klein convenant",
        'title: "a\\ud800"',
        "title: a text without the character U+D800 is expected here.",
    ),
    "a covenant key with spaces": ("covenant: klein", "covenant: een twee", "covenant: 'een twee' is not a key"),
    "a language": (
        "tracked_from",
        "language: dutch\ntracked_from",
        "language: 'dutch' is not a language such as nl or en.",
    ),
    "a start that is none": (
        "tracked_from: start",
        "tracked_from: begin",
        "tracked_from: 'begin' is not the word start or a date",
    ),
    "parties as a list": (
        "  raad: {name: Raad van Toezicht}",
        "  raad: [a]",
        "parties.raad: a mapping of keys and values is expected here, not a list.",
    ),
    "a party called all": (
        "  raad: {name",
        "  all: {name",
        "parties.all: 'all' means every party; a party needs another key.",
    ),
    "a long name without a short one": (
        "{name: Raad van Toezicht}",
        f"{{name: {'Raad ' * 9}}}",
        "parties.raad: a name of more than 40 characters needs a short one",
    ),
    "a meeting with a measure": (
        "meeting: extra",
        "meeting: extra, measure: minutes",
        "types.ingelast-overleg.measure: a meeting has no measure",
    ),
    "an unknown level": (
        "meeting: extra",
        "meeting: top",
        "types.ingelast-overleg.meeting: 'top' is not official, senior, board or extra.",
    ),
    "a type called review": ("  ingelast-overleg:", "  review:", "types.review: 'review' is a word of the register"),
    "an unknown reading": (
        "part_year: pro_rata",
        "part_years: full",
        "readings.part_years: the key 'part_years' does not belong here; did you mean part_year?",
    ),
    "a value that a reading has not": (
        "part_year: pro_rata",
        "part_year: half",
        "readings.part_year: 'half' is not pro_rata, full or none.",
    ),
    "a percentage of 0": ("near: 80", "near: 0", "readings.near: '0' is not a whole percentage from 1 to 100."),
    "a quorum of 0": (
        "quorum: {at_least: 2}, near",
        "quorum: {at_least: 0}, near",
        "readings.quorum: a mapping is not all_parties, both_sides or any_two, or {at_least: n}.",
    ),
    "a reading of an obligation": (
        "early: in_window",
        "early: late",
        "obligations.eindevaluatie.readings.early: 'late' is not counts or in_window.",
    ),
    "a record with a key alone": (
        "key: year, value: calendar",
        "key: year",
        "reading_records.A-01: key and value go together",
    ),
    "a record with another value": (
        "key: year, value: calendar",
        "key: year, value: lunar",
        "reading_records.A-01.value: 'lunar' is not calendar or covenant.",
    ),
    "a record of nothing": (
        "obligations: [ambtelijk-overleg]",
        "obligations: [niets]",
        "reading_records.A-01.obligations.0: 'niets' is not an obligation of this covenant",
    ),
    "a record agreed by others": (
        "agreed_by: [vng, king, nvvb]",
        "agreed_by: [vng, kng]",
        "reading_records.A-01.agreed_by.1: 'kng' is not a party of this covenant (known: king, nvvb, raad, vng).",
    ),
    "a date that does not exist": (
        "in_force_from: 2016-05-11",
        "in_force_from: 2016-02-30",
        "revisions.2016.in_force_from: '2016-02-30' is not a day of the calendar.",
    ),
    "a date in another form": (
        "in_force_from: 2016-05-11",
        "in_force_from: 11-05-2016",
        "revisions.2016.in_force_from: '11-05-2016' is not a date (write YYYY-MM-DD).",
    ),
    "a date with a time": (
        "in_force_from: 2016-05-11",
        "in_force_from: 2016-05-11T00:00:00Z",
        "is not a date (write YYYY-MM-DD).",
    ),
    "a date far away": (
        "ends_on: 2020-01-01",
        "ends_on: 9999-12-31",
        "revisions.2016.ends_on: '9999-12-31' is not a date from 1900 to 2199.",
    ),
    "an end before the start": (
        "ends_on: 2020-01-01",
        "ends_on: 2016-05-11",
        "revisions.2016.ends_on: 2016-05-11 does not lie after 2016-05-11",
    ),
    "a signature after the start": (
        "signed_on: 2016-05-11",
        "signed_on: 2016-05-12",
        "revisions.2016.signed_on: 2016-05-12 lies after 2016-05-11",
    ),
    "renewal with an end": (
        "renews: {months: 12, notice_months: 6}",
        "renews: {months: 12, notice_months: 6}\n    ends_on: 2024-01-01",
        "revisions.2019.renews: a revision that renews itself is open-ended",
    ),
    "renewal without notice": (
        "{months: 12, notice_months: 6}",
        "{months: 12}",
        "revisions.2019.renews: notice_months is missing.",
    ),
    "a longer notice": (
        "{months: 12, notice_months: 6}",
        "{months: 12, notice_months: 13}",
        "revisions.2019.renews.notice_months: the term of notice is longer",
    ),
    "an unknown predecessor": (
        'replaces: "2016"',
        'replaces: "2015"',
        "revisions.2019.replaces: '2015' is not a revision of this file (known: 2016, 2019).",
    ),
    "itself as predecessor": (
        'replaces: "2016"',
        'replaces: "2019"',
        "revisions.2019.replaces: a revision does not replace itself.",
    ),
    "a day without a predecessor": (
        '    replaces: "2016"\n',
        "",
        "revisions.2019.replaces_from: there is no replaces that says what is replaced.",
    ),
    "a circle": ("    sides:", '    replaces: "2019"\n    sides:', "these replace each other in a circle: 2016, 2019."),
    "a switch too early": (
        "replaces_from: 2019-05-21",
        "replaces_from: 2016-05-11",
        "revisions.2019.replaces_from: 2016-05-11 does not lie after 2016-05-11",
    ),
    "a switch too late": (
        "replaces_from: 2019-05-21",
        "replaces_from: 2019-06-01",
        "revisions.2019.replaces_from: 2019-06-01 lies after 2019-05-21; both revisions would be in force",
    ),
    "an unknown party on a side": (
        "sides: [[vng, king], [nvvb]]",
        "sides: [[vng, kng], [nvvb]]",
        "revisions.2016.sides.0.1: 'kng' is not a party of this revision",
    ),
    "a party on two sides": (
        "sides: [[vng, king], [nvvb]]",
        "sides: [[vng, king], [nvvb, vng]]",
        "revisions.2016.sides.1.1: 'vng' stands on a side already",
    ),
    "an organ on a side": (
        "sides: [[vng, king], [nvvb]]",
        "sides: [[vng, king], [nvvb, raad]]",
        "revisions.2016.sides.1.1: 'raad' is an organ",
    ),
    "an empty side": (
        "sides: [[vng, king], [nvvb]]",
        "sides: [[vng, king], []]",
        "revisions.2016.sides.1: at least one is expected here.",
    ),
    "an unknown party": (
        "      king: {from",
        "      kink: {from",
        "revisions.2016.parties.kink: 'kink' is not a party of this covenant",
    ),
    "a party that leaves before it joins": (
        "until: 2019-01-01",
        "until: 2016-06-01",
        "revisions.2016.parties.king.until: 2016-06-01 does not lie after 2016-06-01",
    ),
    "a party that joins after the end": (
        "from: 2016-06-01, until: 2019-01-01",
        "from: 2021-06-01",
        "revisions.2016.parties.king.from: 2021-06-01 does not lie before 2020-01-01",
    ),
    "no parties": (
        "parties: {vng: {}, nvvb: {}}",
        "parties: {}",
        "revisions.2019.parties: at least one is expected here.",
    ),
    "a paragraph zero": (
        "{1: Hoe vaak",
        "{0: Hoe vaak",
        "revisions.2016.clauses.PER.paragraphs.0: '0' is not the number of a paragraph",
    ),
    "a clause key with a semicolon": ("      Art. 5: {heading", "      Art; 5: {heading", "is not the key of a clause"),
    "an outcome of nothing": (
        "      voorbeeld-interval: dropped",
        "      voorbeeld-interval: dropped\n      niets: dropped",
        "revisions.2019.lineage.niets: 'niets' is not an obligation of '2016'.",
    ),
    "an outcome of what continues": (
        "      voorbeeld-interval: dropped",
        "      voorbeeld-interval: dropped\n      looptijd: dropped",
        "revisions.2019.lineage.looptijd: 'looptijd' continues under the same code",
    ),
    "no outcome": (
        "      voorbeeld-interval: dropped\n",
        "",
        "revisions.2019.lineage: 'voorbeeld-interval' of '2016' has no outcome",
    ),
    "an outcome that is unknown": (
        "{becomes: [innovatie-stimuleren]}",
        "{becomes: [innovatie]}",
        "revisions.2019.lineage.innovatie-vliegwiel.becomes.0: 'innovatie' is not an obligation of '2019'",
    ),
    "two outcomes": (
        "{becomes: [innovatie-stimuleren]}",
        "{becomes: [looptijd], moved_to: x}",
        "revisions.2019.lineage.innovatie-vliegwiel: exactly one outcome is expected",
    ),
    "no lineage at all": (
        "{becomes: [innovatie-stimuleren]}",
        "kept",
        "revisions.2019.lineage.innovatie-vliegwiel: a mapping of keys and values is expected here, not 'kept'.",
    ),
    "a code with spaces": (
        "      looptijd: {title: Titel van looptijd, summary: Wat er staat., clause: PER,",
        "      loop tijd: {title: T, summary: S, clause: PER,",
        "'loop tijd' is not a key",
    ),
    "a date for a covenant": (
        "covenant: klein\n",
        "covenant: klein\nedition: 2\n",
        "edition: the key 'edition' does not belong here; known here: covenant, title",
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_part_that_does_not_fit(name: str) -> None:
    old, new, sentence = CHANGED[name]
    text = small()
    assert old in text
    said = refusal_of(text.replace(old, new, 1))
    assert sentence in said
    assert all(re.match(r"Line \d+(, [^:]+)?: .+[.?]$", line) for line in said.split("\n"))
