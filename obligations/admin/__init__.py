"""The administration: what administrators look up and correct, with a history that says who, when, what and why."""

from django.contrib import admin

from obligations.admin import definition, machine, mail, people, register

__all__ = ["definition", "machine", "mail", "people", "register"]

admin.site.site_header = "Convenant · beheer"
admin.site.site_title = "Convenant beheer"
admin.site.index_title = "Beheer"
