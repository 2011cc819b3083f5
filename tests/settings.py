"""
The settings under test: those that run, with a data directory that is thrown away and a fast password hash.

`DATABASE_URL`, as `python -m tests.servers run` sets it, chooses the database; without it, SQLite in memory.
"""

import atexit
import os
import shutil
import tempfile

for _name in (
    "CONVENANT_TODAY",
    "CONVENANT_SWEEP_SECONDS",
    "MIGRATE_DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "BASE_URL",
    "PORT",
    "DEBUG",
):
    os.environ.pop(_name, None)
os.environ["CONVENANT_PRODUCTION"] = "0"
os.environ["CONVENANT_HOME"] = tempfile.mkdtemp(prefix="convenant-test-")
atexit.register(shutil.rmtree, os.environ["CONVENANT_HOME"], ignore_errors=True)

from convenant.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"] |= {  # noqa: F405
        "ENGINE": "tests.sqlite",
        # Processes that share the work add their number; what SQLite does not know it ignores.
        "TEST": {"NAME": "file:tests?mode=memory&cache=shared&process="},
    }
    # A test database that is in a file (tests/conftest.py) need not survive the machine.
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
