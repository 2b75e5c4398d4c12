"""The two commands on a machine that lacks something: root gets it installed, anybody else reads one sentence."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def machine(tmp_path: Path):
    """Runs a script of .ci with stand-ins for programs: machine("need", "x", id="echo 1000")."""

    def run(script: str, *words: str, **programs: str) -> subprocess.CompletedProcess[str]:
        for name, body in programs.items():
            file = tmp_path / name.replace("_", "-")
            file.write_text(f"#!/bin/sh\n{body}\n")
            file.chmod(0o755)
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
        return subprocess.run([ROOT / ".ci" / script, *words], env=environment, cwd=ROOT, capture_output=True, text=True)

    return run


def test_somebody_without_rights_reads_one_sentence_that_names_every_missing_package(machine):
    done = machine("need", "python3", "left-shoe", "right-shoe", id="echo 1000")

    assert done.returncode == 1
    assert done.stderr == "Please install left-shoe right-shoe first" \
                          " (on Debian, as root: apt-get install left-shoe right-shoe).\n"


def test_root_gets_missing_packages_installed(machine, tmp_path):
    said = tmp_path / "said"

    machine("need", "left-shoe", id="echo 0", apt_get=f'echo "$@" >> {said}')

    assert said.read_text().splitlines()[1].split()[0] == "install"
    assert said.read_text().splitlines()[1].split()[-1] == "left-shoe"


def test_nothing_is_installed_where_nothing_is_missing(machine, tmp_path):
    said = tmp_path / "said"

    done = machine("need", "python3", id="echo 0", apt_get=f'echo "$@" >> {said}')

    assert done.returncode == 0
    assert not said.exists()


@pytest.mark.parametrize(("made", "left"), [(0, 0), (2, 1), (5, 1)])
def test_a_change_lands_only_when_every_test_passed(machine, made, left):
    assert machine("run", make=f"exit {made}").returncode == left


def test_every_package_is_pinned_by_hash():
    lock = (ROOT / "requirements.lock").read_text()

    pinned = re.findall(r"^[a-z][^ =]*==[^ ]+ \\$", lock, re.MULTILINE)

    assert len(pinned) == len(re.findall(r"^[a-zA-Z]", lock, re.MULTILINE)) > 20


def test_front_end_lock_records_no_addresses():
    assert '"resolved"' not in (ROOT / "web/frontend/package-lock.json").read_text()
