"""What a covenant still lacks, as advice on its own page: nothing of it is an error."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.assessments import Standing
from obligations.engine.terms import Cadence, Deadline, Duty
from obligations.engine.terms import Standing as StandingTerm
from obligations.models import Post, Tenure
from obligations.web.access import covenant_for
from obligations.web.addresses import covenant_url
from obligations.web.as_of import as_of_from, banners
from obligations.web.language import page_language
from obligations.web.standings import Look, look_at
from obligations.wording.language import Lang, listing

MOST_NAMED = 5


@require_safe
def completeness(request: HttpRequest, key: str) -> HttpResponse:
    """What this covenant lacks on the day of the page."""
    covenant, moment = covenant_for(request.user, key), as_of_from(request)
    look = look_at([covenant.pk], moment)[covenant.pk]
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, moment),
        "moment": look.moment,
        "banners": banners(look.moment, look.over),
        "advice": advice_on(look, page_language()),
    }
    return render(request, "covenants/completeness.html", context)


def advice_on(look: Look, lang: Lang) -> list[str]:
    """Term, evaluation, account holders, amendment, and types that nobody records: one sentence each."""
    standing = look.standing
    revision = next((one for one in reversed(standing.covenant.revisions)), None)
    if revision is None or look.over is not None:
        return []
    terms = [one.terms.term for one in revision.obligations]
    found = []
    if revision.term.ends_on is None and not any(isinstance(term, Deadline) for term in terms):
        found.append(_("No end and no date is agreed. Agree when you look whether it still fits."))
    if not any("evalua" in one.title.casefold() for one in revision.obligations):
        found.append(_("Nothing is agreed about an evaluation."))
    if not any(isinstance(term, Cadence | StandingTerm) for term in terms):
        found.append(_("Nothing is agreed about meeting each other."))
    texts = [f"{one.title} {one.summary}".casefold() for one in revision.obligations]
    if not any(word in text for text in texts for word in ("herzien", "wijzig", "aanpass", "revis", "amend")):
        found.append(_("Nothing is agreed about changing the covenant."))
    return [*found, *_empty_posts(standing, lang), *_unrecorded(standing, lang)]


def _empty_posts(standing: Standing, lang: Lang) -> list[str]:
    """Parties of the last text of whom no account holder is known on the day. One query."""
    revision = standing.covenant.revisions[-1]
    rows = Tenure.objects.filter(
        post__covenant=standing.covenant.id, post__role=Post.Role.ACCOUNT_HOLDER, deputy_of__isnull=True
    ).values_list("post__party__key", "starts_on", "ends_before")
    day = standing.as_of
    there = {key for key, first, end in rows if (first is None or first <= day) and (end is None or end > day)}
    missing = [one.short for one in revision.members if not one.organ and one.key not in there and day in one.window]
    if not missing:
        return []
    return [_("No account holder is known of %(parties)s.") % {"parties": listing(missing, lang)}]


def _unrecorded(standing: Standing, lang: Lang) -> list[str]:
    """Occasions of which nothing was ever recorded: then no duty can arise from them."""
    revision = standing.covenant.revisions[-1]
    occasions = {
        key for one in revision.obligations if isinstance(one.terms.term, Duty) for key in one.terms.term.when.types
    }
    never = sorted(key for key in occasions if not standing.record.facts.get(key))
    if not never:
        return []
    names = [standing.covenant.type_names[key].name for key in never if key in standing.covenant.type_names]
    shown = listing(names[:MOST_NAMED], lang)
    more = len(names) - MOST_NAMED
    if more > 0:
        text = _("Never recorded: %(names)s and %(more)s more. Did it not happen, or is it not kept?")
        return [text % {"names": shown, "more": more}]
    return [_("Never recorded: %(names)s. Did it not happen, or is it not kept?") % {"names": shown}]
