"""The pages of drafts."""

from django.urls import path

from obligations.web.drafts import duties, finishing, text, uploading

AT = "convenant/<slug:key>/herziening/"
urlpatterns = [
    path("nieuw-convenant/", text.new_covenant, name="new-covenant"),
    path("nieuw-convenant/bestand/", uploading.upload, name="upload-covenant"),
    path(AT, text.new_revision, name="new-revision"),
    path(f"{AT}datums/", text.dates, name="draft-dates"),
    path(f"{AT}partijen/", text.parties, name="draft-parties"),
    path(f"{AT}partijen/weg/", text.remove_party, name="draft-remove-party"),
    path(f"{AT}vanaf/", text.kept, name="draft-kept"),
    path(f"{AT}verplichtingen/", duties.obligations, name="draft-obligations"),
    path(f"{AT}verplichtingen/weg/", duties.remove, name="draft-remove-obligation"),
    path(f"{AT}verplichtingen/nieuw/<slug:kind>/", duties.add, name="draft-add-obligation"),
    path(f"{AT}verplichting/<slug:code>/", duties.obligation, name="draft-obligation"),
    path(f"{AT}uitkomsten/", finishing.fates, name="draft-fates"),
    path(f"{AT}uitkomsten/kiezen/", finishing.choose_fate, name="draft-choose-fate"),
    path(f"{AT}uitkomsten/overnemen/", finishing.accept, name="draft-accept"),
    path(f"{AT}nakijken/", finishing.check, name="draft-check"),
    path(f"{AT}nakijken/vragen/", finishing.ask_for_check, name="draft-ask"),
    path(f"{AT}nakijken/akkoord/", finishing.approve, name="draft-approve"),
    path(f"{AT}weggooien/", text.discard, name="draft-discard"),
]
