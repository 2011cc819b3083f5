"""Options of an obligation that do not go together, each with the sentence that says so."""

from __future__ import annotations

import pytest

from tests.obligations.definitions.doing import refusal_of
from tests.obligations.definitions.small import WHO, small


def line_of(text: str, fragment: str) -> int:
    """The line (from 1) on which `fragment` stands first."""
    return text.count("\n", 0, text.index(fragment)) + 1


OPTIONS = {
    "no kind": (WHO, "exactly one kind is expected (cadence, cap, deadline, duty, standing, held); there is none."),
    "two kinds": (
        f"{WHO}, held: may, standing: {{}}",
        "exactly one kind is expected (cadence, cap, deadline, duty, standing, held); these are 2: standing, held.",
    ),
    "no bearers": ("bearers: [], held: may", ".bearers: at least one is expected here."),
    "bearers that are missing": ("held: may", ": bearers is missing."),
    "an unknown bearer": (
        "bearers: [kng], held: may",
        ".bearers.0: 'kng' is not a party of this revision (known: king, nvvb, raad, vng).",
    ),
    "a bearer twice": ("bearers: [vng, vng], held: may", ".bearers.1: 'vng' stands in this list twice."),
    "all and another": ("bearers: [all, vng], held: may", ".bearers: all stands alone"),
    "a word for a list": ("bearers: vng, held: may", ".bearers: a list is expected here, such as [a, b], not 'vng'."),
    "an unknown addressee": (
        f"{WHO}, towards: [rijk], held: may",
        ".towards.0: 'rijk' is not a party of this revision",
    ),
    "an unknown theme": (
        f"{WHO}, themes: [taxi], held: may",
        ".themes.0: 'taxi' is not a theme of this covenant (known: identiteitsmanagement, verkiezingen).",
    ),
    "yes for true": (f"{WHO}, soft: yes, held: may", ".soft: 'yes' is not true or false."),
    "an empty window": (f"{WHO}, window: {{}}, held: may", ".window: a window has from, until, or both."),
    "a window that ends before it starts": (
        f"{WHO}, window: {{from: 2018-01-01, until: 2018-01-01}}, held: may",
        ".window.until: 2018-01-01 does not lie after 2018-01-01",
    ),
    "a window of a deadline": (
        f"{WHO}, window: {{until: 2018-01-01}}, deadline: {{done_by: [besluit]}}",
        ".window: a deadline has no window of its own",
    ),
    "an unknown holding": (f"{WHO}, held: must", ".held: 'must' is not may, power or definition."),
    "a cadence of nothing": (
        f"{WHO}, cadence: {{of: [besluit]}}",
        ".cadence: exactly one of at_least, every_months and by is expected; given: none of them.",
    ),
    "a cadence of two": (f"{WHO}, cadence: {{at_least: 1, by: 12-01, of: [besluit]}}", "given: at_least, by."),
    "per without a number": (
        f"{WHO}, cadence: {{every_months: 6, per: year, of: [besluit]}}",
        ".cadence.per: per goes with at_least, not with every_months.",
    ),
    "a cadence per event": (
        f"{WHO}, cadence: {{at_least: 1, per: event, of: [besluit]}}",
        ".cadence.per: 'event' is not month, quarter, half_year or year.",
    ),
    "a word for a number": (
        f"{WHO}, cadence: {{at_least: vier, of: [besluit]}}",
        ".cadence.at_least: 'vier' is not a whole number from 1 to 1000.",
    ),
    "a number in quotes": (
        f"{WHO}, cadence: {{at_least: '4', of: [besluit]}}",
        "'4' is not a whole number from 1 to 1000 (write it without quotes).",
    ),
    "a fraction": (f"{WHO}, cadence: {{at_least: 1.5, of: [besluit]}}", "'1.5' is not a whole number"),
    "a huge number": (
        f"{WHO}, cadence: {{at_least: 99999999999999999999, of: [besluit]}}",
        "is not a whole number from 1 to 1000.",
    ),
    "less than nothing": (f"{WHO}, cadence: {{at_least: -1, of: [besluit]}}", "'-1' is not a whole number"),
    "a day of the year that does not exist": (
        f"{WHO}, cadence: {{by: 02-30, of: [besluit]}}",
        ".cadence.by: '02-30' is not a day of the year (write MM-DD, such as 12-31).",
    ),
    "an unknown type": (
        f"{WHO}, cadence: {{at_least: 1, of: [overleg]}}",
        ".cadence.of.0: 'overleg' is not a type of this covenant",
    ),
    "no types": (f"{WHO}, cadence: {{at_least: 1, of: []}}", ".cadence.of: at least one is expected here."),
    "a number below zero": (
        f"{WHO}, cap: {{at_most: -1, of: [besluit]}}",
        ".cap.at_most: '-1' is not a number of 0 or more",
    ),
    "a number that does not fit": (
        f"{WHO}, cap: {{at_most: 123456789, of: [besluit]}}",
        ".cap.at_most: '123456789' is not a number",
    ),
    "too many decimals": (f"{WHO}, cap: {{at_most: 0.12345, of: [besluit]}}", "with at most 4 decimals"),
    "infinity": (f"{WHO}, cap: {{at_most: .inf, of: [besluit]}}", "'.inf' is not a number"),
    "a counter per event": (
        f"{WHO}, cap: {{at_most: 1, per: event, counter: guest, of: [besluit]}}",
        ".cap.counter: a cap per event has no counter",
    ),
    "an unknown host": (
        f"{WHO}, cap: {{at_most: 1, host: rijk, of: [besluit]}}",
        ".cap.host: 'rijk' is not a party of this revision.",
    ),
    "minutes without a unit": (
        f"{WHO}, cap: {{at_most: 1, unit_minutes: 240, of: [personeelsadvies]}}",
        ".cap.unit_minutes: unit_minutes needs a unit",
    ),
    "persons of minutes": (
        f"{WHO}, cap: {{at_most: 1, unit: persons, unit_minutes: 5, of: [personeelsadvies]}}",
        ".cap.unit_minutes: unit_minutes needs a unit",
    ),
    "a type that measures something else": (
        f"{WHO}, cap: {{at_most: 1, unit: persons, of: [personeelsadvies]}}",
        ".cap.of.0: 'personeelsadvies' does not measure persons",
    ),
    "a type that measures nothing": (
        f"{WHO}, cap: {{at_most: 1, unit: uur, unit_minutes: 60, of: [besluit]}}",
        ".cap.of.0: 'besluit' does not measure minutes",
    ),
    "an opening after the date": (
        f"{WHO}, deadline: {{opens: 2018-01-02, due: 2018-01-01, done_by: [besluit]}}",
        ".deadline.opens: 2018-01-02 lies after 2018-01-01",
    ),
    "an opening after the end": (
        f"{WHO}, deadline: {{opens: 2020-01-01, due: end, done_by: [besluit]}}",
        ".deadline.opens: 2020-01-01 does not lie before 2020-01-01, the end.",
    ),
    "an opening without a date": (
        f"{WHO}, deadline: {{opens: 2018-01-02, done_by: [besluit]}}",
        ".deadline.opens: opens needs a date in the text (due).",
    ),
    "grace without a date": (
        f"{WHO}, deadline: {{grace_days: 3, done_by: [besluit]}}",
        ".deadline.grace_days: grace_days needs a date",
    ),
    "another word for a date": (
        f"{WHO}, deadline: {{due: einde, done_by: [besluit]}}",
        ".deadline.due: 'einde' is not a date (write YYYY-MM-DD) or the word end.",
    ),
    "a duty without a trigger": (
        f"{WHO}, duty: {{when: [], relation: upon, done_by: [besluit]}}",
        ".duty.when: exactly one of types, exceeded, start and each_year is expected.",
    ),
    "a duty with two triggers": (
        f"{WHO}, duty: {{when: {{types: [verzoek], start: true}}, relation: upon, done_by: [besluit]}}",
        ".duty.when: exactly one of",
    ),
    "a trigger that is one word": (
        f"{WHO}, duty: {{when: verzoek, relation: upon, done_by: [besluit]}}",
        ".duty.when: a mapping of keys and values is expected here, not 'verzoek'.",
    ),
    "an unknown trigger": (
        f"{WHO}, duty: {{when: [vraag], relation: upon, done_by: [besluit]}}",
        ".duty.when.0: 'vraag' is not a type of this covenant",
    ),
    "themed without types": (
        f"{WHO}, duty: {{when: {{start: true, themed: true}}, relation: upon, done_by: [besluit]}}",
        ".duty.when.themed: themed goes with types.",
    ),
    "what was exceeded is no cap": (
        f"{WHO}, duty: {{when: {{exceeded: [looptijd]}}, relation: after, done_by: [besluit]}}",
        ".duty.when.exceeded.0: 'looptijd' is not a cap of this revision (known: personeelsadvies-cap, ",
    ),
    "a cap that nobody knows": (
        f"{WHO}, duty: {{when: {{exceeded: [cap]}}, relation: after, done_by: [besluit]}}",
        "'cap' is not a cap of this revision",
    ),
    "before a cap is exceeded": (
        f"{WHO}, duty: {{when: {{exceeded: [personeelsadvies-cap]}}, relation: before, done_by: [besluit]}}",
        ".duty.relation: nobody knows this trigger beforehand",
    ),
    "no relation": (f"{WHO}, duty: {{when: [verzoek], done_by: [besluit]}}", ".duty: relation is missing."),
    "a target of a before": (
        f"{WHO}, duty: {{when: [verzoek], relation: before, target_days: 3, done_by: [besluit]}}",
        ".duty.target_days: target_days does not go with relation before.",
    ),
    "a lead of an after": (
        f"{WHO}, duty: {{when: [verzoek], relation: after, lead_days: 3, done_by: [besluit]}}",
        ".duty.lead_days: lead_days does not go with relation after.",
    ),
    "a term of a before": (
        f"{WHO}, duty: {{when: [verzoek], relation: before, within: {{days: 3}}, done_by: [besluit]}}",
        ".duty.within: within does not go with relation before.",
    ),
    "days before of an after": (
        f"{WHO}, duty: {{when: [verzoek], relation: after, at_least_days_before: 3, done_by: [besluit]}}",
        ".duty.at_least_days_before: at_least_days_before does not go with relation after.",
    ),
    "a term in two units": (
        f"{WHO}, duty: {{when: [verzoek], relation: after, within: {{days: 3, weeks: 1}}, done_by: [besluit]}}",
        ".duty.within: exactly one of days, workdays, weeks and months is expected.",
    ),
    "a term and a target": (
        f"{WHO}, duty: {{when: [verzoek], relation: after, within: {{days: 3}}, target_days: 3, done_by: [besluit]}}",
        ".duty.target_days: target_days is an own target",
    ),
    "done by nothing that is known": (
        f"{WHO}, duty: {{when: [verzoek], relation: after, done_by: [niets]}}",
        ".duty.done_by.0: 'niets' is not a type of this covenant",
    ),
    "an unknown register": (
        f"{WHO}, standing: {{register: members}}",
        ".standing.register: 'members' is not account_holders, theme_leads or agenda_members.",
    ),
    "reminding of nothing": (
        f"{WHO}, standing: {{remind_after_days: 30}}",
        ".standing.remind_after_days: remind_after_days needs types that are counted (of).",
    ),
    "slots of a standing duty": (
        f"{WHO}, standing: {{}}, reminders: {{slot: [3]}}",
        ".reminders.slot: slot belongs to a cadence with at_least.",
    ),
    "an opening that is none": (
        f"{WHO}, deadline: {{due: end, done_by: [besluit]}}, reminders: {{opens: true}}",
        ".reminders.opens: opens belongs to a deadline with opens",
    ),
    "a percentage of no cap": (
        f"{WHO}, standing: {{}}, reminders: {{at_percent: [75]}}",
        ".reminders.at_percent: at_percent belongs to a cap.",
    ),
    "days before a cap": (
        f"{WHO}, cap: {{at_most: 1, of: [besluit]}}, reminders: {{before: [3]}}",
        ".reminders.before: a cap or what is held has no date",
    ),
    "a reminder twice": (
        f"{WHO}, standing: {{}}, reminders: {{before: [3, 3]}}",
        ".reminders.before.1: '3' stands in this list twice.",
    ),
    "a place without a clause": (
        f"clause: Slot al. 1, {WHO}, held: may",
        ".clause: 'Slot al. 1' does not start with the key of a clause (known: Art. 5, PER).",
    ),
    "a clause that only starts like one": (
        f"clause: PERSOON al. 1, {WHO}, held: may",
        ".clause: 'PERSOON al. 1' does not start",
    ),
    "an empty place": (f"clause: PER al. 1;, {WHO}, held: may", ".clause: '' does not start with the key of a clause"),
    "a place twice": (f"clause: PER al. 1; PER  al. 1, {WHO}, held: may", ".clause: the same place is cited twice."),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options_that_do_not_go_together(name: str) -> None:
    options, sentence = OPTIONS[name]
    text = small(nieuw=options)
    if options.startswith("clause"):
        text = text.replace("clause: PER al. 1 zin 1; Art. 5 lid 2, clause:", "clause:")
    said = refusal_of(text)
    assert f"Line {line_of(text, '      nieuw:')}, revisions.2016.obligations.nieuw" in said
    assert sentence in said
    assert len(said.split("\n")) == 1
