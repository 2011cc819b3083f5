"""The two real covenants and their example register, checked against tables written out here.

pytestmark = pytest.mark.once

Reads the files themselves, without the code that imports them: a fault in the import cannot hide one in the
file.
"""

import csv
import re
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REGISTER = FIXTURES / "vng-nvvb-voorbeeld"
KINDS = ("cadence", "cap", "deadline", "duty", "standing", "held")
THEMES = {"identiteitsmanagement", "persoonsinformatiemanagement", "verkiezingen"}

CODES = {
    ("2016", "cadence"): "ambtelijk-overleg bestuurlijk-overleg",
    ("2016", "cap"): """gebouwgebruik-aantal gebouwgebruik-personen-vng gebouwgebruik-personen-nvvb
        personeelsadvies-cap financieel-advies-cap""",
    (
        "2016",
        "deadline",
    ): """standaardvoorwaarden-gereed modelprojectovereenkomst-gereed tussentijdse-evaluatie
        eindevaluatie""",
    (
        "2016",
        "duty",
    ): """ledenraadpleging convenantpartners-betrekken overleg-vooraf-informeren overleg-terugkoppelen
        achterban-standpunt achterban-gezamenlijk-optrekken rolraakvlak-informeren brieven-afstemmen
        brieven-gezamenlijk-ondertekenen brieven-afschrift projectbudget-overleg
        bestuurlijk-overleg-voorbereiden ingelast-overleg jaarplan-vooraf-bespreken
        jaarplan-achteraf-evalueren gpo-vertegenwoordiger-bepalen stuurgroepbezetting-afspreken
        projectovereenkomst-sluiten modelovereenkomst-hanteren nieuwe-projecten-onder-model
        rechtspositie-wijziging-melden personeelsadvies-verlenen financieel-advies-verlenen
        vergoeding-bij-overschrijding extern-advies-melden extern-advies-akkoord
        extern-advies-kosten berichten-plaatsen convenant-bekendmaken-leden
        communicatietekst-publiceren optreden-namens-bekendmaken
        aanpassing-na-tussentijdse-evaluatie""",
    (
        "2016",
        "standing",
    ): """jaarplan-bijdrage innovatie-vliegwiel opleidingen-samen gezamenlijke-belangenbehartiging
        gezamenlijke-standpunten themaverantwoordelijken-benoemen anticiperen-omgeving
        wederzijds-informeren werkverdeling-afspreken accounthouder-aanstellen
        accounthouder-monitoren ambtelijk-overleg-agenda jaarplan-voortgang-bewaken
        consulterend-overleg-voorzitten consulterend-overleg-deelnemen verkiezingen-samen-optrekken
        agendalid-nvvb-bestuur rolverdeling-leidend-projecten projecten-in-geest-convenant
        aanbestedingsregels rechtspositie-volgen rechtspositie-afspraak-intern-bekend
        communicatierichtlijnen-in-acht afspraken-leidend""",
    ("2016", "held"): """herziening-tussentijds standaardvoorwaarden-afwijken gebouwgebruik-recht
        catering-doorberekenen communicatietekst-opstellen accounthouder-bevoegdheid
        nvvb-gesprekspartner nvvb-participatie-namens looptijd doelstellingen reikwijdte rol-vng
        rol-king rol-nvvb accounthouders gremia projectvoorbeelden""",
    ("2019", "cadence"): "bestuurlijk-overleg topambtelijk-overleg",
    ("2019", "cap"): "personeelsadvies-cap",
    ("2019", "deadline"): "tussentijdse-evaluatie eindevaluatie voortzettingsoverleg rechtspositie-onderzoek",
    ("2019", "duty"): """standpuntverschil-overleg personeelsadvies-verlenen convenant-bekendmaken-leden
        aanpassing-na-tussentijdse-evaluatie""",
    ("2019", "standing"): """innovatie-stimuleren ggu-ondersteuning gezamenlijke-belangenbehartiging
        gezamenlijke-standpunten communicatieafspraken-maken communicatierichtlijnen-in-acht
        wederzijds-informeren bestuurlijk-overleg-agenda jaarplan-bijdrage
        topambtelijk-overleg-agenda ambtelijk-overleg rechtspositie-volgen
        bedrijfsvoering-in-werkafspraken werkafspraken-maken""",
    (
        "2019",
        "held",
    ): """herziening-tussentijds herziening-2016 looptijd doelstellingen reikwijdte rol-vng rol-nvvb""",
}
COUNTS = {
    "2016": {"cadence": 2, "cap": 5, "deadline": 4, "duty": 32, "standing": 24, "held": 17},
    "2019": {"cadence": 2, "cap": 1, "deadline": 4, "duty": 4, "standing": 14, "held": 7},
}
HOLDINGS = {"2016": {"may": 5, "power": 3, "definition": 9}, "2019": {"may": 1, "definition": 6}}
POWERS = {"accounthouder-bevoegdheid", "nvvb-gesprekspartner", "nvvb-participatie-namens"}
PERMISSIONS = {
    "2016": {
        "herziening-tussentijds",
        "standaardvoorwaarden-afwijken",
        "gebouwgebruik-recht",
        "catering-doorberekenen",
        "communicatietekst-opstellen",
    },
    "2019": {"herziening-tussentijds"},
}
SOFT = {
    "2016": """ledenraadpleging jaarplan-bijdrage innovatie-vliegwiel anticiperen-omgeving
        werkverdeling-afspreken projecten-in-geest-convenant afspraken-leidend""",
    "2019": "innovatie-stimuleren ggu-ondersteuning gezamenlijke-standpunten",
}
FORCE = {
    "2016": (date(2016, 5, 11), date(2016, 5, 11), date(2020, 1, 1)),
    "2019": (date(2019, 5, 20), date(2019, 5, 21), date(2024, 1, 1)),
}

