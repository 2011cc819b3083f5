"""Lines as people paste them from a spreadsheet: a heading, then one entry a line; every bad line is named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from obligations.models import Covenant, FactType, Party, Theme
from obligations.services.amounts import minutes_in
from obligations.services.drafting import once
from obligations.services.known import Known, known_to
from obligations.services.refs import ref_of
from obligations.services.refusal import Refusal
from obligations.services.register import Aside, Entry, entry_objections, record_events
from obligations.web.access import covenant_to_write
from obligations.web.as_of import as_of_from
from obligations.web.entries import BY_PAGE, parties_of
from obligations.web.forms import PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.register.forms import daypart_of

MOST = 10_000
MOST_SHOWN = 200
COLUMNS: Mapping[str, str] = {
    "dag": "on", "datum": "on", "on": "on", "date": "on",
    "soort": "type", "wat": "type", "type": "type",
    "wie": "by", "door": "by", "by": "by",
    "voor wie": "to", "aan": "to", "voor": "to", "to": "to",
    "bij wie": "host", "waar": "host", "host": "host",
    "tijd": "minutes", "hoeveel tijd": "minutes", "minuten": "minutes", "minutes": "minutes", "uren": "minutes",
    "personen": "persons", "aantal": "persons", "persons": "persons",
    "thema": "theme", "theme": "theme",
    "onderwerp": "subject", "subject": "subject",
    "hoort bij": "answers", "answers": "answers",
    "kenmerk": "ref", "ref": "ref",
    "opmerking": "remark", "remark": "remark",
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What a covenant calls its types, parties and themes, in small letters, with their keys."""

    types: Mapping[str, str]
    parties: Mapping[str, str]
    themes: Mapping[str, str]
    dayparts: Mapping[str, int]


def names_of(covenant: Covenant, known: Known) -> Names:
    types = {type_.key: type_ for type_ in FactType.objects.filter(covenant=covenant, meeting="")}
    parties = dict(parties_of(covenant))
    shorts = dict(Party.objects.filter(key__in=known.parties).values_list("short", "key"))
    themes = dict(Theme.objects.filter(covenant=covenant).values_list("key", "name"))
    return Names(
        _both({key: type_.name for key, type_ in types.items()}),
        _both(parties) | {short.casefold(): key for short, key in shorts.items()},
        _both(themes),
        {key: daypart_of(type_) for key, type_ in types.items() if type_.measure == FactType.Measure.MINUTES},
    )


def _both(names: Mapping[str, str]) -> dict[str, str]:
    return {name.casefold(): key for key, name in names.items()} | {key.casefold(): key for key in names}


def read(text: str, names: Names, known: Known, token: UUID, today: date) -> tuple[list[Entry], list[str]]:
    """The entries, and what is wrong, by line. A ref that is not given follows from the filling in and the line."""
    lines = text.replace("\r\n", "\n").lstrip("\n")
    first = lines.partition("\n")[0]
    sign = "\t" if "\t" in first else ";" if ";" in first else ","
    rows = csv.reader(io.StringIO(lines), delimiter=sign)
    try:
        heading = [cell.strip().casefold() for cell in next(rows, [])]
        unknown = [cell for cell in heading if cell and cell not in COLUMNS]
        columns = [COLUMNS.get(cell, "") for cell in heading]
        wrong = [_("Line 1: “%(name)s” is no column.") % {"name": cell[:40]} for cell in unknown]
        for needed, name in (("on", _("day")), ("type", _("what"))):
            if needed not in columns:
                wrong.append(_("Line 1: there is no column “%(name)s”.") % {"name": name})
        if wrong:
            return [], wrong
        found: list[Entry] = []
        seen: dict[str, int] = {}
        for number, cells in enumerate(rows, 2):
            if not any(cell.strip() for cell in cells):
                continue
            if number > MOST + 1:
                wrong.append(_("At most %(most)s lines at a time.") % {"most": MOST})
                break
            values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
            ref = values.get("ref") or f"{ref_of(token, today)}-{number}"
            entry, problems = _entry(values, ref, names, known, today)
            if ref in seen:
                problems.append(_("this reference stands on line %(line)s already.") % {"line": seen[ref]})
            seen.setdefault(ref, number)
            wrong += [_("Line %(number)s: %(text)s") % {"number": number, "text": problem} for problem in problems]
            found += [entry] if entry is not None and not problems else []
    except csv.Error:
        return [], [_("This cannot be read as lines of a spreadsheet.")]
    return found, wrong


