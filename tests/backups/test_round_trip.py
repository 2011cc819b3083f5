"""From a site in use to a file, and from there to another site that is the same, on both databases (R-61 … R-63)."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from tests.faults.processes import environment
from tests.servers import ROOT, find_postgres, free_port

VENDOR = "postgresql" if "postgresql" in os.environ.get("DATABASE_URL", "") else "sqlite"
pytestmark = pytest.mark.django_db


@dataclass
class Site:
    """A site with a home and a database of its own."""

    home: Path
    database: str | None

    @property
    def env(self) -> dict[str, str]:
        more = {"DATABASE_URL": self.database} if self.database else {}
        return environment(self.home, CONVENANT_PRODUCTION="0", PG_BIN=str(find_postgres()), **more)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)

    def did(self, *arguments: str) -> str:
        done = self.manage(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *arguments: str) -> str:
        """One clear line, no traceback."""
        done = self.manage(*arguments)
        assert done.returncode == 1, (done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr

    def contents(self) -> dict[str, str]:
        """What every table adds up to."""
        return self._postgresql() if self.database else self._sqlite()

    def _sqlite(self) -> dict[str, str]:
        with closing(sqlite3.connect(f"file:{self.home / 'db.sqlite3'}?mode=ro", uri=True)) as opened:
            query = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            tables = [name for (name,) in opened.execute(query)]
            return {name: digest(opened.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables}

    def _postgresql(self) -> dict[str, str]:
        with closing(psycopg2.connect(self.database)) as opened, opened.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = [name for (name,) in cursor.fetchall()]
            found = {}
            for name in tables:
                cursor.execute(f'SELECT t::text FROM "{name}" t')
                found[name] = digest(cursor.fetchall())
            return found

    def backup(self) -> Path:
        self.did("backup", "--no-rotate")
        return max((self.home / "backups").glob("convenant-*.tar"))


def digest(rows: list[tuple[object, ...]]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site in use, with a file that somebody uploaded; each test gets a copy."""
    home = tmp_path_factory.mktemp("prepared")
    name = f"prepared_{os.getpid()}"
    made = Site(home, address(name) if VENDOR == "postgresql" else None)
    if VENDOR == "postgresql":
        admin(f"CREATE DATABASE {name}")
    made.did("migrate", "--verbosity=0")
    made.did("load_examples")
    made.did("sweep", "check")
    media = made.home / "media" / "verslagen"
    media.mkdir(parents=True)
    (media / "verslag é.pdf").write_bytes(b"%PDF" + bytes(range(256)) * 50)
    yield made
    if VENDOR == "postgresql":
        admin(f"DROP DATABASE IF EXISTS {name}")


@pytest.fixture
def new(tmp_path: Path, prepared: Site) -> Iterator[Callable[..., Site]]:
    """Makes sites: empty ones, or like the prepared one."""
    names: list[str] = []

    def make(like: Site | None = None) -> Site:
        home = tmp_path / f"home{len(names)}"
        names.append(f"site_{os.getpid()}_{len(names)}")
        if like is None:
            home.mkdir(mode=0o700)
        else:
            shutil.copytree(like.home, home)
        if VENDOR == "sqlite":
            return Site(home, None)
        template = f" TEMPLATE {str(like.database).rsplit('/', 1)[1]}" if like is not None else ""
        admin(f"CREATE DATABASE {names[-1]}{template}")
        return Site(home, address(names[-1]))

    yield make
    if VENDOR == "postgresql":
        for name in names:
            admin(f"DROP DATABASE IF EXISTS {name}")


def address(name: str) -> str:
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"


def admin(statement: str) -> None:
    opened = psycopg2.connect(os.environ["DATABASE_URL"])
    opened.autocommit = True
    opened.cursor().execute(statement)
    opened.close()


@pytest.fixture
def site(new: Callable[..., Site], prepared: Site) -> Site:
    """A site in use."""
    return new(prepared)


