"""The row of the beat lease, and histories and the log of statuses that the database keeps as they were written."""

from datetime import UTC, datetime

from django.db import migrations

from obligations.models.append_only import AppendOnly


def add_lease(apps, schema_editor):
    apps.get_model("obligations", "BeatLease").objects.create(pk=1, until=datetime(2000, 1, 1, tzinfo=UTC))


def remove_lease(apps, schema_editor):
    apps.get_model("obligations", "BeatLease").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("obligations", "0003_current_status_and_sweeps")]

    operations = [
        migrations.RunPython(add_lease, remove_lease),
        AppendOnly(),
        AppendOnly("StatusChange"),
    ]
