"""Find the newest entries of a covenant without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0013_corrected_never_vanished"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["covenant", "on"], name="event_by_day"),
        ),
    ]
