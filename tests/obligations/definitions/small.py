"""A small covenant that uses every kind and option of design.md 4.1, each line as it stands there."""

from __future__ import annotations

HEAD = """\
covenant: klein
title: Klein convenant
tracked_from: start
parties:
  vng:  {name: Vereniging van Nederlandse Gemeenten, short: VNG}
  king: {name: Kwaliteitsinstituut Nederlandse Gemeenten, short: KING}
  nvvb: {name: Nederlandse Vereniging voor Burgerzaken, short: NVVB}
  raad: {name: Raad van Toezicht}
themes: {identiteitsmanagement: Identiteitsmanagement, verkiezingen: Verkiezingen}
types:
  ambtelijk-overleg: {name: Ambtelijk overleg, plural: ambtelijke overleggen, meeting: official}
  ingelast-overleg:  {name: Ingelast overleg, meeting: extra}
  personeelsadvies:  {name: Personeelsadvies, measure: minutes}
  zaalgebruik:       {name: Zaalgebruik, measure: persons}
"""
TYPES = (
    "jaarplan-vastgesteld standaardvoorwaarden-vastgesteld evaluatie-tussentijds evaluatie-eind onderzoek-afgerond "
    "extern-overleg vooraf-geinformeerd teruggekoppeld verzoek besluit vergadering oproep project-gestart "
    "projectovereenkomst vergoedingsoverleg bekendmaking jaarplan-geevalueerd"
)
READINGS = """\
readings: {year: calendar, part_year: pro_rata, quorum: {at_least: 2}, near: 80}
reading_records:
  A-01: {question: Wat is per jaar?, alternatives: [Het convenantjaar], choice: Het kalenderjaar, why: Zo staan de
    plannen ook., key: year, value: calendar, obligations: [ambtelijk-overleg], agreed_on: 2016-06-01,
    agreed_by: [vng, king, nvvb]}
  A-09: {question: Wie moet er zijn?, choice: Twee partijen, why: Dat is genoeg., key: quorum, value: {at_least: 2}}
  A-07: {question: Minimum of precies?, choice: Een minimum, why: Meer schaadt niet.}
"""
FIRST = """\
revisions:
  "2016":
    title: Convenant 2016
    signed_on: 2016-05-11
    in_force_from: 2016-05-11
    ends_on: 2020-01-01
    sides: [[vng, king], [nvvb]]
    parties:
      vng: {role: Komt op voor gemeenten, account_holder: hoofd expertisecentrum}
      king: {from: 2016-06-01, until: 2019-01-01}
      nvvb: {}
      raad: {organ: true}
    clauses:
      PER: {heading: Periodiek overleg, paragraphs: {1: Hoe vaak men overlegt., 2: En waarover.}}
      Art. 5: {heading: Werkwijze}
    obligations:
"""
SECOND = """\
  "2019":
    title: Convenant 2019
    signed_on: 2019-05-20
    in_force_from: 2019-05-21
    renews: {months: 12, notice_months: 6}
    replaces: "2016"
    replaces_from: 2019-05-21
    parties: {vng: {}, nvvb: {}}
    clauses: {PER: {heading: Periodiek overleg}}
    obligations:
"""
WHO = "bearers: [vng, king, nvvb]"
OLD = {
    "ambtelijk-overleg": "bearers: [vng, king, nvvb], towards: [vng, king, nvvb], themes: [], soft: false, "
    "cadence: {at_least: 4, per: year, of: [ambtelijk-overleg]}, "
    "reminders: {slot: [30, 14], before: [45, 14], after: [7]}",
    "voorbeeld-interval": "bearers: all, cadence: {every_months: 6, of: [ambtelijk-overleg]}",
    "voorbeeld-jaardag": "bearers: [vng], towards: all, cadence: {by: 12-01, of: [jaarplan-vastgesteld]}",
    "personeelsadvies-cap": f"{WHO}, cap: {{at_most: 1, unit: dagdeel, unit_minutes: 240, per: month, "
    "of: [personeelsadvies]}, reminders: {at_percent: [75, 100]}",
    "gebouwgebruik-aantal": f"{WHO}, cap: {{at_most: 6, per: year, of: [zaalgebruik], counter: guest}}",
    "gebouwgebruik-personen-vng": f"{WHO}, cap: {{at_most: 50, unit: persons, per: event, of: [zaalgebruik], "
    "host: vng}",
    "standaardvoorwaarden-gereed": f"{WHO}, deadline: {{due: 2016-06-30, text: vóór 1 juli 2016, "
    "done_by: [standaardvoorwaarden-vastgesteld]}",
    "tussentijdse-evaluatie": f"{WHO}, deadline: {{opens: 2017-10-01, due: 2017-12-31, text: eind 2017, "
    "grace_days: 0, done_by: [evaluatie-tussentijds], jointly: true}, "
    "reminders: {opens: true, before: [60, 30, 14]}",
    "eindevaluatie": f"{WHO}, deadline: {{due: end, done_by: [evaluatie-eind]}}, readings: {{early: in_window}}",
    "rechtspositie-onderzoek": f"{WHO}, deadline: {{target: 2019-12-31, done_by: [onderzoek-afgerond]}}",
    "overleg-vooraf-informeren": f"{WHO}, duty: {{when: [extern-overleg], relation: before, lead_days: 7, "
    "done_by: [vooraf-geinformeerd]}",
    "overleg-terugkoppelen": f"{WHO}, duty: {{when: [extern-overleg], relation: after, target_days: 14, "
    "done_by: [teruggekoppeld]}",
    "voorbeeld-besluit": f"{WHO}, duty: {{when: [verzoek], relation: after, within: {{days: 14}}, done_by: [besluit]}}",
    "voorbeeld-oproep": f"{WHO}, duty: {{when: [vergadering], relation: before, at_least_days_before: 5, "
    "done_by: [oproep]}",
    "nieuwe-projecten-onder-model": f"{WHO}, duty: {{when: {{types: [project-gestart], themed: true}}, "
    "relation: upon, done_by: [projectovereenkomst]}",
    "vergoeding-bij-overschrijding": f"{WHO}, duty: {{when: {{exceeded: [personeelsadvies-cap]}}, "
    "relation: after, target_days: 14, done_by: [vergoedingsoverleg]}",
    "convenant-bekendmaken-leden": f"{WHO}, duty: {{when: {{start: true}}, relation: after, target_days: 30, "
    "each: bearer, done_by: [bekendmaking]}",
    "jaarplan-achteraf-evalueren": f"{WHO}, duty: {{when: {{each_year: 12-31}}, relation: after, "
    "target_days: 90, done_by: [jaarplan-geevalueerd]}",
    "themaverantwoordelijken-benoemen": f"{WHO}, themes: [identiteitsmanagement], "
    "standing: {register: theme_leads, review_months: 12}",
    "periodiek-overleg": f"{WHO}, standing: {{of: [ambtelijk-overleg], remind_after_days: 120}}",
    "rechtspositie-volgen": f"{WHO}, window: {{until: 2020-01-01}}, standing: {{review_months: 12}}",
    "looptijd": "bearers: [raad], held: definition",
    "innovatie-vliegwiel": f"{WHO}, soft: true, standing: {{}}",
    "brieven-afschrift": f"{WHO}, held: power",
}
NEW = {
    "ambtelijk-overleg": "bearers: all, standing: {of: [ambtelijk-overleg]}",
    "looptijd": "bearers: [vng, nvvb], held: may",
    "innovatie-stimuleren": "bearers: [nvvb], standing: {}",
}
OUTCOMES = {
    "innovatie-vliegwiel": "{becomes: [innovatie-stimuleren]}",
    "gebouwgebruik-aantal": "{moved_to: werkafspraken, certain: false}",
    "brieven-afschrift": "dropped",
    "eindevaluatie": "{dropped: true, certain: false}",
}


def small(**replaced: str) -> str:
    """The file; `replaced` gives other options for old obligations, by code with _ for -, empty to leave one out."""
    old = {**OLD, **{code.replace("_", "-"): options for code, options in replaced.items()}}
    old = {code: options for code, options in old.items() if options}
    lines = [HEAD, *(f"  {key}: {{name: {key.capitalize()}}}\n" for key in TYPES.split()), READINGS, FIRST]
    lines += [_obligation(code, options, "PER al. 1 zin 1; Art. 5 lid 2") for code, options in old.items()]
    lines += [SECOND, *(_obligation(code, options, "PER") for code, options in NEW.items())]
    lines += ["    lineage:\n"]
    lines += [f"      {code}: {OUTCOMES.get(code, 'dropped')}\n" for code in old if code not in NEW]
    return "".join(lines)


def _obligation(code: str, options: str, clause: str) -> str:
    return f"      {code}: {{title: Titel van {code}, summary: Wat er staat., clause: {clause}, {options}}}\n"
