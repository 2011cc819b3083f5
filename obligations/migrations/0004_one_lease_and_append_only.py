"""The row of the beat lease, and histories and the log of statuses that the database keeps as they were written."""

from datetime import UTC, date, datetime

from django.db import migrations

from obligations.models.append_only import AppendOnly


def add_lease(apps, schema_editor):
    apps.get_model("obligations", "BeatLease").objects.create(pk=1, until=datetime(2000, 1, 1, tzinfo=UTC))


def remove_lease(apps, schema_editor):
    apps.get_model("obligations", "BeatLease").objects.all().delete()


def clear_all(apps, schema_editor):
    """What was published before statuses were kept is assessed by the first sweep."""
    obligations = apps.get_model("obligations", "Obligation").objects.filter(revision__status="published")
    rows = obligations.values_list("pk", "revision__covenant_id")
    horizon = apps.get_model("obligations", "Horizon")
    horizon.objects.bulk_create(
        (
            horizon(obligation_id=pk, covenant_id=covenant_id, changes_on=date(2000, 1, 1), cleared=True)
            for pk, covenant_id in rows
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("obligations", "0003_current_status_and_sweeps")]

    operations = [
        migrations.RunPython(add_lease, remove_lease),
        migrations.RunPython(clear_all, migrations.RunPython.noop),
        AppendOnly(),
        AppendOnly("StatusChange"),
    ]