def test_what_is_put_back_is_what_there_was(site: Site, new: Callable[[], Site]) -> None:
    file = site.backup()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not [path for path in file.parent.iterdir() if path.name.startswith(".")]
    other = new()
    said = other.did("restore", str(file))
    assert "Teruggezet" in said
    assert "SECRET_KEY" in said
    assert other.contents() == site.contents()
    uploaded = Path("media") / "verslagen" / "verslag é.pdf"
    assert (other.home / uploaded).read_bytes() == (site.home / uploaded).read_bytes()
    assert not list(other.home.glob("*.before-*"))
    assert not list(other.home.glob(".restore-*"))
    # It works as a site: guarded, whole, and nothing to migrate.
    told = {row["name"]: row["level"] for row in json.loads(other.manage("doctor", "--json").stdout)}
    assert (told["versie"], told["geschiedenis"]) == ("goed", "goed")
    assert other.did("sweep", "check").endswith("obligations 0, changes 0\n")
    assert other.backup().stat().st_size == pytest.approx(file.stat().st_size, rel=0.2)


def test_secrets_are_not_in_it(site: Site) -> None:
    file = site.backup()
    with tarfile.open(file) as tar:
        names = tar.getnames()
    assert names[:2] == ["manifest.json", "manifest.sha256"]
    assert len(names) == 4
    key = (site.home / "secret_key").read_bytes()
    assert key not in file.read_bytes()


