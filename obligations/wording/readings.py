"""The nineteen readings in words: a question, and the answer that was chosen (domain.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from obligations.wording.language import Lang, Pair, pick


class ReadingText(NamedTuple):
    """`question`: 'Wat is een jaar?'. `choice`: 'het kalenderjaar'."""

    question: str
    choice: str


QUESTIONS: Mapping[str, Pair] = {
    "year": ("Wat is een jaar?", "What is a year?"),
    "part_year": ("Geldt het aantal ook in een deel van een periode?", "Does the number hold in part of a period?"),
    "rounding": ("Hoe wordt zo’n deel afgerond?", "How is such a part rounded?"),
    "switch": (
        "Hoe telt de periode waarin de herziening ingaat?",
        "How does the period in which the revision begins count?",
    ),
    "knowledge": (
        "Weten we vóór de ondertekening al van een herziening?",
        "Before it is signed, do we know of a revision?",
    ),
    "quorum": ("Wie moeten er bij een overleg zijn?", "Who must be at a meeting?"),
    "same_day": (
        "Hoe tellen twee overleggen van één soort op dezelfde dag?",
        "How do two meetings of one kind on one day count?",
    ),
    "end_date": ("Hoort de einddatum nog bij de looptijd?", "Does the end date still belong to the term?"),
    "early": ("Telt het als het vroeger wordt gedaan?", "Does it count when it is done early?"),
    "workday": (
        "Schuift een uiterste datum op bij een weekend of feestdag?",
        "Does a covenant date move when it falls on a weekend or holiday?",
    ),
    "same_day_before": (
        "Is dezelfde dag nog op tijd, als het eerst moest?",
        "Is the same day in time for what must come first?",
    ),
    "cap_part_year": ("Geldt het maximum ook in een deel van een jaar?", "Does the maximum hold in part of a year?"),
    "count": ("Hoe worden minuten geteld?", "How are minutes counted?"),
    "month": ("Wat is een maand?", "What is a month?"),
    "cap_switch": (
        "Begint het maximum opnieuw in de maand van de herziening?",
        "Does the maximum start again in the month of the revision?",
    ),
    "near": ("Wanneer is een maximum bijna vol?", "When is a maximum almost full?"),
    "supersession": (
        "Vervalt alles wat de herziening niet regelt?",
        "Does everything end that the revision does not cover?",
    ),
    "deadline_at_switch": (
        "Wat gebeurt er met een datum die na de herziening lag?",
        "What happens to a date that lay after the revision?",
    ),
    "after_effect": (
        "Moet nog gebeuren wat vóór het einde begon?",
        "Must that still be done which began before the end?",
    ),
}
CHOICES: Mapping[str, Mapping[str, Pair]] = {
    "year": {
        "calendar": ("het kalenderjaar", "the calendar year"),
        "covenant": (
            "twaalf maanden vanaf de ingang van het convenant",
            "twelve months from the start of the covenant",
        ),
    },
    "part_year": {
        "pro_rata": ("naar verhouding, gerekend in dagen", "in proportion, by days"),
        "full": ("ja, altijd het hele aantal", "yes, always the whole number"),
        "none": ("nee, in een deel geldt geen aantal", "no, no number holds in a part"),
    },
    "rounding": {
        "down": ("naar beneden", "down"),
        "half_up": ("naar het dichtstbijzijnde hele getal", "to the nearest whole number"),
        "up": ("naar boven", "up"),
    },
    "switch": {
        "separate": ("in twee delen, elk bij het eigen convenant", "in two parts, each under its own covenant"),
        "lineage": ("als één periode, bij het nieuwe convenant", "as one period, under the new covenant"),
    },
    "knowledge": {
        "hindsight": ("ja, met wat we nu weten", "yes, with what we know now"),
        "of_the_day": ("nee, zoals wij het toen wisten", "no, as we knew it then"),
    },
    "quorum": {
        "all_parties": ("alle partijen", "all parties"),
        "both_sides": ("van elke kant ten minste één partij", "at least one party of each side"),
        "any_two": ("ten minste twee partijen", "at least two parties"),
        "at_least": ("ten minste {n} van de partijen", "at least {n} of the parties"),
    },
    "same_day": {
        "one": ("als één overleg", "as one meeting"),
        "each": ("elk apart", "each by itself"),
    },
    "end_date": {
        "exclusive": ("nee, de dag ervoor is de laatste", "no, the day before is the last"),
        "inclusive": ("ja, die dag is de laatste", "yes, that day is the last"),
    },
    "early": {
        "counts": ("ja", "yes"),
        "in_window": ("nee, alleen in de periode die de tekst noemt", "no, only in the time that the text names"),
    },
    "workday": {
        "none": ("nee, de datum blijft staan", "no, the date stays"),
        "next": ("ja, naar de eerste werkdag erna", "yes, to the next working day"),
    },
    "same_day_before": {
        "accept": ("ja, dezelfde dag is op tijd", "yes, the same day is in time"),
        "reject": ("nee, het moet een dag eerder", "no, it must be a day earlier"),
    },
    "cap_part_year": {
        "full": ("ja, het hele maximum", "yes, the whole maximum"),
        "pro_rata": ("naar verhouding, naar beneden afgerond", "in proportion, rounded down"),
    },
    "count": {
        "exact": ("precies, minuut voor minuut", "exactly, minute by minute"),
        "started_per_entry": (
            "per keer, een begonnen eenheid telt helemaal",
            "each time, a unit that was begun counts in full",
        ),
        "started_per_day": (
            "per dag, een begonnen eenheid telt helemaal",
            "each day, a unit that was begun counts in full",
        ),
    },
    "month": {
        "calendar": ("de kalendermaand", "the calendar month"),
        "covenant": ("een maand vanaf de dag waarop het convenant inging", "a month from the day the covenant began"),
    },
    "cap_switch": {
        "continuous": ("nee, de teller loopt door", "no, the count goes on"),
        "reset": ("ja, de teller begint bij nul", "yes, the count starts at zero"),
    },
    "near": {"percent": ("vanaf {n} procent", "from {n} per cent")},
    "supersession": {
        "full": ("ja, alles vervalt", "yes, everything ends"),
        "unregulated_survives": (
            "nee, dat blijft tot de oude einddatum gelden",
            "no, that holds until the old end date",
        ),
    },
    "deadline_at_switch": {
        "lapses": ("die vervalt", "it lapses"),
        "due_before": ("het moest vóór de herziening klaar zijn", "it had to be done before the revision"),
        "survives": ("die blijft staan", "it stays"),
    },
    "after_effect": {
        "trigger_decides": ("ja, dat loopt nog af", "yes, that still runs out"),
        "lapses": ("nee, dat vervalt met het convenant", "no, that ends with the covenant"),
    },
}


def reading_text(key: str, value: object, lang: Lang) -> ReadingText:
    """Question and answer of one reading; `value` as the engine or as a definition file has it.

    Raises KeyError for a key that is no reading or a value that is no choice of it.
    """
    number = value.get("at_least") if isinstance(value, Mapping) else value
    if isinstance(number, int):
        choice = CHOICES[key]["at_least" if key == "quorum" else "percent"]
    else:
        choice = CHOICES[key][str(number)]
    return ReadingText(pick(QUESTIONS[key], lang), pick(choice, lang, n=number))