QUANTITIES = {
    ("2016", "ambtelijk-overleg"): {"at_least": 4, "per": "year", "of": ["ambtelijk-overleg"]},
    ("2016", "bestuurlijk-overleg"): {"at_least": 2, "per": "year", "of": ["bestuurlijk-overleg"]},
    ("2016", "gebouwgebruik-aantal"): {
        "at_most": 6,
        "per": "year",
        "of": ["zaalgebruik"],
        "counter": "guest",
    },
    ("2016", "gebouwgebruik-personen-vng"): {
        "at_most": 50,
        "unit": "persons",
        "per": "event",
        "of": ["zaalgebruik"],
        "host": "vng",
    },
    ("2016", "gebouwgebruik-personen-nvvb"): {
        "at_most": 15,
        "unit": "persons",
        "per": "event",
        "of": ["zaalgebruik"],
        "host": "nvvb",
    },
    ("2016", "personeelsadvies-cap"): {
        "at_most": 1,
        "unit": "dagdeel",
        "unit_minutes": 240,
        "per": "month",
        "of": ["personeelsadvies"],
    },
    ("2016", "financieel-advies-cap"): {
        "at_most": 1,
        "unit": "dagdeel",
        "unit_minutes": 240,
        "per": "month",
        "of": ["financieel-advies"],
    },
    ("2019", "bestuurlijk-overleg"): {"at_least": 1, "per": "year", "of": ["bestuurlijk-overleg"]},
    ("2019", "topambtelijk-overleg"): {"at_least": 2, "per": "year", "of": ["topambtelijk-overleg"]},
    ("2019", "personeelsadvies-cap"): {
        "at_most": 1,
        "unit": "dagdeel",
        "unit_minutes": 240,
        "per": "month",
        "of": ["personeelsadvies"],
    },
}
DATES = {
    ("2016", "standaardvoorwaarden-gereed"): {
        "due": date(2016, 6, 30),
        "text": "vóór 1 juli 2016",
        "done_by": ["standaardvoorwaarden-vastgesteld"],
    },
    ("2016", "modelprojectovereenkomst-gereed"): {
        "due": date(2016, 6, 30),
        "text": "vóór 1 juli 2016",
        "done_by": ["modelovereenkomst-vastgesteld"],
    },
    ("2016", "tussentijdse-evaluatie"): {
        "opens": date(2017, 10, 1),
        "due": date(2017, 12, 31),
        "text": "eind 2017",
        "grace_days": 0,
        "done_by": ["evaluatie-tussentijds"],
    },
    ("2016", "eindevaluatie"): {
        "due": "end",
        "text": "vóór het einde van de looptijd",
        "done_by": ["evaluatie-eind"],
    },
    ("2019", "tussentijdse-evaluatie"): {
        "opens": date(2021, 10, 1),
        "due": date(2021, 12, 31),
        "text": "eind 2021",
        "grace_days": 0,
        "done_by": ["evaluatie-tussentijds"],
    },
    ("2019", "eindevaluatie"): {
        "due": "end",
        "text": "vóór het einde van de looptijd",
        "done_by": ["evaluatie-eind"],
    },
    ("2019", "voortzettingsoverleg"): {
        "due": date(2023, 11, 1),
        "text": "uiterlijk twee maanden vóór 1 januari 2024",
        "done_by": ["voortzettingsoverleg"],
    },
    ("2019", "rechtspositie-onderzoek"): {"target": date(2019, 12, 31), "done_by": ["onderzoek-afgerond"]},
}
WINDOWS = {
    ("2016", "modelovereenkomst-hanteren"): {"from": date(2016, 7, 1)},
    ("2016", "nieuwe-projecten-onder-model"): {"from": date(2016, 5, 11)},
    ("2019", "personeelsadvies-cap"): {"until": date(2020, 1, 1)},
    ("2019", "personeelsadvies-verlenen"): {"until": date(2020, 1, 1)},
    ("2019", "rechtspositie-volgen"): {"until": date(2020, 1, 1)},
}

