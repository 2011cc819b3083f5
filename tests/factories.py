"""A small covenant of one obligation of each kind, written straight through the models."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from meetings.models import Attendance, Meeting
from obligations.models import (
    CadenceTerm,
    CapTerm,
    Citation,
    Clause,
    Covenant,
    DeadlineTerm,
    DutyTerm,
    Event,
    EventParty,
    FactType,
    HeldTerm,
    Membership,
    Obligation,
    ObligationParty,
    ObligationType,
    Outcome,
    Paragraph,
    Party,
    Post,
    Reading,
    Reference,
    Revision,
    RevisionParty,
    Role,
    StandingTerm,
    Tenure,
)

PARTIES = {"stad": "Gemeente Voorbeeldstad", "regio": "Regio Voorbeeld"}
TYPES = {
    "overleg": ("Ambtelijk overleg", {"meeting": "official"}),
    "zaal": ("Zaal gebruikt", {}),
    "evaluatie": ("Evaluatie gehouden", {}),
    "gesprek": ("Gesprek met anderen", {}),
    "uitkomst": ("Uitkomst gemeld", {}),
    "brief": ("Brief verzonden", {}),
    "kopie": ("Kopie gestuurd", {}),
}
TERMS: dict[str, tuple[type[Any], dict[str, Any], dict[str, list[str]]]] = {
    "overleg": (CadenceTerm, {"at_least": 4, "per": "year"}, {"of": ["overleg"]}),
    "zaal": (CapTerm, {"at_most": 2, "per": "year", "counter": "guest"}, {"of": ["zaal"]}),
    "evaluatie": (DeadlineTerm, {"due": date(2018, 6, 30), "text": "vóór 1 juli 2018"}, {"done_by": ["evaluatie"]}),
    "terugkoppelen": (
        DutyTerm,
        {"relation": "after", "target_days": 14},
        {"when": ["gesprek"], "done_by": ["uitkomst"]},
    ),
    "kopie": (DutyTerm, {"relation": "after", "target_days": 14}, {"when": ["brief"], "done_by": ["kopie"]}),
    "in-beeld-houden": (StandingTerm, {"review_months": 12}, {}),
    "recht-op-zaal": (HeldTerm, {"holding": "may"}, {}),
}
TITLES = {
    "overleg": "Ambtelijk overleg houden",
    "zaal": "Elkaars zaal gebruiken",
    "evaluatie": "Tussentijds evalueren",
    "terugkoppelen": "Uitkomst van een gesprek melden",
    "kopie": "Kopie van een brief sturen",
    "in-beeld-houden": "Ontwikkelingen in beeld houden",
    "recht-op-zaal": "Recht op een zaal",
}
KINDS = {
    CadenceTerm: "cadence",
    CapTerm: "cap",
    DeadlineTerm: "deadline",
    DutyTerm: "duty",
    StandingTerm: "standing",
    HeldTerm: "held",
}


def make_covenant(
    key: str = "voorbeeld",
    title: str = "Samen voor Voorbeeld",
    *,
    in_force_from: date = date(2016, 1, 1),
    ends_on: date | None = None,
    **fields: Any,
) -> Covenant:
    """A covenant of two parties with one published revision, '2016', and seven obligations."""
    covenant = Covenant.objects.create(key=key, title=title, **fields)
    for position, (type_key, (name, more)) in enumerate(TYPES.items()):
        FactType.objects.create(covenant=covenant, key=type_key, name=name, position=position, **more)
    make_revision(covenant, "2016", in_force_from=in_force_from, ends_on=ends_on)
    return covenant


def make_revision(
    covenant: Covenant,
    key: str,
    *,
    in_force_from: date,
    ends_on: date | None = None,
    replaces: Revision | None = None,
    codes: tuple[str, ...] = tuple(TERMS),
    changed: dict[str, dict[str, Any]] | None = None,
) -> Revision:
    """A published revision; `changed` overrides columns of the terms of a code."""
    revision = Revision.objects.create(
        covenant=covenant,
        key=key,
        title=f"Convenant {key}",
        signed_on=in_force_from,
        in_force_from=in_force_from,
        ends_on=ends_on,
        replaces=replaces,
        replaces_from=in_force_from if replaces else None,
        status=Revision.Status.PUBLISHED,
    )
    for position, party in enumerate(parties()):
        function = f"directeur van {party.short}"
        RevisionParty.objects.create(revision=revision, party=party, position=position, account_holder=function)
    clause = Clause.objects.create(revision=revision, key="PER", heading="Periodiek overleg")
    Paragraph.objects.create(clause=clause, number=1, summary="Wat de partijen geregeld met elkaar doen.")
    for position, code in enumerate(codes):
        make_obligation(revision, clause, code, position, (changed or {}).get(code, {}))
    return revision


def parties() -> list[Party]:
    return [
        Party.objects.get_or_create(key=key, defaults={"name": name, "short": name.split()[-1]})[0]
        for key, name in PARTIES.items()
    ]


def make_obligation(
    revision: Revision, clause: Clause, code: str, position: int, changed: dict[str, Any], named: str = ""
) -> Obligation:
    """The obligation `code` of this small covenant, under another code when it is `named`."""
    table, columns, uses = TERMS[code]
    obligation = Obligation.objects.create(
        revision=revision,
        code=named or code,
        title=TITLES[code],
        summary=f"In eigen woorden: {TITLES[code].lower()}.",
        kind=KINDS[table],
        position=position,
    )
    table.objects.create(obligation=obligation, **{**columns, **changed})
    place = f"al. 1 zin {list(TERMS).index(code) + 1}"
    Citation.objects.create(obligation=obligation, clause=clause, paragraph=1, place=place)
    for party in parties():
        ObligationParty.objects.create(obligation=obligation, party=party, side="bearer")
        ObligationParty.objects.create(obligation=obligation, party=party, side="towards")
    for use, keys in uses.items():
        for type_key in keys:
            type_ = FactType.objects.get(covenant=revision.covenant, key=type_key)
            ObligationType.objects.create(obligation=obligation, type=type_, use=use)
    return obligation


def revise(covenant: Covenant, on: date, *, ends_on: date | None = None) -> Revision:
    """A revision '2019': two meetings a year instead of four, the room elsewhere, copies dropped, the rest goes on."""
    old = covenant.revisions.get(key="2016")
    kept = ("overleg", "evaluatie", "terugkoppelen", "in-beeld-houden")
    new = make_revision(
        covenant,
        "2019",
        in_force_from=on,
        ends_on=ends_on,
        replaces=old,
        codes=kept,
        changed={"overleg": {"at_least": 2}},
    )
    Outcome.objects.create(revision=new, code="zaal", kind="moved", moved_to="werkafspraken", certain=False)
    for code in ("kopie", "recht-op-zaal"):
        Outcome.objects.create(revision=new, code=code, kind="dropped")
    return new


def add_meeting(covenant: Covenant, ref: str, on: date, *, present: tuple[str, ...] = tuple(PARTIES)) -> Meeting:
    """A meeting that was held."""
    meeting = Meeting.objects.create(
        reference=Reference.objects.create(covenant=covenant, ref=ref),
        covenant=covenant,
        type=covenant.types.get(key="overleg"),
        on=on,
        state=Meeting.State.HELD,
    )
    for party in parties():
        if party.key in present:
            Attendance.objects.create(meeting=meeting, party=party)
    return meeting


def add_event(covenant: Covenant, ref: str, type_key: str, on: date, **fields: Any) -> Event:
    """An entry of the register by the first party, to the other."""
    by, to = parties()
    event = Event.objects.create(
        reference=Reference.objects.create(covenant=covenant, ref=ref),
        covenant=covenant,
        type=covenant.types.get(key=type_key),
        on=on,
        **{"by": by, **fields},
    )
    EventParty.objects.create(event=event, party=to)
    return event


def fill_register(covenant: Covenant) -> None:
    """2018: three meetings that count and one that does not, a room over its maximum, one talk not reported back."""
    for month in (2, 5, 9):
        add_meeting(covenant, f"{covenant.key}-O-{month}", date(2018, month, 14))
    add_meeting(covenant, f"{covenant.key}-O-11", date(2018, 11, 14), present=("stad",))
    host = parties()[1]
    for day in (1, 2, 3):
        add_event(covenant, f"{covenant.key}-Z-{day}", "zaal", date(2018, 3, day), host=host)
    add_event(covenant, f"{covenant.key}-E", "evaluatie", date(2018, 5, 30))
    add_event(covenant, f"{covenant.key}-G", "gesprek", date(2018, 8, 1))
    question = {"question": "Wat is ‘per jaar’?", "choice": "Het kalenderjaar", "why": "De plannen volgen dat."}
    Reading.objects.create(
        covenant=covenant,
        number="A-01",
        key="year",
        value="calendar",
        alternatives=["Het convenantjaar"],
        obligations=["overleg"],
        **question,
    )


def add_account_holder(covenant: Covenant, name: str, *, first: date | None, end: date | None = None) -> Tenure:
    post, _ = Post.objects.get_or_create(covenant=covenant, party=parties()[0], role=Post.Role.ACCOUNT_HOLDER)
    return Tenure.objects.create(post=post, name=name, starts_on=first, ends_before=end)


def make_reader(covenant: Covenant, name: str = "bob") -> User:
    """Someone who may read this covenant and no other."""
    user = User.objects.create_user(name, password="een lang wachtwoord")
    Membership.objects.create(covenant=covenant, user=user, role=Role.READER)
    return user
