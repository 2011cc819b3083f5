"""A standing duty is looked through at a meeting."""

from django.db import migrations, models

from obligations.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0015_projects_and_what_was_agreed"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalreview",
            name="during",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="review",
            name="during",
            field=models.CharField(blank=True, max_length=80),
        ),
        AppendOnly("HistoricalReview"),
    ]
