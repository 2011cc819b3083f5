"""Histories of meetings stay as they were written."""

from django.db import migrations

from obligations.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_meetings_and_attendance"), ("obligations", "0004_one_lease_and_append_only")]

    operations = [AppendOnly()]
