"""The pages of the register and of the people."""

from django.urls import path

from obligations.web.register import duties, entry, listing, pasting, people, projects, recording, reviewing

ONE = "convenant/<slug:key>/register/<int:pk>/"

urlpatterns = [
    path("vastleggen/", recording.record, name="record"),
    path("register/", listing.register, name="register"),
    path("register/excel/", listing.excel, name="register-excel"),
    path("projecten/", projects.projects, name="projects"),
    path("mensen/", people.everyone, name="people"),
    path("convenant/<slug:key>/vastleggen/", recording.record_entry, name="record-entry"),
    path("convenant/<slug:key>/plakken/", pasting.paste, name="register-paste"),
    path("convenant/<slug:key>/alles-nalopen/", reviewing.review_all, name="review-all"),
    path("convenant/<slug:key>/plichten/", duties.duties, name="duties"),
    path("convenant/<slug:key>/mensen/", people.people, name="people-of"),
    path("convenant/<slug:key>/mensen/<slug:party>/<slug:role>/", people.change, name="hand-over"),
    path(ONE, entry.entry, name="entry"),
    path(f"{ONE}verbeteren/", entry.correct, name="entry-correct"),
    path(f"{ONE}intrekken/", entry.withdraw, name="entry-withdraw"),
    path(f"{ONE}terugnemen/", entry.restore, name="entry-restore"),
    path(f"{ONE}project/", projects.change, name="project-change"),
    path(f"{ONE}document/", entry.add_document, name="entry-document"),
]
