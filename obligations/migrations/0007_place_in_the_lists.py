"""Keep beside each stored row whether lists show it, and in which group; what is stored is computed anew."""

from django.db import migrations, models
from django.db.models import F, Q


def clear(apps, schema_editor):
    """What was stored has no place yet: none of it is trusted until the next check."""
    horizons = apps.get_model("obligations", "Horizon").objects.filter(assessed_on__isnull=False)
    horizons.update(changes_on=F("assessed_on"), cleared=True)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0006_administrators")]

    operations = [
        migrations.AddField("currentstatus", "shown", models.BooleanField(default=False)),
        migrations.AddField("currentstatus", "group", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("currentstatus", "rank", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("horizon", "group", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("horizon", "rank", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("horizon", "on", models.DateField(null=True)),
        migrations.AddIndex(
            "currentstatus",
            models.Index(condition=Q(shown=True), fields=["covenant", "group", "rank"], name="status_by_group"),
        ),
        migrations.AddIndex(
            "horizon", models.Index(fields=["covenant", "group", "rank", "on"], name="horizon_by_place")
        ),
        migrations.RunPython(clear, migrations.RunPython.noop),
    ]
