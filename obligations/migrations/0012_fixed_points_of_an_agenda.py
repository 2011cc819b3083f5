"""Say of an obligation that it is a fixed point on the agenda of a meeting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0011_documents_and_weeks_without_meetings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalobligationtype",
            name="use",
            field=models.CharField(
                choices=[
                    ("of", "telt"),
                    ("done_by", "gedaan door"),
                    ("when", "aanleiding"),
                    ("agenda", "vast onderwerp van"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="obligationtype",
            name="use",
            field=models.CharField(
                choices=[
                    ("of", "telt"),
                    ("done_by", "gedaan door"),
                    ("when", "aanleiding"),
                    ("agenda", "vast onderwerp van"),
                ],
                max_length=10,
            ),
        ),
    ]