# code: (what triggers it, relation, own days, each, what settles it)
# own days: lead days for before, else a target; a trigger that is no list: one type, only with a theme
ADVICE_CAPS = {"exceeded": ["personeelsadvies-cap", "financieel-advies-cap"]}
DUTIES = {
    "2016": {
        "ledenraadpleging": (["ledenraadpleging-nodig"], "upon", None, None, "ledenraadpleging"),
        "convenantpartners-betrekken": (
            ["ledenraadpleging"],
            "upon",
            None,
            None,
            "convenantpartners-betrokken",
        ),
        "overleg-vooraf-informeren": (["extern-overleg"], "before", 7, None, "vooraf-geinformeerd"),
        "overleg-terugkoppelen": (["extern-overleg"], "after", 14, None, "teruggekoppeld"),
        "achterban-standpunt": (["achterban-nodig"], "upon", None, None, "achterban-benaderd"),
        "achterban-gezamenlijk-optrekken": (
            ["achterban-nodig"],
            "upon",
            None,
            None,
            "achterban-samen-voorbereid",
        ),
        "rolraakvlak-informeren": (["rolraakvlak"], "upon", None, "addressee", "rolraakvlak-gemeld"),
        "brieven-afstemmen": ("brief-gezamenlijk-verzonden", "before", 5, None, "brief-afgestemd"),
        "brieven-gezamenlijk-ondertekenen": (
            "brief-gezamenlijk-verzonden",
            "upon",
            None,
            None,
            "brief-gezamenlijk-ondertekend",
        ),
        "brieven-afschrift": ("brief-verzonden", "upon", 7, "addressee", "afschrift-verzonden"),
        "projectbudget-overleg": ("projectbudget-toegekend", "upon", 30, None, "projectbudget-besproken"),
        "bestuurlijk-overleg-voorbereiden": (
            ["bestuurlijk-overleg"],
            "before",
            30,
            None,
            "ambtelijk-overleg",
        ),
        "ingelast-overleg": (["ingelast-overleg-gevraagd"], "upon", 10, None, "ingelast-overleg"),
        "jaarplan-vooraf-bespreken": (["jaarplan-vastgesteld"], "before", 90, None, "jaarplan-besproken"),
        "jaarplan-achteraf-evalueren": ({"each_year": "12-31"}, "after", 90, None, "jaarplan-geevalueerd"),
        "gpo-vertegenwoordiger-bepalen": (
            ["gpo-vertegenwoordiger-aangewezen"],
            "before",
            None,
            None,
            "gpo-vertegenwoordiger-besproken",
        ),
        "stuurgroepbezetting-afspreken": (
            ["stuurgroepafspraak-nodig"],
            "upon",
            30,
            None,
            "stuurgroepbezetting-afgesproken",
        ),
        "projectovereenkomst-sluiten": (["project-gestart"], "upon", 30, None, "projectovereenkomst"),
        "modelovereenkomst-hanteren": (["project-gestart"], "upon", None, None, "projectovereenkomst"),
        "nieuwe-projecten-onder-model": ("project-gestart", "upon", None, None, "projectovereenkomst"),
        "rechtspositie-wijziging-melden": (
            ["rechtspositie-gewijzigd"],
            "upon",
            14,
            None,
            "rechtspositie-wijziging-gemeld",
        ),
        "personeelsadvies-verlenen": (["personeelsadvies-gevraagd"], "upon", 14, None, "personeelsadvies"),
        "financieel-advies-verlenen": (["financieel-advies-gevraagd"], "upon", 14, None, "financieel-advies"),
        "vergoeding-bij-overschrijding": (ADVICE_CAPS, "after", 14, None, "vergoedingsoverleg"),
        "extern-advies-melden": (["extern-advies-aangevraagd"], "before", None, None, "extern-advies-gemeld"),
        "extern-advies-akkoord": (
            ["extern-advies-aangevraagd"],
            "before",
            None,
            None,
            "extern-advies-akkoord",
        ),
        "extern-advies-kosten": (["extern-advies-factuur"], "after", 30, None, "extern-advies-betaald"),
        "berichten-plaatsen": (["bericht-aangeboden"], "upon", 7, "bearer", "bericht-geplaatst"),
        "convenant-bekendmaken-leden": ({"start": True}, "after", 30, "bearer", "bekendmaking"),
        "communicatietekst-publiceren": (
            ["communicatietekst-vastgesteld"],
            "after",
            14,
            "bearer",
            "communicatietekst-gepubliceerd",
        ),
        "optreden-namens-bekendmaken": (
            ["optreden-namens-vng"],
            "upon",
            None,
            None,
            "optreden-bekendgemaakt",
        ),
        "aanpassing-na-tussentijdse-evaluatie": (
            ["evaluatie-tussentijds"],
            "after",
            60,
            None,
            "aanpassing-besloten",
        ),
    },
    "2019": {
        "standpuntverschil-overleg": (["standpuntverschil"], "upon", 14, None, "standpuntverschil-besproken"),
        "personeelsadvies-verlenen": (["personeelsadvies-gevraagd"], "upon", 14, None, "personeelsadvies"),
        "convenant-bekendmaken-leden": ({"start": True}, "after", 30, "bearer", "bekendmaking"),
        "aanpassing-na-tussentijdse-evaluatie": (
            ["evaluatie-tussentijds"],
            "after",
            60,
            None,
            "aanpassing-besloten",
        ),
    },
}
SPECIAL_STANDING = {
    ("2016", "accounthouder-aanstellen"): {"register": "account_holders"},
    ("2016", "agendalid-nvvb-bestuur"): {"register": "agenda_members"},
    ("2016", "themaverantwoordelijken-benoemen"): {"register": "theme_leads", "review_months": 12},
    ("2019", "ambtelijk-overleg"): {"of": ["ambtelijk-overleg"], "remind_after_days": 120},
}
HALF_YEARLY = {
    "2016": """gezamenlijke-belangenbehartiging gezamenlijke-standpunten wederzijds-informeren
        jaarplan-voortgang-bewaken""",
    "2019": "gezamenlijke-belangenbehartiging gezamenlijke-standpunten wederzijds-informeren",
}
REMINDERS = {
    ("2016", "ambtelijk-overleg"): {"slot": [30, 14], "before": [45, 14], "after": [7]},
    ("2016", "bestuurlijk-overleg"): {"slot": [60, 30], "before": [60, 30]},
    ("2016", "gebouwgebruik-aantal"): {"at_percent": [75, 100]},
    ("2016", "gebouwgebruik-personen-vng"): {"at_percent": [100]},
    ("2016", "gebouwgebruik-personen-nvvb"): {"at_percent": [100]},
    ("2016", "personeelsadvies-cap"): {"at_percent": [75, 100]},
    ("2016", "financieel-advies-cap"): {"at_percent": [75, 100]},
    ("2016", "standaardvoorwaarden-gereed"): {"before": [30, 14, 7]},
    ("2016", "modelprojectovereenkomst-gereed"): {"before": [30, 14, 7]},
    ("2016", "tussentijdse-evaluatie"): {"opens": True, "before": [60, 30, 14]},
    ("2016", "eindevaluatie"): {"before": [180, 90, 30]},
    ("2016", "overleg-vooraf-informeren"): {"before": [7, 2]},
    ("2016", "brieven-afstemmen"): {"before": [5, 2]},
    ("2016", "bestuurlijk-overleg-voorbereiden"): {"before": [30, 14]},
    ("2016", "jaarplan-vooraf-bespreken"): {"before": [90, 45]},
    ("2019", "bestuurlijk-overleg"): {"before": [90, 30]},
    ("2019", "topambtelijk-overleg"): {"slot": [45, 14]},
    ("2019", "personeelsadvies-cap"): {"at_percent": [75, 100]},
    ("2019", "tussentijdse-evaluatie"): {"opens": True, "before": [60, 30, 14]},
    ("2019", "eindevaluatie"): {"before": [180, 90, 30]},
    ("2019", "voortzettingsoverleg"): {"before": [90, 60, 30, 7]},
    ("2019", "rechtspositie-onderzoek"): {"before": [90, 30]},
}
# who owes it: everyone of the revision, unless it stands here
BEARERS = {
    "2016": {
        "gebouwgebruik-personen-vng": "king nvvb",
        "gebouwgebruik-personen-nvvb": "vng king",
        "personeelsadvies-cap": "vng",
        "financieel-advies-cap": "vng",
        "ledenraadpleging": "vng",
        "convenantpartners-betrekken": "vng",
        "overleg-vooraf-informeren": "nvvb",
        "overleg-terugkoppelen": "nvvb",
        "achterban-standpunt": "vng",
        "brieven-afstemmen": "nvvb",
        "gpo-vertegenwoordiger-bepalen": "vng",
        "rechtspositie-wijziging-melden": "vng",
        "personeelsadvies-verlenen": "vng",
        "financieel-advies-verlenen": "vng",
        "vergoeding-bij-overschrijding": "vng",
        "extern-advies-melden": "vng",
        "extern-advies-akkoord": "vng",
        "extern-advies-kosten": "nvvb",
        "berichten-plaatsen": "vng king",
        "optreden-namens-bekendmaken": "vng nvvb",
        "opleidingen-samen": "nvvb vng",
        "consulterend-overleg-voorzitten": "vng",
        "consulterend-overleg-deelnemen": "nvvb king",
        "agendalid-nvvb-bestuur": "vng king",
        "rechtspositie-volgen": "nvvb",
        "rechtspositie-afspraak-intern-bekend": "vng",
        "nvvb-gesprekspartner": "nvvb",
        "nvvb-participatie-namens": "nvvb",
        "rol-vng": "vng",
        "rol-king": "king",
        "rol-nvvb": "nvvb",
    },
    "2019": {
        "personeelsadvies-cap": "vng",
        "personeelsadvies-verlenen": "vng",
        "innovatie-stimuleren": "nvvb",
        "ggu-ondersteuning": "vng",
        "rechtspositie-volgen": "nvvb",
        "rol-vng": "vng",
        "rol-nvvb": "nvvb",
    },
}
PARAGRAPHS = {
    "2016": {
        "AANHEF": 2,
        "REIK": 1,
        "ROL": 9,
        "OVV": 3,
        "PER": 2,
        "COM": 5,
        "PRJ": 3,
        "BV": 3,
        "CMM": 4,
        "EVA": 1,
        "OND": 2,
    },
    "2019": {
        "AANHEF": 1,
        "ond. 1": 1,
        "ond. 2": 3,
        "ond. 3": 1,
        "ond. 4": 1,
        "ond. 5": 4,
        "ond. 6": 4,
        "ond. 7": 1,
        "ond. 8": 1,
        "ond. 9": 2,
        "ond. 10": 1,
        "SLOT": 1,
    },
}
MOVED = """gebouwgebruik-aantal gebouwgebruik-personen-vng gebouwgebruik-personen-nvvb
    rechtspositie-wijziging-melden rechtspositie-afspraak-intern-bekend financieel-advies-verlenen
    financieel-advies-cap vergoeding-bij-overschrijding extern-advies-melden extern-advies-akkoord
    extern-advies-kosten berichten-plaatsen communicatietekst-publiceren"""
