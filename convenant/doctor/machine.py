"""The machine and the settings: clock, disk, data directory, mail, secrets."""

from __future__ import annotations

import shutil
import smtplib
import ssl
import stat
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection

from convenant.doctor.finding import Finding, good, look, wrong

SKEW = 5
"""Seconds that two clocks may differ."""
GIGABYTE = 1024**3
BACKUP_DAYS = 2


def clock() -> Finding:
    """Whether this machine and the database agree on the time."""
    if settings.CONVENANT_TODAY:
        return look("klok", f"vandaag is vastgezet op {settings.CONVENANT_TODAY}", "Haal CONVENANT_TODAY weg.")
    with connection.cursor() as cursor:
        query = (
            "SELECT extract(epoch FROM clock_timestamp())"
            if connection.vendor == "postgresql"
            else ("SELECT (julianday('now') - 2440587.5) * 86400")
        )
        cursor.execute(query)
        there = float(cursor.fetchone()[0])
    difference = abs(time.time() - there)
    if difference > SKEW:
        return wrong(
            "klok",
            f"deze machine en de database verschillen {difference:.0f} seconden",
            "Zet op beide tijdsynchronisatie aan (NTP).",
        )
    return good("klok", "gelijk met de database")


def time_zone(name: str) -> Finding:
    """Whether in this zone the days of the covenants begin and end at midnight in the Netherlands."""
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return wrong("tijdzone", f"{name} is hier onbekend", "Installeer tzdata: make install")
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(zone)
    if name != "Europe/Amsterdam" or summer.hour != 14:
        return wrong("tijdzone", f"{name} klopt niet", "Installeer tzdata opnieuw: make install")
    return good("tijdzone", name)


def disk() -> Finding:
    """Free space where the data are."""
    free = shutil.disk_usage(settings.CONVENANT_HOME).free
    said = f"{free / GIGABYTE:.1f} GB vrij"
    if free < GIGABYTE / 10:
        return wrong("schijf", said, "Maak ruimte: zonder ruimte kan niets worden opgeslagen.")
    return look("schijf", said, "Maak ruimte vóór het op is.") if free < GIGABYTE else good("schijf", said)


def home() -> Finding:
    """Whether the data directory is ours alone and can be written."""
    folder = Path(settings.CONVENANT_HOME)
    key = folder / "secret_key"
    try:
        open_to = [
            path for path in (folder, key) if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        ]
        probe = folder / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return wrong(
            "map",
            f"{folder} kan niet worden geschreven ({error.strerror})",
            "Geef de site schrijfrecht, of stel CONVENANT_HOME in.",
        )
    if open_to:
        names = " ".join(str(path) for path in open_to)
        return look("map", f"ook anderen op deze machine komen bij {names}", f"Voer uit: chmod go-rwx {names}")
    return good("map", str(folder))


def mail() -> Finding:
    """Whether mail can leave: the server is greeted, nothing is sent."""
    server = settings.MAIL_SERVER
    if server is None:
        return good("mail", f"wordt niet verstuurd: bestanden in {settings.EMAIL_FILE_PATH}")
    where = f"{server['host']}:{server['port']}"
    try:
        _greet(server)
    except (OSError, smtplib.SMTPException) as error:
        return wrong(
            "mail",
            f"{where} antwoordt niet goed ({type(error).__name__})",
            "Verbeter EMAIL_URL, of vraag het uw mailbeheerder.",
        )
    return good("mail", f"{where} antwoordt")


def _greet(server: dict[str, object]) -> None:
    """Connect and encrypt as the settings say. Raises OSError or SMTPException."""
    host, port = str(server["host"]), int(str(server["port"]))
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(host, port, timeout=5, context=context)
        if server["tls"]
        else smtplib.SMTP(host, port, timeout=5)
    )
    with client:
        client.ehlo()
        if server["starttls"]:
            client.starttls(context=context)
            client.ehlo()


def production() -> Finding:
    """What production asks for besides what the settings refuse already."""
    if not settings.PRODUCTION:
        return good("productie", "dit is geen productie")
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return wrong("productie", "de vaste bestanden van de pagina's ontbreken", "Voer uit: make assets")
    return good("productie", f"{settings.BASE_URL}, voor {', '.join(settings.ALLOWED_HOSTS)}")


def backups() -> Finding:
    """How old the newest backup is."""
    files = sorted((Path(settings.CONVENANT_HOME) / "backups").glob("convenant-*.tar"))
    if not files:
        said = "er is er geen"
        return (
            look("back-up", said, "Voer elke nacht uit: manage.py backup")
            if settings.PRODUCTION
            else good("back-up", said)
        )
    days = (time.time() - files[-1].stat().st_mtime) / 86400
    said = f"{files[-1].name}, {days:.0f} dagen oud"
    if settings.PRODUCTION and days > BACKUP_DAYS:
        return look("back-up", said, "Voer elke nacht uit: manage.py backup")
    return good("back-up", said)
