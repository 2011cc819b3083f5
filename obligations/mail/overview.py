"""The overview of one person: what is open, what is good to know, what was settled, and what happens next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from obligations.engine.windows import DAY
from obligations.mail.blocks import Block, Bullets, Button, Buttons, Heading, Item, Letter, Paragraph
from obligations.mail.composing import leaves_on
from obligations.mail.points import Point
from obligations.wording import Lang, day_text
from obligations.wording.language import listing, lower
from obligations.wording.mailing import day_in_year, long_day, mail_words, weekday_name

MOST_POINTS, MOST_SETTLED = 5, 5
LONGEST_SUBJECT = 65


@dataclass(frozen=True)
class Desk:
    """What stands around the points: covenants by title, parties of the holder, addresses of the pages, the mark.

    `page`: the address of the page behind the buttons, without the number of a point; None in a rehearsal.
    """

    today: date
    lang: Lang
    covenants: tuple[str, ...]
    parties: tuple[str, ...]
    weekday: int
    mark: str
    page: str
    keys_until: date
    holidays: Collection[date]
    standing_in: bool = False
    second: bool = False
    contact: bool = False
    settled: Sequence[tuple[str, date]] = field(default=())
    settled_since: date | None = None

    def say(self, name: str, **values: object) -> str:
        return mail_words(name, self.lang, **values)


def overview_letter(points: Sequence[Point], desk: Desk) -> Letter:
    """The letter. `points`: every one open; those of a maximum are only good to know."""
    mine = sorted((point for point in points if not is_to_know(point)), key=urgency)
    known = [point for point in points if is_to_know(point)]
    shown = mine[:MOST_POINTS]
    blocks: list[Block] = [Paragraph((desk.say("morning"),)), _opening(mine, desk)]
    if shown:
        blocks.append(Heading(desk.say("for_you")))
        blocks += [_item(number, point, desk) for number, point in enumerate(shown, 1)]
        rest = len(mine) - len(shown)
        if rest:
            blocks.append(Paragraph((desk.say("more.one" if rest == 1 else "more", n=rest),)))
    if known:
        blocks.append(Heading(desk.say("to_know")))
        blocks.append(Bullets(tuple(f"{point.title}: {_small(point, desk)}" for point in known)))
    if desk.settled and desk.settled_since is not None:
        since = day_in_year(desk.settled_since, desk.today, desk.lang)
        blocks.append(Heading(desk.say("done_since", day=since)))
        lines = [f"{title}, {day_text(day, desk.today, desk.lang)}" for title, day in desk.settled[:MOST_SETTLED]]
        blocks.append(Bullets(tuple(lines)))
    if shown:
        blocks.append(Heading(desk.say("next")))
        blocks.append(Bullets(tuple(_next(number, point, desk) for number, point in enumerate(shown, 1))))
    blocks += closing(desk)
    return Letter(_subject(mine, desk), _preview(shown or known, desk), blocks, desk.lang)


def is_to_know(point: Point) -> bool:
    """A maximum that fills up asks nothing of anybody; one that was crossed does."""
    return point.notice.step.startswith("percent")


def urgency(point: Point) -> tuple[bool, date, str]:
    """Covenant dates first, the earliest before the others."""
    return not point.notice.covenant_date, point.notice.about_on, point.title


def _opening(mine: Sequence[Point], desk: Desk) -> Paragraph:
    role = "second" if desk.second else "deputy" if desk.standing_in else "contact" if desk.contact else "holder"
    number = len(mine)
    count = "points.none" if not number else "points.one" if number == 1 else "points.more"
    who = desk.say(role, party=listing(desk.parties, desk.lang))
    return Paragraph((f"{who} {desk.say(count, n=number)}",))


def _item(number: int, point: Point, desk: Desk) -> Item:
    lines = [
        point.sentence(desk.today, desk.lang),
        point.date_line(desk.lang),
        point.clause_line(desk.lang),
        point.others_line(desk.lang),
    ]
    title = point.headline(desk.today, desk.lang)
    if len(desk.covenants) > 1:
        title = f"{point.standing.covenant.title}: {title}"
    button = Button(desk.say("say"), f"{desk.page}{number}/")
    return Item(str(number), title, tuple(line for line in lines if line), button)


def _small(point: Point, desk: Desk) -> str:
    return lower(point.sentence(desk.today, desk.lang))


def _next(number: int, point: Point, desk: Desk) -> str:
    step = point.following(desk.today, desk.holidays)
    if step is None:
        return desk.say("next.call", n=number)
    if step.name.startswith("second"):
        return desk.say("next.second", n=number, day=day_in_year(step.due_on, desk.today, desk.lang))
    due = max(step.due_on, desk.today + DAY)
    day = leaves_on(due, step.about, desk.weekday, desk.holidays, covenant_date=step.covenant_date)
    return desk.say("next.again", n=number, day=day_in_year(day, desk.today, desk.lang))


def closing(desk: Desk) -> list[Block]:
    """How to answer, from whom it is, why one gets it, and the mark by which it is found."""
    covenants = listing(desk.covenants, desk.lang)
    several = len(desk.covenants) > 1
    why = "why.second" if desk.second else "why.contact" if desk.contact else "why.overview"
    day = weekday_name(desk.weekday, desk.lang)
    buttons = Buttons(
        (Button(desk.say("choose"), f"{desk.page}keuze/"), Button(desk.say("not_me"), f"{desk.page}niet-ik/"))
    )
    return [
        Paragraph((desk.say("wrong"),)),
        Paragraph((desk.say("regards"), desk.say("secretariats" if several else "secretariat", covenant=covenants))),
        Paragraph((desk.say(why, party=listing(desk.parties, desk.lang), weekday=day),), small=True),
        buttons,
        Paragraph(
            (desk.say("keys", day=long_day(desk.keys_until, desk.lang)), desk.say("mark", mark=desk.mark)), small=True
        ),
    ]


def _subject(mine: Sequence[Point], desk: Desk) -> str:
    """The most urgent fact first, at most 65 characters."""
    name = listing(desk.covenants, desk.lang)
    if desk.second:
        return shortened(desk.say("subject.second", covenant=name), name, desk)
    if not mine:
        return shortened(desk.say("subject.know", covenant=name), name, desk)
    first = mine[0]
    day = day_text(first.notice.about_on, desk.today, desk.lang)
    if first.notice.covenant_date and first.notice.about_on < desk.today:
        whole = desk.say("subject.passed", covenant=name, what=lower(first.title), day=day)
        if len(mine) == 1 and len(whole) <= LONGEST_SUBJECT:
            return whole
    base = desk.say("subject.point" if len(mine) == 1 else "subject.points", covenant=name, n=len(mine))
    if first.notice.about_on < desk.today:
        return shortened(base, name, desk)
    if first.notice.covenant_date:
        tail = desk.say("subject.one" if len(mine) == 1 else "subject.first", day=day)
    else:
        tail = "" if len(mine) == 1 else desk.say("subject.first.target", day=day)
    if len(base + tail) <= LONGEST_SUBJECT:
        return base + tail
    brief = desk.say("subject.brief" if len(mine) > 1 else "subject.brief.one", covenant=name, n=len(mine)) + tail
    return brief if len(brief) <= LONGEST_SUBJECT else shortened(base, name, desk)


def shortened(subject: str, name: str, desk: Desk) -> str:
    """A subject that fits: the name of the covenant gives way, the fact stays."""
    over = len(subject) - LONGEST_SUBJECT
    if over <= 0:
        return subject
    kept = name[: max(len(name) - over - 1, 8)].rstrip()
    return subject.replace(name, f"{kept}…", 1)[:LONGEST_SUBJECT]


def _preview(points: Sequence[Point], desk: Desk) -> str:
    return f"{points[0].headline(desk.today, desk.lang)}." if points else ""
