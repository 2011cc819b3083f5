"""What was not achieved of late is found without reading all that ever was not."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0009_taken_off_the_list_of_the_week"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="currentstatus",
            index=models.Index(
                models.F("covenant"),
                django.db.models.functions.comparison.Coalesce("ends_before", "due_on", "starts_on"),
                condition=models.Q(("group", "not_achieved")),
                name="status_not_achieved_by_day",
            ),
        ),
    ]
