"""
Every setting, read from the environment.

A wrong or missing value stops the program with one line on stderr (name, value, what was expected) and
exit code 2.

Production is when `DATABASE_URL` names a PostgreSQL database; `CONVENANT_PRODUCTION` (1 or 0) overrules it.
In production `SECRET_KEY`, `ALLOWED_HOSTS`, `BASE_URL` and `EMAIL_URL` are required.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env, EnvError, validate

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY_LENGTH = 50

env = Env()


# --- Reading -----------------------------------------------------------------------------------------------


def stop(name: str, expected: str) -> NoReturn:
    """End the program, saying which variable is wrong. Passwords and keys are not repeated."""
    value = os.environ.get(name)
    if value is None:
        shown = " is missing"
    elif name == "SECRET_KEY":
        shown = f" has {len(value)} characters"
    else:
        shown = "=" + repr(re.sub(r"(?<=//).*@", "***@", value))
    sys.stderr.write(f"{name}{shown}: expected {expected}.\n")
    sys.exit(2)


def read(kind: str, name: str, expected: str, **options: Any) -> Any:
    """The value of `name`, parsed as environs parses `kind`; `options` go to environs (default, validate)."""
    try:
        return getattr(env, kind)(name, **options)
    except EnvError:
        stop(name, expected)


def read_url(name: str, parse: Callable[[SplitResult], Any], expected: str) -> Any:
    """What `parse` makes of the address in `name`, or None when it is absent. `parse` raises ValueError."""
    value = env.str(name, "")
    try:
        return parse(urlsplit(value)) if value else None
    except ValueError:
        stop(name, expected)


def check(right: object) -> None:
    """ValueError unless `right`."""
    if not right:
        raise ValueError


# --- Where the data is -------------------------------------------------------------------------------------


def make_home(home: Path) -> Path:
    """Create the data directory, readable by its owner alone, unless it is there."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        stop("CONVENANT_HOME", f"a directory that can be made; {home} cannot ({error.strerror})")
    return home


CONVENANT_HOME = make_home(Path(env.str("CONVENANT_HOME", "") or BASE_DIR / "var").expanduser().absolute())
MEDIA_ROOT = CONVENANT_HOME / "media"
MAX_UPLOAD_MB = 20


