"""Entries say what only a page knows of them, and are withdrawn instead of deleted."""

from django.db import migrations, models

from obligations.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0012_fixed_points_of_an_agenda"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="as_written",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="event",
            name="remark",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="event",
            name="told_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="event",
            name="withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="event",
            name="withdrawn_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="historicalevent",
            name="as_written",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="historicalevent",
            name="remark",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="historicalevent",
            name="told_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="historicalevent",
            name="withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="historicalevent",
            name="withdrawn_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        AppendOnly("HistoricalEvent"),
    ]
