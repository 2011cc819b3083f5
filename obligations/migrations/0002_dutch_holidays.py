"""The holidays of the Netherlands, 2010 up to and including 2060, as data that administrators may change.

1 January, Good Friday, Easter Monday, King's Day (Queen's Day before 2014), 5 May, Ascension, Whit Monday and both
Christmas days.
"""

from datetime import date, timedelta

from django.db import migrations

YEARS = range(2010, 2061)


def easter(year):
    """Easter Sunday of the Gregorian calendar (the 'anonymous' rule of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    correction = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - correction - rest % 4) % 7
    shift = (golden + 11 * correction + 22 * weekday) // 451
    month, day = divmod(correction + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def monarchs_day(year):
    """27 April, the day before when that is a Sunday; until 2013 30 April, likewise."""
    day = date(year, 4, 27 if year >= 2014 else 30)
    return day - timedelta(days=1) if day.weekday() == 6 else day


def of_year(year):
    sunday = easter(year)
    monarch = "Koningsdag" if year >= 2014 else "Koninginnedag"
    return [
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (sunday - timedelta(days=2), "Goede Vrijdag"),
        (sunday + timedelta(days=1), "Tweede paasdag"),
        (monarchs_day(year), monarch),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (sunday + timedelta(days=39), "Hemelvaartsdag"),
        (sunday + timedelta(days=50), "Tweede pinksterdag"),
        (date(year, 12, 25), "Eerste kerstdag"),
        (date(year, 12, 26), "Tweede kerstdag"),
    ]


def add(apps, schema_editor):
    days = {}
    for year in YEARS:
        for on, name in of_year(year):
            days[on] = f"{days[on]}, {name}" if on in days else name
    apps.get_model("obligations", "Holiday").objects.bulk_create(
        apps.get_model("obligations", "Holiday")(on=on, name=name) for on, name in sorted(days.items())
    )


def remove(apps, schema_editor):
    apps.get_model("obligations", "Holiday").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_what_was_agreed")]

    operations = [migrations.RunPython(add, remove)]