MOVED_HELD = "gebouwgebruik-recht catering-doorberekenen communicatietekst-opstellen"
NEW = """bestuurlijk-overleg-agenda topambtelijk-overleg topambtelijk-overleg-agenda
    standpuntverschil-overleg ggu-ondersteuning rechtspositie-onderzoek
    bedrijfsvoering-in-werkafspraken werkafspraken-maken communicatieafspraken-maken
    voortzettingsoverleg"""

MEETINGS = {
    "ambtelijk-overleg": "official",
    "bestuurlijk-overleg": "board",
    "topambtelijk-overleg": "senior",
    "ingelast-overleg": "extra",
}
MEASURES = {"personeelsadvies": "minutes", "financieel-advies": "minutes", "zaalgebruik": "persons"}
SHARED_TYPES = """personeelsadvies financieel-advies zaalgebruik standaardvoorwaarden-vastgesteld
    modelovereenkomst-vastgesteld evaluatie-tussentijds evaluatie-eind voortzettingsoverleg
    onderzoek-afgerond extern-overleg vooraf-geinformeerd teruggekoppeld extern-advies-gemeld
    extern-advies-akkoord extern-advies-aangevraagd brief-verzonden afschrift-verzonden bekendmaking
    vergoedingsoverleg project-gestart projectovereenkomst"""
