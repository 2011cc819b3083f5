"""Settings come from the environment; what is wrong is said in one line, before anything starts."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DATABASE_URL": "postgresql://convenant:geheim@db.example/convenant",
    "SECRET_KEY": "q7Zt-2mVx9LrC4kWb8Ns_5HdFj1GyPe6TuAoXi3REvQKJcMwSz",
    "ALLOWED_HOSTS": "convenant.example",
    "BASE_URL": "https://convenant.example",
    "EMAIL_URL": "smtp+tls://post:geheim@mail.example",
}


def load(home: Path, show: str = "''", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process that has only `environment`, and print the expression `show`."""
    return subprocess.run(
        [sys.executable, "-c", f"from convenant import settings; print({show})"],
        env={"PATH": os.environ["PATH"], "CONVENANT_HOME": str(home), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def refusal(loaded: subprocess.CompletedProcess[str]) -> str:
    """The one line in which the settings were refused."""
    assert loaded.returncode == 2, loaded
    assert loaded.stderr.count("\n") == 1, loaded.stderr
    return loaded.stderr.rstrip("\n")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "foo", "postgresql://"),
        ("DATABASE_URL", "mysql://db.example/convenant", "postgresql://"),
        ("DATABASE_URL", "postgresql://db.example/", "postgresql://"),
        ("DATABASE_URL", "postgresql://db.example:abc/convenant", "postgresql://"),
        ("MIGRATE_DATABASE_URL", "foo", "postgresql://"),
        ("REDIS_URL", "localhost:6379", "redis://"),
        ("REDIS_URL", "redis://localhost:abc/0", "redis://"),
        ("EMAIL_URL", "mail.example", "smtp"),
        ("EMAIL_URL", "smtp://mail.example:abc", "smtp"),
        ("BASE_URL", "convenant.example", "https://name"),
        ("BASE_URL", "https://convenant.example/map", "https://name"),
        ("DEBUG", "maybe", "1 or 0"),
        ("CONVENANT_PRODUCTION", "maybe", "1 or 0"),
        ("CONVENANT_TODAY", "21-05-2019", "a date from 1900 to 2199 such as 2019-05-21"),
        ("CONVENANT_TODAY", "9999-12-31", "a date from 1900 to 2199 such as 2019-05-21"),
        ("PORT", "abc", "1 to 65535"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "65536", "1 to 65535"),
        ("CONVENANT_HOME", "/dev/null/convenant", "a directory"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(tmp_path: Path, name: str, value: str, expected: str) -> None:
    line = refusal(load(tmp_path, **{name: value}))
    assert line.startswith(f"{name}='{value}': expected ")
    assert expected in line


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"])
def test_production_misses_nothing(tmp_path: Path, name: str) -> None:
    rest = {key: value for key, value in PRODUCTION.items() if key != name}
    assert refusal(load(tmp_path, **rest)).startswith(f"{name} is missing: expected ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("DEBUG", "1", id="no debugging"),
        pytest.param("CONVENANT_TODAY", "2019-05-21", id="today is today"),
        pytest.param("ALLOWED_HOSTS", "*", id="not every name"),
        pytest.param("BASE_URL", "http://convenant.example", id="not without encryption"),
        pytest.param("SECRET_KEY", "short", id="no short key"),
        pytest.param("SECRET_KEY", "abcdefg" * 10, id="no repetitive key"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path: Path, name: str, value: str) -> None:
    assert refusal(load(tmp_path, **PRODUCTION | {name: value})).startswith(name)


def test_no_secret_is_repeated_in_a_refusal(tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "EMAIL_URL", "REDIS_URL"):
        assert "geheim" not in refusal(load(tmp_path, **{name: "wrong://name:geheim@host/x"}))
    assert "geheim" not in refusal(load(tmp_path, SECRET_KEY="geheim"))


def test_postgresql_means_production_unless_said_otherwise(tmp_path: Path) -> None:
    assert load(tmp_path, "settings.PRODUCTION").stdout == "False\n"
    assert load(tmp_path, "settings.PRODUCTION", **PRODUCTION).stdout == "True\n"
    for_tests = {"DATABASE_URL": PRODUCTION["DATABASE_URL"], "CONVENANT_PRODUCTION": "0"}
    assert load(tmp_path, "settings.PRODUCTION", **for_tests).stdout == "False\n"
    on_sqlite = {**PRODUCTION, "DATABASE_URL": "", "CONVENANT_PRODUCTION": "1"}
    assert load(tmp_path, "settings.PRODUCTION", **on_sqlite).stdout == "True\n"


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    with ThreadPoolExecutor() as together:
        keys = set(together.map(lambda _: load(home, "settings.SECRET_KEY").stdout, range(6)))
    assert len(keys) == 1
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [file.name for file in home.iterdir()] == ["secret_key"]
    assert load(home, "settings.SECRET_KEY").stdout in keys


def test_production_leaves_no_key_behind(tmp_path: Path) -> None:
    assert load(tmp_path, **PRODUCTION).returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", "('mail.example', 25, False, False)"),
        ("smtp+tls://mail.example", "('mail.example', 587, True, False)"),
        ("smtps://mail.example:4650", "('mail.example', 4650, False, True)"),
    ],
)
def test_the_mail_server_is_read_from_one_address(tmp_path: Path, url: str, expected: str) -> None:
    shown = "settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL"
    assert load(tmp_path, f"({shown})", EMAIL_URL=url).stdout == f"{expected}\n"
