"""The group of those who run the administration (convenant/administrators.py says what it may)."""

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name="beheerders")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("obligations", "0005_words_that_people_read"),
    ]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