READINGS = [
    ("year", "calendar"),
    ("part_year", "pro_rata"),
    ("rounding", "down"),
    ("switch", "separate"),
    ("knowledge", "hindsight"),
    ("quorum", "all_parties"),
    ("same_day", "one"),
    ("end_date", "exclusive"),
    ("early", "counts"),
    ("workday", "none"),
    ("same_day_before", "accept"),
    ("cap_part_year", "full"),
    ("count", "exact"),
    ("month", "calendar"),
    ("cap_switch", "continuous"),
    ("near", 75),
    ("supersession", "full"),
    ("deadline_at_switch", "lapses"),
    ("after_effect", "trigger_decides"),
]
RECORDS = """A-01 A-02 A-03 A-04 A-05 A-06 A-07 A-08 A-09 A-10 A-11 A-12 A-13 A-14 A-15 A-16 A-17 A-18 A-19a
    A-19b A-20a A-20b A-21 A-22 A-23 A-24 A-25 A-26 A-27 A-28 A-29 A-30 A-31 A-32 A-33 A-34 A-35
    A-36 A-37 A-38 A-39 A-40 A-41 A-42 A-43 A-44 A-45 A-46 A-47 A-48 A-49 A-50 A-51 A-52 A-53 A-54"""
RECORD_KEYS = {
    "A-01": "year",
    "A-02": "part_year",
    "A-03": "rounding",
    "A-04": "switch",
    "A-06": "knowledge",
    "A-09": "quorum",
    "A-11": "same_day",
    "A-16": "end_date",
    "A-19b": "early",
    "A-22": "workday",
    "A-24": "same_day_before",
    "A-27": "cap_part_year",
    "A-30": "count",
    "A-32": "month",
    "A-34": "cap_switch",
    "A-37": "near",
    "A-38": "quorum",
    "A-43": "supersession",
    "A-44": "deadline_at_switch",
    "A-46": "after_effect",
}
HEADERS = {
    "posts.csv": "party,role,function,name,email,from,until,deputy_of",
    "meetings.csv": "ref,type,on,at,state,present,location,subject,recorded_on",
    "events.csv": "ref,type,on,at,by,to,host,minutes,persons,theme,answers,state,subject,recorded_on",
}
STATES = {
    "meetings.csv": {"planned", "held", "cancelled"},
    "events.csv": {"happened", "planned", "reported", "unknown"},
}
IN_FORCE, SWITCH, OUT_OF_FORCE = date(2016, 5, 11), date(2019, 5, 21), date(2024, 1, 1)
CITATION = re.compile(r"(?P<key>AANHEF|SLOT|ond\. \d+|[A-Z]+) al\. (?P<paragraph>\d+)(?: zin \d+)?")

FILE = YAML(typ="safe", pure=True).load((FIXTURES / "vng-nvvb.yaml").read_text(encoding="utf-8"))
REVISIONS = FILE["revisions"]
ROWS = {(key, code): row for key, revision in REVISIONS.items() for code, row in revision["obligations"].items()}


def kinds_of(row):
    return [kind for kind in KINDS if kind in row]


def checkable(revision):
    return {code for (key, code), row in ROWS.items() if key == revision and "held" not in row}


def of_kind(kind):
    return {place: row for place, row in ROWS.items() if kind in row}


def types_in(row):
    """Every type that an obligation names."""
    found = []
    for kind in KINDS[:5]:
        term = row.get(kind, {})
        when = term.get("when", [])
        found += term.get("of", []) + term.get("done_by", [])
        found += when if isinstance(when, list) else when.get("types", [])
    return found


