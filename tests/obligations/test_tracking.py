"""No change without a history row (design.md section 6)."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from obligations.civil_time import noon
from obligations.models import (
    BeatLease,
    CadenceTerm,
    Covenant,
    CurrentStatus,
    HistoryRequired,
    Holiday,
    Horizon,
    MailLink,
    Message,
    MessageCovenant,
    Notice,
    Obligation,
    Party,
    Revision,
    Sender,
    StatusChange,
    Sweep,
    Tracked,
    UsedForm,
    change_all,
    history_exempt,
    save_all,
)

pytestmark = pytest.mark.django_db
OURS = [model for app in ("obligations", "meetings") for model in apps.get_app_config(app).get_models()]
MACHINES = {
    BeatLease,
    CurrentStatus,
    Horizon,
    MailLink,
    Message,
    MessageCovenant,
    Notice,
    Sender,
    StatusChange,
    Sweep,
    UsedForm,
}
PEOPLES = [model for model in OURS if not model.__name__.startswith("Historical") and model not in MACHINES]


def party(key: str = "a") -> Party:
    return Party(key=key, name=key.upper(), short=key.upper())


@pytest.mark.parametrize("model", PEOPLES, ids=lambda model: model.__name__)
def test_every_model_is_tracked(model):
    assert issubclass(model, Tracked)
    assert hasattr(model, "history")


@pytest.mark.parametrize("model", PEOPLES, ids=lambda model: model.__name__)
def test_every_model_refuses_update_and_bulk_writes(model):
    with pytest.raises(HistoryRequired, match=r"update leaves no history row"):
        model.objects.update(pk=1)
    with pytest.raises(HistoryRequired, match=r"bulk_create leaves no history row"):
        model.objects.bulk_create([])
    with pytest.raises(HistoryRequired, match=r"bulk_update leaves no history row"):
        model.objects.bulk_update([], ["id"])


@pytest.mark.leaves_no_history
def test_an_exemption_gives_its_reason_and_ends_with_its_block():
    with history_exempt("a test of the exemption"):
        Party.objects.bulk_create([party()])
    assert Party.history.count() == 0
    with pytest.raises(HistoryRequired):
        Party.objects.update(name="B")
    with pytest.raises(ValueError, match="reason"), history_exempt(" "):
        pass


def test_save_all_writes_rows_and_history_together():
    save_all([party("a"), party("b")], reason="eerste invoer")
    assert sorted(Party.history.values_list("key", "history_type", "history_change_reason")) == [
        ("a", "+", "eerste invoer"),
        ("b", "+", "eerste invoer"),
    ]
    assert all(row.pk for row in Party.objects.all())


def test_save_all_keeps_the_recording_day_of_a_row():
    row = party()
    row._history_date = noon(date(2018, 3, 2))
    save_all([row], reason="eerste invoer")
    assert Party.history.get().history_date == noon(date(2018, 3, 2))


def test_change_all_writes_what_changed():
    rows = save_all([party("a"), party("b")], reason="eerste invoer")
    for row in rows:
        row.short = row.short * 2
    change_all(rows, ["short"], reason="andere afkorting")
    assert list(Party.objects.order_by("key").values_list("short", flat=True)) == ["AA", "BB"]
    assert Party.history.filter(history_type="~", history_change_reason="andere afkorting").count() == 2


def test_deleting_a_set_leaves_a_history_row_each():
    save_all([party("a"), party("b")], reason="eerste invoer")
    Party.objects.filter(key__in="ab").delete()
    assert Party.history.filter(history_type="-").count() == 2


def revision(**changes: object) -> Revision:
    covenant, _ = Covenant.objects.get_or_create(key="c", defaults={"title": "C"})
    day = date(2016, 5, 11)
    values = {"covenant": covenant, "key": "1", "title": "1", "signed_on": day, "in_force_from": day} | changes
    return Revision(**values)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"ends_on": date(2016, 5, 11)}, id="ends on the day it starts"),
        pytest.param({"signed_on": date(2016, 5, 12)}, id="is signed after it starts"),
        pytest.param({"renews_months": 12}, id="renews without a notice term"),
        pytest.param({"replaces_from": date(2016, 5, 11)}, id="replaces nothing from a day"),
    ],
)
def test_the_database_refuses_a_revision_that(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        revision(**changes).save()


def test_the_database_refuses_a_second_revision_with_one_key():
    revision().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        revision().save()


def test_the_database_refuses_a_kind_that_the_engine_does_not_know():
    first = revision()
    first.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(revision=first, code="x", title="X", summary="x", kind="wish")


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"at_least": 4}, id="a number without a period"),
        pytest.param({"at_least": 4, "per": "year", "every_months": 6}, id="two at once"),
        pytest.param({"every_months": 0}, id="every 0 months"),
        pytest.param({"by_month": 12}, id="a month without a day"),
        pytest.param({"by_month": 13, "by_day": 1}, id="month 13"),
    ],
)
def test_the_database_refuses_a_cadence_of(columns):
    first = revision()
    first.save()
    obligation = Obligation.objects.create(revision=first, code="x", title="X", summary="x", kind="cadence")
    with pytest.raises(IntegrityError), transaction.atomic():
        CadenceTerm.objects.create(obligation=obligation, **columns)


def test_the_holidays_of_a_year_are_data():
    days = dict(Holiday.objects.filter(on__year=2024).values_list("on", "name"))
    assert days == {
        date(2024, 1, 1): "Nieuwjaarsdag",
        date(2024, 3, 29): "Goede Vrijdag",
        date(2024, 4, 1): "Tweede paasdag",
        date(2024, 4, 27): "Koningsdag",
        date(2024, 5, 5): "Bevrijdingsdag",
        date(2024, 5, 9): "Hemelvaartsdag",
        date(2024, 5, 20): "Tweede pinksterdag",
        date(2024, 12, 25): "Eerste kerstdag",
        date(2024, 12, 26): "Tweede kerstdag",
    }
