"""What was agreed about a project that began."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from obligations.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0014_find_entries_by_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalProject",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("tasks", models.BooleanField(default=False)),
                ("responsibilities", models.BooleanField(default=False)),
                ("steering", models.BooleanField(default=False)),
                ("finance", models.BooleanField(default=False)),
                ("model_version", models.CharField(blank=True, max_length=80)),
                ("budget", models.CharField(blank=True, max_length=300)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="obligations.event",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical project",
                "verbose_name_plural": "historical projecten",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tasks", models.BooleanField(default=False)),
                ("responsibilities", models.BooleanField(default=False)),
                ("steering", models.BooleanField(default=False)),
                ("finance", models.BooleanField(default=False)),
                ("model_version", models.CharField(blank=True, max_length=80)),
                ("budget", models.CharField(blank=True, max_length=300)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="project", to="obligations.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projecten",
                "ordering": ["pk"],
            },
        ),
        AppendOnly("HistoricalProject"),
    ]
