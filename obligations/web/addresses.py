"""The addresses of the pages, with the day that they look at."""

from __future__ import annotations

from django.urls import reverse

from obligations.web.as_of import Moment


def covenant_page(key: str) -> str:
    return reverse("covenant", kwargs={"key": key})


def covenant_url(key: str, moment: Moment) -> str:
    return covenant_page(key) + moment.query


def obligation_page(key: str, code: str) -> str:
    return reverse("obligation", kwargs={"key": key, "code": code})


def obligation_url(key: str, code: str, moment: Moment) -> str:
    return obligation_page(key, code) + moment.query