def csv_rows(name):
    with (REGISTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parties_on(day):
    return {"vng", "king", "nvvb"} if day < SWITCH else {"vng", "nvvb"}


def test_covenant_and_revisions():
    assert list(FILE) == [
        "covenant",
        "title",
        "tracked_from",
        "parties",
        "themes",
        "types",
        "readings",
        "reading_records",
        "revisions",
    ]
    assert (FILE["covenant"], FILE["title"], FILE["tracked_from"]) == (
        "vng-nvvb",
        "Samenwerking VNG en NVVB",
        "start",
    )
    assert FILE["parties"] == {
        "vng": {"name": "Vereniging van Nederlandse Gemeenten", "short": "VNG"},
        "king": {"name": "Kwaliteitsinstituut Nederlandse Gemeenten", "short": "KING"},
        "nvvb": {"name": "Nederlandse Vereniging voor Burgerzaken", "short": "NVVB"},
    }
    assert set(FILE["themes"]) == THEMES
    assert list(REVISIONS) == ["2016", "2019"]
    for key, dates in FORCE.items():
        revision = REVISIONS[key]
        assert (revision["signed_on"], revision["in_force_from"], revision["ends_on"]) == dates
    assert (REVISIONS["2019"]["replaces"], REVISIONS["2019"]["replaces_from"]) == ("2016", date(2019, 5, 21))
    assert "replaces" not in REVISIONS["2016"]


def test_parties_of_the_revisions():
    assert list(REVISIONS["2016"]["parties"]) == ["vng", "king", "nvvb"]
    assert list(REVISIONS["2019"]["parties"]) == ["vng", "nvvb"]
    assert REVISIONS["2016"]["sides"] == [["vng", "king"], ["nvvb"]]
    assert "sides" not in REVISIONS["2019"]
    assert all(party["role"] for revision in REVISIONS.values() for party in revision["parties"].values())
    assert {key: party["account_holder"] for key, party in REVISIONS["2016"]["parties"].items()} == {
        "vng": "hoofd expertisecentrum Dienstverlening & Informatiebeleid",
        "king": "vertegenwoordiger uit het managementteam van KING",
        "nvvb": "directeur NVVB",
    }
    assert all("account_holder" not in party for party in REVISIONS["2019"]["parties"].values())


@pytest.mark.parametrize(("revision", "kind"), CODES)
def test_codes(revision, kind):
    codes = CODES[revision, kind].split()
    assert [code for (key, code), row in ROWS.items() if key == revision and kind in row] == codes
    assert len(codes) == COUNTS[revision][kind]


def test_each_obligation_has_one_kind_and_all_that_is_required():
    for place, row in ROWS.items():
        assert len(kinds_of(row)) == 1, place
        assert row["title"], place
        assert row["summary"].endswith("."), place
        assert row["clause"], place
        assert row["bearers"], place
        assert set(row) <= {
            *KINDS,
            "title",
            "summary",
            "clause",
            "bearers",
            "towards",
            "themes",
            "soft",
            "window",
            "reminders",
            "agenda_of",
        }, place


def test_totals():
    assert (len(checkable("2016")), len(checkable("2019"))) == (67, 25)
    assert len(of_kind("cadence")) + len(of_kind("cap")) == 10
    dated = [place for place, row in of_kind("deadline").items() if "due" in row["deadline"]]
    assert len(dated) == 7


def test_held():
    for revision, expected in HOLDINGS.items():
        held = {code: row["held"] for (key, code), row in of_kind("held").items() if key == revision}
        assert Counter(held.values()) == expected
        assert {code for code, holding in held.items() if holding == "may"} == PERMISSIONS[revision]
        assert {code for code, holding in held.items() if holding == "power"} == (
            POWERS if revision == "2016" else set()
        )


def test_soft():
    for revision, codes in SOFT.items():
        assert {code for (key, code), row in ROWS.items() if key == revision and "soft" in row} == set(codes.split())
    assert all(row["soft"] is True for row in ROWS.values() if "soft" in row)


def test_quantities():
    found = {place: row["cadence"] for place, row in of_kind("cadence").items()}
    assert found | {place: row["cap"] for place, row in of_kind("cap").items()} == QUANTITIES


JOINTLY = {"tussentijdse-evaluatie", "eindevaluatie", "voortzettingsoverleg"}


def test_dates():
    assert {place: row["deadline"] for place, row in of_kind("deadline").items()} == {
        place: deadline | ({"jointly": True} if place[1] in JOINTLY else {}) for place, deadline in DATES.items()
    }


def test_own_windows():
    assert {place: row["window"] for place, row in ROWS.items() if "window" in row} == WINDOWS


@pytest.mark.parametrize(("revision", "code"), [(key, code) for key, rows in DUTIES.items() for code in rows])
def test_duties(revision, code):
    when, relation, days, each, done_by = DUTIES[revision][code]
    if isinstance(when, str):
        when = {"types": [when], "themed": True}
    expected = {"when": when, "relation": relation, "done_by": [done_by]}
    if days is not None:
        expected["lead_days" if relation == "before" else "target_days"] = days
    if each is not None:
        expected["each"] = each
    assert ROWS[revision, code]["duty"] == expected


def test_every_duty_is_in_the_table():
    assert {(key, code) for key, rows in DUTIES.items() for code in rows} == set(of_kind("duty"))


def test_standing():
    for (revision, code), row in of_kind("standing").items():
        half_yearly = code in HALF_YEARLY[revision].split()
        expected = SPECIAL_STANDING.get((revision, code), {"review_months": 6 if half_yearly else 12})
        assert row["standing"] == expected, (revision, code)


def test_reminders():
    assert {place: row["reminders"] for place, row in ROWS.items() if "reminders" in row} == REMINDERS


def test_bearers_and_towards():
    for (revision, code), row in ROWS.items():
        parties = set(REVISIONS[revision]["parties"])
        who = BEARERS[revision].get(code)
        assert row["bearers"] == (who.split() if who else list(REVISIONS[revision]["parties"])), code
        assert set(row["bearers"]) | set(row.get("towards", [])) <= parties, code


def test_themes():
    for place, row in ROWS.items():
        assert set(row.get("themes", [])) <= THEMES, place
    assert ROWS["2016", "verkiezingen-samen-optrekken"]["themes"] == ["verkiezingen"]
    assert set(ROWS["2016", "themaverantwoordelijken-benoemen"]["themes"]) == THEMES


def test_clauses():
    for revision, expected in PARAGRAPHS.items():
        clauses = REVISIONS[revision]["clauses"]
        assert {key: len(clause["paragraphs"]) for key, clause in clauses.items()} == expected
        for clause in clauses.values():
            assert clause["heading"]
            assert list(clause["paragraphs"]) == [str(n + 1) for n in range(len(clause["paragraphs"]))]
            assert all(clause["paragraphs"].values())


def test_every_citation_is_declared():
    for (revision, code), row in ROWS.items():
        for citation in row["clause"].split("; "):
            match = CITATION.fullmatch(citation)
            assert match, (code, citation)
            assert match["paragraph"] in REVISIONS[revision]["clauses"][match["key"]]["paragraphs"], (
                code,
                citation,
            )


def test_types():
    types = FILE["types"]
    assert {key: row["meeting"] for key, row in types.items() if "meeting" in row} == MEETINGS
    assert {key: row["measure"] for key, row in types.items() if "measure" in row} == MEASURES
    assert set(SHARED_TYPES.split()) <= set(types)
    assert all(row["name"] for row in types.values())
    used = {name for row in ROWS.values() for name in types_in(row)}
    assert used == set(types)


def test_duties_name_what_triggers_and_what_settles():
    for (revision, code), row in of_kind("duty").items():
        assert row["duty"]["when"], code
        assert row["duty"]["done_by"], code
        when = row["duty"]["when"]
        for cap in when.get("exceeded", []) if isinstance(when, dict) else []:
            assert "cap" in ROWS[revision, cap]


def test_lineage_is_complete():
    lineage = REVISIONS["2019"]["lineage"]
    old, new = set(REVISIONS["2016"]["obligations"]), set(REVISIONS["2019"]["obligations"])
    assert set(lineage) == old - new
    becomes = {code: outcome["becomes"] for code, outcome in lineage.items() if "becomes" in outcome}
    assert becomes == {"innovatie-vliegwiel": ["innovatie-stimuleren"]}
    moved = {code for code, outcome in lineage.items() if "moved_to" in outcome}
    assert moved == set(MOVED.split()) | set(MOVED_HELD.split())
    assert {lineage[code]["moved_to"] for code in moved} == {"werkafspraken"}
    assert {code for code in moved if lineage[code].get("certain") is False} == {
        "gebouwgebruik-aantal",
        "gebouwgebruik-personen-vng",
        "gebouwgebruik-personen-nvvb",
        "rechtspositie-wijziging-melden",
        "rechtspositie-afspraak-intern-bekend",
    }
    assert {lineage[code] for code in set(lineage) - moved - set(becomes)} == {"dropped"}


def test_lineage_totals():
    lineage = REVISIONS["2019"]["lineage"]
    old, new = checkable("2016"), checkable("2019")
    changed = len(old & new) + sum("becomes" in lineage[code] for code in old - new)
    moved = sum("moved_to" in lineage[code] for code in old - new)
    dropped = sum(lineage[code] == "dropped" for code in old - new)
    assert (changed, moved, dropped) == (15, 13, 39)
    assert new - old - {"innovatie-stimuleren"} == set(NEW.split())
    assert len(NEW.split()) == 10


def test_readings_are_spelled_out_at_their_default():
    assert list(FILE["readings"].items()) == READINGS


def test_reading_records():
    records = FILE["reading_records"]
    assert list(records) == RECORDS.split()
    assert {number: record["key"] for number, record in records.items() if "key" in record} == RECORD_KEYS
    assert set(RECORD_KEYS.values()) == {key for key, _ in READINGS}
    codes = {code for _, code in ROWS}
    for number, record in records.items():
        assert record["question"].endswith("?"), number
        assert record["alternatives"], number
        assert record["choice"] not in record["alternatives"], number
        assert record["why"], number
        assert set(record.get("obligations", [])) <= codes, number
        assert not {"agreed_on", "agreed_by"} & set(record), number
        assert ("key" in record) == ("value" in record), number
        if "key" in record:
            assert record["value"] == FILE["readings"][record["key"]], number


@pytest.mark.parametrize("name", HEADERS)
def test_csv_headers(name):
    with (REGISTER / name).open(encoding="utf-8", newline="") as file:
        assert file.readline() == HEADERS[name] + "\n"
    assert all(None not in row and None not in row.values() for row in csv_rows(name))


def test_csv_refs_are_unique():
    refs = [row["ref"] for name in ("meetings.csv", "events.csv") for row in csv_rows(name)]
    assert all(refs)
    assert len(refs) == len(set(refs))


@pytest.mark.parametrize("name", ["meetings.csv", "events.csv"])
def test_csv_rows_are_real(name):
    meeting = name == "meetings.csv"
    allowed = {key for key, row in FILE["types"].items() if ("meeting" in row) == meeting}
    if not meeting:
        allowed |= {"review", "waiver"}
    for row in csv_rows(name):
        day, recorded = date.fromisoformat(row["on"]), date.fromisoformat(row["recorded_on"])
        assert IN_FORCE <= day < OUT_OF_FORCE, row
        assert day <= recorded, row
        assert row["type"] in allowed, row
        assert row["state"] in STATES[name], row
        assert row["subject"], row
        if row["at"]:
            assert time.fromisoformat(row["at"]), row


def test_meetings_name_parties_of_that_day():
    for row in csv_rows("meetings.csv"):
        present = [party for party in row["present"].split(";") if party]
        assert (row["state"] == "held") == bool(present), row
        assert set(present) <= parties_on(date.fromisoformat(row["on"])), row
        assert len(present) == len(set(present)), row


def test_events_name_parties_of_that_day():
    for row in csv_rows("events.csv"):
        named = {party for party in [row["by"], row["host"], *row["to"].split(";")] if party}
        assert named <= parties_on(date.fromisoformat(row["on"])), row
        assert not row["theme"] or row["theme"] in THEMES, row


def test_measures_of_events():
    for row in csv_rows("events.csv"):
        measure = MEASURES.get(row["type"])
        for column in ("minutes", "persons"):
            assert bool(row[column]) == (column == measure), row
        assert not measure or int(row[measure]) > 0
        assert bool(row["host"]) == (row["type"] == "zaalgebruik"), row
        assert row["host"] != row["by"] or not row["host"], row


def test_answers_name_something_that_exists():
    events = csv_rows("events.csv")
    refs = {row["ref"] for row in events}
    codes = {code for _, code in ROWS}
    for row in events:
        answers = row["answers"]
        if row["type"] == "review":
            day = date.fromisoformat(row["on"])
            revision = "2016" if day < SWITCH else "2019"
            assert "standing" in ROWS[revision, answers], row
            assert row["subject"] in {"in_order", "not_in_order"}, row
        elif row["type"] == "waiver":
            assert answers.partition("@")[0] in codes, row
            assert set(row["to"].split(";")) == parties_on(date.fromisoformat(row["on"])), row
        elif answers and answers not in refs:
            assert re.fullmatch(r"\d{4}-12-31|exceeded:personeelsadvies-cap:2018-03-01", answers), row


def test_posts():
    posts = csv_rows("posts.csv")
    leads = Counter(row["role"] for row in posts if row["role"].startswith("theme_lead:"))
    assert leads == {f"theme_lead:{theme}": 3 for theme in THEMES}
    assert {row["role"] for row in posts if ":" not in row["role"]} == {
        "account_holder",
        "contact",
        "agenda_member",
        "secretariat",
    }
    for row in posts:
        start, end = date.fromisoformat(row["from"]), date.fromisoformat(row["until"])
        assert IN_FORCE <= start < end <= OUT_OF_FORCE, row
        assert row["party"] in parties_on(start), row
        assert row["party"] != "king" or end <= SWITCH, row
        assert row["email"].endswith("@example.nl"), row
    king = [(row["from"], row["until"]) for row in posts if row["party"] == "king" and row["role"] == "account_holder"]
    assert king == [("2016-05-11", "2017-08-01"), ("2017-10-01", "2019-05-21")]


def held(kind, year, everyone):
    return sum(
        row["type"] == kind
        and row["state"] == "held"
        and row["on"].startswith(str(year))
        and set(row["present"].split(";")) == everyone
        for row in csv_rows("meetings.csv")
    )


def test_the_example_shows_kept_and_missed_years():
    three, two = {"vng", "king", "nvvb"}, {"vng", "nvvb"}
    assert [held("ambtelijk-overleg", year, three) for year in (2016, 2017, 2018, 2019)] == [2, 3, 4, 1]
    assert [held("bestuurlijk-overleg", year, three) for year in (2016, 2017, 2018)] == [1, 2, 2]
    assert [held("bestuurlijk-overleg", year, two) for year in range(2019, 2024)] == [1, 1, 1, 1, 1]
    assert [held("topambtelijk-overleg", year, two) for year in range(2019, 2024)] == [1, 2, 2, 1, 2]
    assert any(row["state"] == "cancelled" for row in csv_rows("meetings.csv"))


def test_the_example_shows_a_month_above_the_maximum():
    minutes = Counter()
    for row in csv_rows("events.csv"):
        if row["type"] in {"personeelsadvies", "financieel-advies"}:
            minutes[row["type"], row["on"][:7]] += int(row["minutes"])
    assert {month: used for month, used in minutes.items() if used > 240} == {("personeelsadvies", "2018-03"): 255}
    march = [int(row["minutes"]) for row in csv_rows("events.csv") if row["minutes"] and row["on"][:7] == "2018-03"]
    assert march == [90, 60, 30, 60, 15]


def test_the_example_shows_the_dates():
    days = {row["ref"]: (row["type"], row["on"]) for row in csv_rows("events.csv")}
    assert days["ET-2018-1"] == ("evaluatie-tussentijds", "2018-02-08")
    assert days["ET-2021-1"] == ("evaluatie-tussentijds", "2021-11-17")
    assert days["VZ-2023-1"] == ("voortzettingsoverleg", "2023-10-24")
    assert days["EE-2023-1"] == ("evaluatie-eind", "2023-11-29")
    crowded = [
        row["on"]
        for row in csv_rows("events.csv")
        if row["host"] == "vng" and row["type"] == "zaalgebruik" and int(row["persons"]) > 50
    ]
    assert crowded == ["2017-10-11"]
    assert sum(row["state"] == "unknown" for row in csv_rows("events.csv")) == 1