def test_while_it_is_written_each_backup_is_of_one_moment(site: Site, new: Callable[[], Site]) -> None:
    env = site.env | {"DJANGO_SETTINGS_MODULE": "convenant.settings"}
    shared = [sys.executable, "-m", "tests.faults.writer"]
    writers = [subprocess.Popen([*shared, name, "12"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL) for name in "ab"]
    files = [site.backup() for _ in range(4)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    counts = []
    for file in files:
        other = new()
        other.did("restore", str(file))  # it compares the rows with the manifest
        counts.append(json.loads(manifest(file))["rows"]["obligations_event"])
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def manifest(file: Path) -> bytes:
    with tarfile.open(file) as tar:
        stream = tar.extractfile("manifest.json")
        assert stream is not None
        return stream.read()


def test_a_target_that_is_not_empty_is_refused_and_kept(site: Site, new: Callable[[], Site]) -> None:
    file, before = site.backup(), site.contents()
    assert "niet leeg" in site.refused("restore", str(file))
    assert site.contents() == before
    migrated = new()
    migrated.did("migrate", "--verbosity=0")
    migrated.did("restore", str(file))
    assert migrated.contents() == before
    other = new()
    (other.home / "media").mkdir()
    (other.home / "media" / "eigen.txt").write_text("van ons")
    assert "niet leeg" in other.refused("restore", str(file))
    assert (other.home / "media" / "eigen.txt").read_text() == "van ons"


def test_with_force_what_was_there_is_put_aside(site: Site) -> None:
    file, before = site.backup(), site.contents()
    site.did("remove_example", "vng-nvvb", "--tracked-from", "start")
    (site.home / "media" / "nieuw.txt").write_text("later")
    said = site.did("restore", str(file), "--force")
    assert site.contents() == before
    assert "staat nu in" in said
    [kept] = site.home.glob("media.before-*")
    assert (kept / "nieuw.txt").read_text() == "later"
    assert not (site.home / "media" / "nieuw.txt").exists()
    assert len(list(site.home.glob("db.sqlite3.before-*"))) == (1 if VENDOR == "sqlite" else 0)


def test_checking_changes_nothing(site: Site, new: Callable[[], Site]) -> None:
    file, other = site.backup(), new()
    assert other.did("restore", str(file), "--check").startswith("Heel: ")
    assert "media" not in [path.name for path in other.home.iterdir()]


def test_a_site_that_runs_is_not_pulled_away(site: Site) -> None:
    file = site.backup()
    if VENDOR == "postgresql":  # there the server looks after who is connected
        site.did("restore", str(file), "--force")
        return
    with closing(sqlite3.connect(site.home / "db.sqlite3")) as running:
        running.execute("SELECT count(*) FROM obligations_event").fetchone()
        assert "Stop de site eerst" in site.refused("restore", str(file), "--force")
    site.did("restore", str(file), "--force")


class TestWhatIsNoBackup:
    def test_a_changed_byte_is_noticed_wherever_it_is(self, site: Site, new: Callable[[], Site]) -> None:
        file, other = site.backup(), new()
        data, chance = file.read_bytes(), random.Random(1)
        with tarfile.open(file) as tar:
            spans = [(info.offset_data, info.size) for info in tar.getmembers()]
        for start, size in spans:
            broken = bytearray(data)
            broken[start + chance.randrange(size)] ^= 1 << chance.randrange(8)
            wrong = file.with_name("wrong.tar")
            wrong.write_bytes(broken)
            assert "beschadigd" in other.refused("restore", str(wrong))
            assert not (other.home / "media").exists()

    @pytest.mark.parametrize("part", [0, 10, 0.3, 0.9])
    def test_half_a_file(self, site: Site, new: Callable[[], Site], part: float) -> None:
        file = site.backup()
        data = file.read_bytes()
        wrong = file.with_name("half.tar")
        wrong.write_bytes(data[: int(part if part > 1 else part * len(data))])
        assert "half.tar" in new().refused("restore", str(wrong))

    def test_no_file_and_no_tar(self, new: Callable[[], Site], tmp_path: Path) -> None:
        site = new()
        assert "weg.tar" in site.refused("restore", str(tmp_path / "weg.tar"))
        (tmp_path / "tekst.tar").write_text("geen tar" * 1000)
        assert "tekst.tar" in site.refused("restore", str(tmp_path / "tekst.tar"))

    @pytest.mark.parametrize("name", ["../../buiten.txt", "/tmp/buiten.txt", "media/../../buiten.txt", "extra.txt"])
    def test_a_member_that_wants_to_go_elsewhere(self, site: Site, new: Callable[[], Site], name: str) -> None:
        file, other = site.backup(), new()
        told = json.loads(manifest(file))
        if name != "extra.txt":
            told["members"][name] = {"size": 3, "sha256": hashlib.sha256(b"weg").hexdigest()}
        wrong = file.with_name("wrong.tar")
        text = json.dumps(told).encode()
        with tarfile.open(wrong, "w") as tar:
            for member, data in (
                ("manifest.json", text),
                ("manifest.sha256", hashlib.sha256(text).hexdigest().encode()),
                (name, b"weg"),
            ):
                info = tarfile.TarInfo(member)
                info.size = len(data)
                tar.addfile(info, BytesIO(data))
        assert "hoort er niet in" in other.refused("restore", str(wrong))
        assert not (other.home.parent / "buiten.txt").exists()

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"vendor": "oracle"}, "is van oracle"),
            ({"migrations": ["obligations.9999_later"]}, "nieuwer programma"),
            ({"format": 2}, "geen back-up"),
        ],
    )
    def test_one_that_does_not_belong_here(
        self, site: Site, new: Callable[[], Site], change: dict[str, object], said: str
    ) -> None:
        file = site.backup()
        text = json.dumps({**json.loads(manifest(file)), **change}).encode()
        wrong = file.with_name("wrong.tar")
        with tarfile.open(file) as old, tarfile.open(wrong, "w") as tar:
            for info in old.getmembers():
                stream = old.extractfile(info)
                assert stream is not None
                data = stream.read()
                if info.name == "manifest.json":
                    data = text
                if info.name == "manifest.sha256":
                    data = hashlib.sha256(text).hexdigest().encode()
                info.size = len(data)
                tar.addfile(info, BytesIO(data))
        assert said in new().refused("restore", str(wrong))


def test_a_directory_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    assert "Kies een andere map met --to" in site.refused("backup", "--to", str(tmp_path / "bestand" / "map"))


@pytest.mark.once
def test_a_database_that_is_away(tmp_path: Path) -> None:
    site = Site(tmp_path, f"postgresql://bob:geheim@127.0.0.1:{free_port()}/weg")
    assert "geheim" not in site.refused("backup")
    assert not list(tmp_path.glob("backups/*.tar"))


def test_the_database_under_test_is_the_one_that_is_backed_up() -> None:
    assert connection.vendor == VENDOR
