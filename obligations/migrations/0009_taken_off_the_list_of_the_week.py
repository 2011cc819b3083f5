"""Let the secretariat take something off the list of the week, for a while or with an explanation."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from obligations.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0008_drafts_and_who_checked_them"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSetAside",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(max_length=80)),
                ("occurrence", models.CharField(max_length=400)),
                ("status", models.CharField(blank=True, max_length=20)),
                ("until", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="obligations.covenant",
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
                "verbose_name": "historical even opzijgezet",
                "verbose_name_plural": "historical even opzijgezet",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80)),
                ("occurrence", models.CharField(max_length=400)),
                ("status", models.CharField(blank=True, max_length=20)),
                ("until", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="set_aside", to="obligations.covenant"
                    ),
                ),
            ],
            options={
                "verbose_name": "even opzijgezet",
                "verbose_name_plural": "even opzijgezet",
                "constraints": [
                    models.UniqueConstraint(fields=("covenant", "code", "occurrence"), name="set_aside_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="settled_with_an_explanation",
                        violation_error_message="Afhandelen gaat met een toelichting.",
                    ),
                ],
            },
        ),
        AppendOnly("HistoricalSetAside"),
    ]
