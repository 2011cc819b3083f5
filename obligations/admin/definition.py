"""What was agreed: covenants, their revisions, the text, the obligations and how ambiguous sentences are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from obligations import models as m
from obligations.admin.base import Part, ReadOnly, ReasonForm, TrackedAdmin, listed
from obligations.services.keeping import covenant_id_of, revision_of


def fixing(form: type[Any], fixed: tuple[str, ...]) -> type[Any]:
    """A form of a part that shows `fixed` of a row that exists, and takes no other value for it."""

    class Fixing(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name in fixed if not self.instance._state.adding else ():
                if name in self.fields:
                    self.fields[name].disabled = True

    return Fixing


class OwnPart(Part):
    """Parts whose choices are those of the covenant, or of the revision, of the object.

    `fixed`: fields that cannot be changed once a row exists.
    """

    parent: Any = None
    fixed: tuple[str, ...] = ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self.parent = obj
        return super().get_formset(request, obj, form=fixing(self.form, self.fixed), **kwargs)

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        model: Any = db_field.remote_field.model
        if self.parent is not None and model in (m.FactType, m.Theme):
            kwargs["queryset"] = model.objects.filter(covenant=covenant_id_of(self.parent))
        if self.parent is not None and model is m.Clause:
            kwargs["queryset"] = model.objects.filter(revision=revision_of(self.parent))
        if self.parent is not None and self.model is m.ObligationParty and model is m.Party:
            kwargs["queryset"] = model.objects.filter(memberships__revision=revision_of(self.parent))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class Themes(OwnPart):
    model = m.Theme
    fields = ("key", "name", "position")
    fixed = ("key",)


class Types(OwnPart):
    model = m.FactType
    fields = ("key", "name", "plural", "meeting", "measure", "position")
    fixed = ("key", "meeting", "measure")


class Memberships(OwnPart):
    model = m.Membership
    autocomplete_fields = ("user",)


@admin.register(m.Covenant)
class CovenantAdmin(TrackedAdmin):
    columns = ("title", "key", "tracked_from", "has_example_register")
    fields = ("key", "title", "language", "tracked_from", "has_example_register", "revisions")
    fixed = ("key",)
    readonly_fields = ("has_example_register", "revisions")
    search_fields = ("title", "key")
    list_filter = ("has_example_register",)
    inlines = (Memberships, Themes, Types)

    @admin.display(description="Herzieningen")
    def revisions(self, row: m.Covenant) -> str:
        return listed(row.revisions.all() if row.pk else ())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A covenant with a revision stays."""
        bare = obj is None or not obj.revisions.exists()
        return bare and super().has_delete_permission(request, obj)


class RevisionParties(OwnPart):
    model = m.RevisionParty
    autocomplete_fields = ("party",)
    fields = ("party", "position", "account_holder", "joins_on", "leaves_on", "organ", "side")


class Outcomes(OwnPart):
    model = m.Outcome
    fields = ("code", "kind", "becomes", "moved_to", "certain", "position")


class RevisionForm(ReasonForm):
    """A revision takes the place of another one of its own covenant."""

    def clean_replaces(self) -> Any:
        other = self.cleaned_data["replaces"]
        own = self.instance.covenant if self.instance.pk else self.cleaned_data.get("covenant")
        if other is not None and (other.pk == self.instance.pk or (own is not None and other.covenant_id != own.pk)):
            raise forms.ValidationError("Kies een andere herziening van hetzelfde convenant.")
        return other


@admin.register(m.Revision)
class RevisionAdmin(TrackedAdmin):
    form = RevisionForm
    columns = ("title", "covenant", "status", "in_force_from", "ends_on")
    fields = (
        "covenant",
        "key",
        "title",
        "status",
        "signed_on",
        "in_force_from",
        "ends_on",
        "renews_months",
        "notice_months",
        "replaces",
        "replaces_from",
        "obligations",
        "clauses",
    )
    fixed = ("covenant", "key")
    readonly_fields = ("status", "obligations", "clauses")
    search_fields = ("title", "key", "covenant__title")
    list_filter = ("status", "covenant")
    list_select_related = ("covenant",)
    date_hierarchy = "in_force_from"
    autocomplete_fields = ("covenant", "replaces")
    inlines = (RevisionParties, Outcomes)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its obligations cite its clauses, which does not keep either: they go together."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        kept = m.Revision.objects.filter(replaces__in=objs)
        return found, counts, needed, [str(row) for row in kept] if protected else []

    @admin.display(description="Verplichtingen")
    def obligations(self, row: m.Revision) -> str:
        return listed(row.obligations.all() if row.pk else ())

    @admin.display(description="Onderdelen van de tekst")
    def clauses(self, row: m.Revision) -> str:
        return listed(row.clauses.all() if row.pk else ())


