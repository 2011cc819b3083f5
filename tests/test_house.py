"""Rules of the repository that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NODE_LOCKS = [ROOT / "package-lock.json", ROOT / "requirements" / "browser" / "package-lock.json"]


def pins(lock: Path) -> dict[str, str]:
    """The version of each package in a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert pins(lock)
    assert "://" not in text
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z])", text.strip()))


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_a_node_lock_has_no_address(lock: Path) -> None:
    assert '"resolved"' not in lock.read_text()
    assert '"integrity"' in lock.read_text()


def test_the_gate_runs_what_the_site_runs() -> None:
    assert pins(ROOT / "requirements" / "run.txt").items() <= pins(ROOT / "requirements" / "dev.txt").items()


def test_every_direct_requirement_is_an_exact_pin() -> None:
    for source in sorted((ROOT / "requirements").glob("*.in")):
        lines = [line for line in source.read_text().splitlines() if line and line[0] not in "#-"]
        assert all(re.match(r"^[\w.-]+(\[\w+\])?==[\w.]+( ;|$)", line) for line in lines), source.name


@pytest.mark.parametrize("script", ["scripts/install.sh", ".ci/run"])
def test_scripts_are_executable_and_parse(script: str) -> None:
    path = ROOT / script
    assert path.stat().st_mode & 0o111 == 0o111
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
