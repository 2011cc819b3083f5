"""Take an example away with a button, and say from when the real register is kept (users.md rules 3 and 4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from meetings.examples import remove_example
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.as_of import as_of_from
from obligations.web.entries import form_context
from obligations.web.forms import DayField, PageForm
from obligations.web.kept_forms import forget, typed_before


class RemoveForm(PageForm):
    """From which day on the register is real."""

    tracked_from = DayField(
        label=_lazy("From which day do you keep this?"),
        help_text=_lazy("What was before that day is shown as not kept at the time, never as not achieved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """The made-up register goes; the text of the covenant and what was recorded beside the example stay."""
    covenant, today = covenant_to_write(request.user, key), as_of_from(request).today
    form = RemoveForm(request.POST or None, initial=typed_before(request, {"tracked_from": today}))
    if request.method == "POST" and form.is_valid():
        try:
            remove_example(covenant=covenant, tracked_from=form.cleaned_data["tracked_from"], today=today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("The example is taken away. From now on this is your own register."))
            return HttpResponseRedirect(covenant_page(key))
    context = form_context(request, covenant, form, _("Take the example away"))
    lead = _("Meetings, entries and people that were made up go. The text of the covenant and what you recorded stay.")
    return render(request, "components/form_page.html", {**context, "lead": lead, "button": _("Take it away")})
