"""The letters of mail that does not follow from a step of an obligation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from obligations import wording
from obligations.current import standing_with, week_of
from obligations.engine.verdict import Assessment
from obligations.mail.blocks import Block, Bullets, Button, Buttons, Heading, Item, Letter, Paragraph
from obligations.mail.desk import planned_before
from obligations.mail.moments import Moment
from obligations.models import Covenant, FactType, Message, MessageCovenant, Notice, ObligationType, Party, Report
from obligations.wording import Lang, day_text, full_day
from obligations.wording.language import listing, lower, month_text
from obligations.wording.mailing import long_day, mail_words, reason_text

Kind = Message.Kind
MOST = 7
BACK = timedelta(days=60)


class Made:
    """What a letter is made of: the message, its covenants, the day and the language."""

    def __init__(self, message: Message, covenants: Sequence[Covenant], moment: Moment, page: str, mark: str) -> None:
        self.message, self.covenants, self.moment = message, covenants, moment
        self.page, self.mark = page, mark
        self.lang: Lang = "en" if message.language == "en" else "nl"
        self.facts: Mapping[str, Any] = message.facts
        self.names = listing([covenant.title for covenant in covenants], self.lang)

    def say(self, name: str, **values: object) -> str:
        return mail_words(name, self.lang, **values)

    def day(self, day: date) -> str:
        return day_text(day, self.moment.today, self.lang)

    def end(self, why: str, **values: object) -> list[Block]:
        """From whom it is, why one gets it, and the mark."""
        whose = self.say("secretariat", covenant=self.names) if self.names else "Convenant"
        return [
            Paragraph((self.say("regards"), whose)),
            Paragraph((self.say(why, covenant=self.names, **values), self.say("mark", mark=self.mark)), small=True),
        ]

    def letter(self, subject: str, blocks: Sequence[Block]) -> Letter:
        return Letter(subject, subject, [Paragraph((self.say("morning"),)), *blocks], self.lang)


def desk_letter(
    message: Message, covenants: Sequence[Covenant], moment: Moment, *, page: str = "", mark: str = ""
) -> Letter | None:
    """The letter of a message, None when there is nothing to say any more. Raises KeyError for an unknown kind.

    `page`: the address behind the button of a mail to an account holder.
    """
    return LETTERS[message.kind](Made(message, covenants, moment, page, mark))


def _address(name: str, **values: object) -> str:
    return str(settings.BASE_URL) + reverse(name, kwargs=values or None)


def _party(made: Made) -> str:
    return str(Party.objects.filter(key=made.facts["party"]).values_list("name", flat=True).first() or "")


# --- To account holders ------------------------------------------------------------------------------------


def _question(made: Made) -> Letter | None:
    """The question of the month, about what the duties and maxima of the covenant look at."""
    month, party = date.fromisoformat(made.facts["month"]), _party(made)
    types = asked_types([covenant.pk for covenant in made.covenants])
    if not types:
        return None
    name = month_text(month, made.lang)
    blocks: list[Block] = [
        Paragraph((made.say("question.intro", party=party, month=name),)),
        Paragraph((made.say("question.about", types=listing([lower(type_.name) for type_ in types], made.lang)),)),
        Buttons((Button(made.say("question.button"), made.page),)),
        Paragraph((made.say("wrong"),)),
        *made.end("why.holder", party=party),
    ]
    return made.letter(made.say("subject.question", covenant=made.names, month=name), blocks)


def asked_types(covenant_ids: Sequence[int]) -> list[FactType]:
    """What account holders are asked about: everything that is counted or calls for something, meetings apart."""
    uses = (ObligationType.Use.COUNTS, ObligationType.Use.WHEN)
    used = ObligationType.objects.filter(obligation__revision__covenant__in=covenant_ids, use__in=uses)
    rows = FactType.objects.filter(pk__in=used.values("type"), covenant__in=covenant_ids, meeting="")
    return list(rows.order_by("position"))


def _welcome(made: Made) -> Letter:
    on, party = date.fromisoformat(made.facts["on"]), _party(made)
    blocks: list[Block] = [
        Paragraph((made.say("welcome.intro", day=full_day(on, made.lang), party=party, covenant=made.names),)),
        Paragraph((made.say("welcome.rhythm"),)),
        Heading(made.say("welcome.open")),
        *_open_lines(made),
        Paragraph((made.say("wrong"),)),
        *made.end("why.holder", party=party),
    ]
    return made.letter(made.say("subject.welcome", covenant=made.names), blocks)


def _open_lines(made: Made) -> list[Block]:
    """What is open for this party now, in one line each."""
    rows = _asked(made, party=made.facts["party"])
    return [Bullets(tuple(rows)) if rows else Paragraph((made.say("welcome.nothing"),))]


def _closing(made: Made) -> Letter:
    on, party = date.fromisoformat(made.facts["on"]), _party(made)
    successor = made.facts.get("successor", "")
    after = made.say("closing.after", successor=successor) if successor else made.say("closing.nobody")
    blocks: list[Block] = [
        Paragraph((made.say("closing.intro", day=full_day(on, made.lang), party=party, covenant=made.names),)),
        Paragraph((after,)),
        *made.end("why.holder", party=party),
    ]
    return made.letter(made.say("subject.closing", covenant=made.names), blocks)


# --- To the secretariat ------------------------------------------------------------------------------------


def _week(made: Made) -> Letter:
    """What asks something of her this week, in the order of what only she can do."""
    ids = [covenant.pk for covenant in made.covenants]
    reports = Report.objects.filter(covenant__in=ids, state=Report.State.WAITING).exclude(choice=Report.Choice.NOTHING)
    said = [f"{report.via}: {lower(report.get_choice_display())}" for report in reports.order_by("pk")]
    meetings = planned_before(ids, made.moment.today, BACK)
    held = Notice.objects.filter(covenant__in=ids, state=Notice.State.HELD)
    homeless = Notice.objects.filter(covenant__in=ids, state=Notice.State.WAITING, reason="nobody")
    failed = Message.objects.filter(
        state__in=(Message.State.FAILED, Message.State.UNKNOWN),
        pk__in=MessageCovenant.objects.filter(covenant__in=ids).values("message"),
    )
    points = _asked(made)
    sections = [
        ("week.reports", said),
        ("week.meetings", [f"{title}, {made.day(on)}" for _covenant, on, title, _ref, _address in meetings]),
        ("week.to_do", points),
        ("week.release", _titles(held)),
        ("week.undelivered", [f"{row.recipient}: {row.subject}" for row in failed.order_by("-pk")]),
        ("week.nobody", _homeless(homeless)),
    ]
    blocks: list[Block] = []
    for name, lines in sections:
        if lines:
            rest = len(lines) - MOST
            more = [made.say("week.more", n=rest)] if rest > 0 else []
            blocks += [Heading(made.say(name)), Bullets((*lines[:MOST], *more))]
    opening = made.say("week.intro" if blocks else "week.none")
    counts = [
        made.say(one if number == 1 else many, n=number)
        for number, one, many in (
            (len(said), "week.report", "week.reports.more"),
            (len(meetings), "week.meeting", "week.meetings.more"),
            (len(points), "week.point", "week.points"),
        )
        if number
    ]
    day = f"{long_day(made.moment.today, made.lang)[:2]} {made.day(made.moment.today)}"
    subject = made.say("subject.week", day=day, what=", ".join(counts) or made.say("week.quiet"))
    button = Buttons((Button(made.say("week.open"), _address("home")),))
    return made.letter(subject, [Paragraph((opening,)), *blocks, button, *made.end("why.week")])


def _asked(made: Made, party: str = "") -> list[str]:
    """What Vandaag shows as to be done, one line each; with `party` only what that party must do."""
    covenants = {covenant.pk: covenant for covenant in made.covenants}
    week = week_of(covenants, made.moment.today)
    rows: dict[int, list[Assessment]] = {}
    days: dict[str, date] = {}
    for one in week.asked:
        rows.setdefault(one.obligation_id, []).append(one.row)
        days |= one.days
    standings = standing_with(covenants.values(), rows, {one.code for one in week.asked}, days, made.moment.today)
    lines = {line.obligation.id: (found, line) for found in standings.values() for line in found.lines}
    said = []
    for one in week.asked:
        standing, line = lines[one.obligation_id]
        if not party or party in line.obligation.terms.bearers:
            label = wording.label(standing.subject(line), one.row, made.moment.today, made.lang)
            said.append(f"{line.obligation.title}: {lower(label)}")
    return said


def _titles(notices: Any) -> list[str]:
    """What waits, each once, by its code in words."""
    return list(dict.fromkeys(code.replace("-", " ") for code in notices.values_list("code", flat=True)))


def _homeless(notices: Any) -> list[str]:
    return list(dict.fromkeys(notices.values_list("party__name", flat=True)))


def _not_arrived(made: Made) -> Letter | None:
    row = Message.objects.filter(pk=made.facts["message"], state=Message.State.FAILED).first()
    if row is None:
        return None
    said = f"{row.smtp_code or ''} {row.smtp_text}".strip() or reason_text(row.reason, made.lang)
    tenure = row.tenure
    party = tenure.post.party.name if tenure is not None else row.recipient
    intro = made.say(
        "not_arrived.intro", subject=row.subject or row.key, day=made.day(row.on), address=row.recipient, said=said
    )
    blocks: list[Block] = [
        Paragraph((intro,)),
        Paragraph((made.say("not_arrived.what"),)),
        Buttons((Button(made.say("not_arrived.button"), _address("mail")),)),
        *made.end("why.secretary"),
    ]
    return made.letter(made.say("subject.not_arrived", party=party), blocks)


def _outage(made: Made) -> Letter:
    first, last = (date.fromisoformat(made.facts[name]) for name in ("first", "last"))
    values = {"first": made.day(first), "last": made.day(last)}
    blocks: list[Block] = [
        Paragraph((made.say("outage.intro", **values),)),
        Buttons((Button(made.say("not_arrived.button"), _address("mail")),)),
        *made.end("why.secretary"),
    ]
    return made.letter(made.say("subject.outage", **values), blocks)


def _happened(made: Made) -> Letter:
    on = date.fromisoformat(made.facts["on"])
    what, day = made.facts["title"], long_day(on, made.lang)
    address = str(settings.BASE_URL) + (made.facts["address"] or reverse("home"))
    item = Item(
        "", what, (made.say("happened.intro", what=what, day=day),), Button(made.say("happened.button"), address)
    )
    return made.letter(made.say("subject.happened", day=made.day(on)), [item, *made.end("why.secretary")])


def _test(made: Made) -> Letter:
    return made.letter(made.say("subject.test"), [Paragraph((made.say("test.intro"),))])


# --- Meetings ----------------------------------------------------------------------------------------------


def _invitation(made: Made) -> Letter:
    """An invitation, a move or a cancellation; the calendar file was made with the meeting, in the same version."""
    facts = made.facts
    on, what = date.fromisoformat(facts["on"]), facts["title"]
    day = long_day(on, made.lang) + (f", {facts['at']}" if facts.get("at") else "")
    name = {"cancel": "cancelled", "move": "moved"}.get(facts["act"], "invite")
    lines = [made.say(f"{name}.intro", what=what, day=day)]
    lines += [made.say("invite.place", place=facts["place"])] if facts.get("place") else []
    blocks: list[Block] = [
        Paragraph(tuple(lines)),
        Paragraph((made.say("invite.calendar"),)),
        *made.end("why.holder", party=facts.get("party", "")),
    ]
    subject = made.say(f"subject.{name}", covenant=made.names, what=lower(what), day=made.day(on))
    letter = made.letter(subject, blocks)
    letter.calendar, letter.method = facts["calendar"].encode(), facts["method"]
    return letter


LETTERS: Mapping[str, Callable[[Made], Letter | None]] = {
    Kind.QUESTION: _question,
    Kind.WELCOME: _welcome,
    Kind.CLOSING: _closing,
    Kind.WEEK: _week,
    Kind.NOT_ARRIVED: _not_arrived,
    Kind.OUTAGE: _outage,
    Kind.HAPPENED: _happened,
    Kind.TEST: _test,
    Kind.INVITATION: _invitation,
}