class Paragraphs(OwnPart):
    model = m.Paragraph
    fields = ("number", "summary")


@admin.register(m.Clause)
class ClauseAdmin(TrackedAdmin):
    columns = ("heading", "key", "revision")
    fields = ("revision", "key", "heading", "position")
    fixed = ("revision",)
    search_fields = ("heading", "key")
    list_filter = ("revision__covenant", "revision")
    list_select_related = ("revision",)
    autocomplete_fields = ("revision",)
    inlines = (Paragraphs,)


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """Also a term in which nothing is filled in is one: 'geldt altijd' needs no number."""

    def has_changed(self) -> bool:
        return self.instance._state.adding or super().has_changed()


class Term(OwnPart):
    """The one row with the numbers of an obligation's kind."""

    form = TermForm
    can_delete = False
    max_num = 1
    min_num = 1

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [part.name for part in self.model._meta.concrete_fields if part.name != "obligation"]


def term_of(table: type[m.Tracked]) -> type[Term]:
    """The inline of one kind's table."""
    return type(f"{table.__name__}Part", (Term,), {"model": table})


TERM_OF: Mapping[str, type[Term]] = {
    m.Obligation.Kind.CADENCE: term_of(m.CadenceTerm),
    m.Obligation.Kind.CAP: term_of(m.CapTerm),
    m.Obligation.Kind.DEADLINE: term_of(m.DeadlineTerm),
    m.Obligation.Kind.DUTY: term_of(m.DutyTerm),
    m.Obligation.Kind.STANDING: term_of(m.StandingTerm),
    m.Obligation.Kind.HELD: term_of(m.HeldTerm),
}


class ObligationParties(OwnPart):
    model = m.ObligationParty
    fields = ("side", "party", "position")


class ObligationTypes(OwnPart):
    model = m.ObligationType
    fields = ("use", "type", "position")


class ObligationThemes(OwnPart):
    model = m.ObligationTheme
    fields = ("theme", "position")


class Citations(OwnPart):
    model = m.Citation
    fields = ("clause", "paragraph", "place", "position")


@admin.register(m.Obligation)
class ObligationAdmin(TrackedAdmin):
    columns = ("title", "code", "kind", "revision")
    fields = (
        "revision",
        "code",
        "kind",
        "title",
        "summary",
        "soft",
        "own_from",
        "own_until",
        "bearers_all",
        "towards_all",
        "reminders",
        "position",
    )
    fixed = ("revision", "code", "kind")
    search_fields = ("title", "code", "summary")
    list_filter = ("revision__covenant", "revision", "kind", "soft")
    list_select_related = ("revision",)
    autocomplete_fields = ("revision",)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The numbers come once it is known of what kind it is."""
        if obj is None:
            return []
        return [TERM_OF[obj.kind], ObligationParties, ObligationTypes, ObligationThemes, Citations]


@admin.register(m.Reading)
class ReadingAdmin(ReadOnly, TrackedAdmin):
    columns = ("number", "question", "choice", "covenant", "agreed_on")
    search_fields = ("number", "question", "choice", "key")
    list_filter = ("covenant", "agreed_on")
    list_select_related = ("covenant",)


@admin.register(m.ReadingChoice)
class ReadingChoiceAdmin(ReadOnly, TrackedAdmin):
    columns = ("key", "value", "covenant", "obligation")
    search_fields = ("key", "covenant__title", "obligation__title")
    list_filter = ("covenant", "key")
    list_select_related = ("covenant", "obligation")


@admin.register(m.DraftCheck)
class DraftCheckAdmin(ReadOnly, TrackedAdmin):
    columns = ("revision", "asked_by", "approved_by")
    search_fields = ("revision__title", "asked_by__username", "approved_by__username")
    list_filter = ("revision__covenant",)
    list_select_related = ("revision", "asked_by", "approved_by")


@admin.register(m.DraftChoice)
class DraftChoiceAdmin(ReadOnly, TrackedAdmin):
    columns = ("code", "revision")
    search_fields = ("code", "revision__title")
    list_filter = ("revision__covenant",)
    list_select_related = ("revision",)