def _entry(
    values: Mapping[str, str], ref: str, names: Names, known: Known, today: date
) -> tuple[Entry | None, list[str]]:
    problems: list[str] = []

    def key(column: str, words: Mapping[str, str]) -> str:
        text = values.get(column, "")
        if text and text.casefold() not in words:
            problems.append(_("“%(text)s” is not known here.") % {"text": text[:40]})
        return words.get(text.casefold(), "")

    on = day_in(values.get("on", ""), today.year)
    if on is None:
        problems.append(_("“%(text)s” is no day.") % {"text": values.get("on", "")[:40]})
    type_ = key("type", names.types)
    if not values.get("type"):
        problems.append(_("it does not say what."))
    to = tuple(
        found
        for part in re.split(r"[;,/]", values.get("to", ""))
        if part.strip() and (found := _party(part.strip(), names, problems))
    )
    minutes, persons = None, None
    try:
        minutes = minutes_in(values["minutes"], names.dayparts.get(type_, 240)) if values.get("minutes") else None
    except Refusal as refusal:
        problems.append(str(refusal))
    if values.get("persons"):
        if re.fullmatch("[0-9]{1,7}", values["persons"]):
            persons = int(values["persons"])
        else:
            problems.append(_("“%(text)s” is no number.") % {"text": values["persons"][:40]})
    by, host, theme = key("by", names.parties), key("host", names.parties), key("theme", names.themes)
    if on is None or problems:
        return None, problems
    entry = Entry(
        ref,
        type_,
        on,
        None,
        by or None,
        to,
        host or None,
        minutes,
        persons,
        theme or None,
        values.get("answers", ""),
        "happened" if on <= today else "planned",
        values.get("subject", ""),
        aside=Aside(values.get("remark", "")),
    )
    return entry, [text for _field, text in entry_objections(entry, known)]


def _party(text: str, names: Names, problems: list[str]) -> str:
    found = names.parties.get(text.casefold(), "")
    if not found:
        problems.append(_("“%(text)s” is not known here.") % {"text": text[:40]})
    return found


def day_in(text: str, year: int) -> date | None:
    """2027-03-11, 11-3-2027, 11/3/2027 or 11-3; None for anything else."""
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    ours = re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{4}))?", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if ours:
            return date(int(ours[3] or year), int(ours[2]), int(ours[1]))
    except ValueError:
        return None
    return None


class PasteForm(PageForm):
    """Lines from a spreadsheet, or a file of them."""

    lines = forms.CharField(
        label=_lazy("Lines"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_lazy("With a heading: day, what, who, for whom, at whom, time, people, theme, subject, remark."),
    )
    file = forms.FileField(label=_lazy("or a CSV file"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        sent = data.get("file")
        if sent:
            raw = sent.read(2_000_001)
            if len(raw) > 2_000_000:
                self.add_error("file", _("This file is larger than 2 MB."))
            try:
                data["lines"] = raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                data["lines"] = raw.decode("cp1252", errors="replace")
        elif not data.get("lines", "").strip():
            self.add_error("lines", _("Paste at least a heading and a line."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is wrong with each line, or how many would be recorded; only when that is confirmed it is done."""
    covenant, moment = covenant_to_write(request.user, key), as_of_from(request)
    sent = request.method == "POST"
    form = PasteForm(request.POST, request.FILES) if sent else PasteForm(initial=typed_before(request, {}))
    back = f"{reverse('register')}?convenant={covenant.key}"
    context: dict[str, Any] = {
        "covenant": covenant,
        "covenant_url": back,
        "title": _("Paste lines"),
        "form": form,
        "back": back,
        "typed_before": notice(request),
    }
    if sent and form.is_valid():
        known = known_to(covenant)
        text = form.cleaned_data["lines"]
        entries, wrong = read(text, names_of(covenant, known), known, form.filled_in, moment.today)
        if not wrong and entries and "sure" in request.POST:

            def act() -> str:
                record_events(known=known, entries=entries, today=moment.today, reason=BY_PAGE)
                return back

            try:
                went = once(token=form.filled_in, by=request.user, act=act)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                forget(request)
                messages.success(request, _("Recorded: %(number)s lines.") % {"number": len(entries)})
                return HttpResponseRedirect(went)
        context |= {
            "wrong": wrong[:MOST_SHOWN],
            "more_wrong": max(len(wrong) - MOST_SHOWN, 0),
            "number": 0 if wrong else len(entries),
            "confirm": PasteForm(initial={"lines": text, "token": form.filled_in}),
            "text": text,
        }
        if not wrong and not entries:
            form.add_error("lines", _("Paste at least a heading and a line."))
    return render(request, "register/paste.html", context)