def sqlite(path: Path) -> dict[str, Any]:
    """
    The embedded database.

    Reading and then writing in one transaction fails at once when another connection wrote in between, and
    no time-out helps; only IMMEDIATE does. WAL lets readers pass a writer.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql(url: SplitResult) -> dict[str, Any]:
    """The settings of a PostgreSQL database."""
    check(url.scheme in ("postgres", "postgresql") and url.hostname and url.path.strip("/"))
    found: dict[str, Any] = dict(dj_database_url.parse(url.geturl(), conn_max_age=60, conn_health_checks=True))
    found.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return found


POSTGRESQL_FORM = "postgresql://user:password@host:port/name"
DATABASE = read_url("DATABASE_URL", postgresql, POSTGRESQL_FORM)
MIGRATE_DATABASE = read_url("MIGRATE_DATABASE_URL", postgresql, POSTGRESQL_FORM)
if MIGRATE_DATABASE and sys.argv[1:2] == ["migrate"]:
    # The account of the site need not own its tables: only `migrate` connects with the one that does.
    DATABASE = MIGRATE_DATABASE
DATABASES = {"default": DATABASE or sqlite(CONVENANT_HOME / "db.sqlite3")}


# --- Production or not -------------------------------------------------------------------------------------

PRODUCTION = read("bool", "CONVENANT_PRODUCTION", "1 or 0", default=DATABASE is not None)
DEBUG = read("bool", "DEBUG", "1 or 0", default=False)
PORT = read("int", "PORT", "a number from 1 to 65535", default=8000, validate=validate.Range(1, 65535))
CONVENANT_TODAY = read("date", "CONVENANT_TODAY", "a date from 1900 to 2199 such as 2019-05-21", default=None)
if CONVENANT_TODAY and not 1900 <= CONVENANT_TODAY.year <= 2199:
    stop("CONVENANT_TODAY", "a date from 1900 to 2199 such as 2019-05-21")

if PRODUCTION and DEBUG:
    stop("DEBUG", "0 in production")
if PRODUCTION and CONVENANT_TODAY:
    stop("CONVENANT_TODAY", "no value in production, where today is today")


def secret_key() -> str:
    """
    The key in the environment, else one of our own in CONVENANT_HOME, made once.

    It is written under another name and then linked, which fails when it exists: of two processes that start
    together one makes it, and neither ever reads half a key.
    """
    file = CONVENANT_HOME / "secret_key"
    draft = CONVENANT_HOME / f".secret_key.{os.getpid()}"
    try:
        if not file.exists():
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(64))
            try:
                file.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_text()
    except OSError as error:
        stop("CONVENANT_HOME", f"a directory that can be written; {CONVENANT_HOME} cannot ({error.strerror})")


SECRET_KEY = env.str("SECRET_KEY", "") if PRODUCTION or "SECRET_KEY" in os.environ else secret_key()
if len(SECRET_KEY) < SECRET_KEY_LENGTH or len(set(SECRET_KEY)) < 10:
    stop("SECRET_KEY", f"at least {SECRET_KEY_LENGTH} random characters")


# --- Addresses ---------------------------------------------------------------------------------------------


def base_url(url: SplitResult) -> str:
    """The address people use, without a slash at its end."""
    check(url.scheme in (("https",) if PRODUCTION else ("http", "https")) and url.hostname)
    check(not url.path.strip("/") and not url.query and not url.fragment and "@" not in url.netloc)
    return f"{url.scheme}://{url.netloc}"


BASE_URL_FORM = "https://name" if PRODUCTION else "http://name:port or https://name"
BASE_URL = read_url("BASE_URL", base_url, BASE_URL_FORM) or f"http://127.0.0.1:{PORT}"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    stop("ALLOWED_HOSTS", "the names of this site, separated by commas; * is not one")
if PRODUCTION and not env.str("BASE_URL", ""):
    stop("BASE_URL", f"{BASE_URL_FORM}, the address for links in mail")

ROOT_URLCONF = "convenant.urls"
WSGI_APPLICATION = "convenant.wsgi.application"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"


def redis(url: SplitResult) -> str:
    """The address as it was given."""
    check(url.scheme in ("redis", "rediss") and url.hostname and (url.port or True))
    return url.geturl()


REDIS_URL = read_url("REDIS_URL", redis, "redis://host:port/number")


# --- Work in the background --------------------------------------------------------------------------------

SWEEP_SECONDS = read(
    "int",
    "CONVENANT_SWEEP_SECONDS",
    "a number of seconds from 1 to 3600",
    default=60,
    validate=validate.Range(1, 3600),
)

# Without Redis the worker is a thread of the web process. A host in the address keeps Celery from warning.
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever; 0 is not
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 5,
        "socket_timeout": 30,
        "socket_keepalive": True,
        "health_check_interval": 30,
    }
    if REDIS_URL
    # Half a second at most before a thread takes a message from the queue in memory.
    else {"polling_interval": 0.5}
)
CELERY_TASK_IGNORE_RESULT = True
# What a message asks for is asked again by the next one: better lost than done over.
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 120, 180
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "convenant.beat:LeaseScheduler"


# --- Mail --------------------------------------------------------------------------------------------------


def mail_server(url: SplitResult) -> dict[str, Any]:
    """Host, port, account and encryption: smtps encrypts from the first byte, smtp+tls after STARTTLS."""
    check(url.scheme in ("smtp", "smtp+tls", "smtps") and url.hostname and not url.path.strip("/"))
    return {
        "host": url.hostname,
        "port": url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "ca": env.str("EMAIL_CA", "") or None,
        "starttls": url.scheme == "smtp+tls",
        "tls": url.scheme == "smtps",
    }


EMAIL_FORM = "smtp+tls://user:password@host:port (or smtps:// or smtp://)"
MAIL_SERVER = read_url("EMAIL_URL", mail_server, EMAIL_FORM)
EMAIL_TIMEOUT = 30


def mail_window(text: str) -> tuple[time, time] | None:
    """From when to when mail leaves on working days, None for always."""
    if text == "always":
        return None
    first, _, last = text.partition("-")
    found = time.fromisoformat(first), time.fromisoformat(last)
    check(len(first) == len(last) == 5 and found[0] < found[1])
    return found


MAIL_WINDOW_FORM = "always, or two times such as 07:00-18:00"
try:
    MAIL_WINDOW = mail_window(env.str("MAIL_WINDOW", "07:00-18:00"))
except ValueError:
    stop("MAIL_WINDOW", MAIL_WINDOW_FORM)
# From whom mail comes: an address of our own domain, so that SPF and DKIM can vouch for it.
MAIL_FROM = env.str("MAIL_FROM", "") or f"convenant@{urlsplit(BASE_URL).hostname or 'localhost'}"
if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", MAIL_FROM):
    stop("MAIL_FROM", "an address such as convenant@example.org")
MAIL_PER_MINUTE = read(
    "int",
    "MAIL_PER_MINUTE",
    "a number of mails a minute, 0 for no limit",
    default=60,
    validate=validate.Range(0, 10000),
)
# Seconds for the answer after the content; RFC 5321 4.5.3.2 asks for ten minutes, and shorter makes twins.
# A message in the hands of a process that died is taken back after so long.
MAIL_LEASE_SECONDS = read(
    "int", "MAIL_LEASE_SECONDS", "a number of seconds from 2 to 3600", default=900, validate=validate.Range(2, 3600)
)
MAIL_LAST_SECONDS = read(
    "int", "MAIL_LAST_SECONDS", "a number of seconds from 1 to 900", default=600, validate=validate.Range(1, 900)
)
EMAIL_FILE_PATH = CONVENANT_HOME / "mail"
if MAIL_SERVER:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["host"], MAIL_SERVER["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["user"], MAIL_SERVER["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER["starttls"], MAIL_SERVER["tls"]
elif PRODUCTION:
    stop("EMAIL_URL", EMAIL_FORM)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


# --- What it is made of ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "lucide",
    "simple_history",
    "convenant",
    "obligations.apps.ObligationsConfig",
    "meetings.apps.MeetingsConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "obligations.web.kept_forms.KeepWhatWasTyped",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "convenant.administrators.Administrators",
]
# A history is looked at, never turned back: what is wrong is corrected, with a reason.
SIMPLE_HISTORY_REVERT_DISABLED = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Where facts come from: functions with the signature of obligations/evidence.py.
EVIDENCE_SOURCES = ["obligations.evidence.events", "meetings.evidence.meetings"]
# Who adds lines of other kinds to the list of the week: functions of (user, moment, lang) (obligations/web/today.py).
TODAY_LINES = ["obligations.web.mail.reports.to_check", "meetings.web.today_lines.unanswered"]


# --- Language, time and files ------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
# Sites that share a checkout do not share this; in production it is part of what is deployed.
STATIC_ROOT = BASE_DIR / "build" / "static" if PRODUCTION else CONVENANT_HOME / "static"
# What is served as it is, and what `make assets` bundles from static/css.
STATICFILES_DIRS = [BASE_DIR / "static" / "public", BASE_DIR / "build" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


# --- Safety ------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# In production BASE_URL is https. The server behind it sees http; gunicorn takes the scheme from the proxies
# in FORWARDED_ALLOW_IPS, so a header that a visitor makes up is not believed.
SECURE_SSL_REDIRECT = PRODUCTION
# What watches the site may ask behind the proxy, in plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live)?$"]
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Preloading is a promise about a whole domain, which is its owner's to make.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Anyone can send a wrong Host; that is answered with 400, and no reason for a page of traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
