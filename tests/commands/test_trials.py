"""Scenarios of a draft run in a process of their own: an endless or killed one is told as it is, and nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from engine.commands import package_trials
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.queries import deployment_page
from engine.scenarios.throw_away import ThrowAwayFolder
from engine.scenarios.trial import Patience, run_trial
from tests.company import ROOT
from tests.workshop import PACKAGE, package_files, prepared_workshop, workshop

__all__ = ["prepared_workshop", "workshop"]

STORY = "scenarios/lent_for_a_week.toml"
# A bell that rings every second for years.
BELL = """<bpmn:boundaryEvent id="bell" attachedToRef="hand_out_tool" cancelActivity="false"><bpmn:outgoing>to_rung</bpmn:outgoing><bpmn:timerEventDefinition
  ><bpmn:timeCycle>R/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="rung"/>
  <bpmn:sequenceFlow id="to_rung" sourceRef="bell" targetRef="rung"/></bpmn:process>"""
WAITS = '\n[[step]]\nwait = "P3650D"\n'


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def endless() -> PackageFiles:
    files = dict(package_files().files)
    files["tool_lending.bpmn"] = files["tool_lending.bpmn"].decode().replace("</bpmn:process>", BELL).encode()
    started, _, rest = files[STORY].decode().partition("[[step]]\ncomplete")
    assert rest
    files[STORY] = (started + WAITS + "\n[[step]]\ncomplete" + rest).encode()
    return PackageFiles(PACKAGE, files)


def told(workshop, files: PackageFiles, patience: Patience) -> deployment_page.TrialView:
    owner = workshop.person("he.yun")
    workshop.process_engine.execute(owner, package_trials.begin, files, 1)
    run_trial(workshop.process_engine, files, (), patience)
    return workshop.process_engine.ask(owner, deployment_page.trial, files)


def trial_processes() -> list[int]:
    """Of this process."""
    listed = (each.read_text().split() for each in Path(f"/proc/{os.getpid()}/task").glob("*/children"))
    return [int(pid) for pids in listed for pid in pids if b"engine.scenarios.apart" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_scenarios_pass_in_a_process_of_their_own(workshop, temporary):
    trial = told(workshop, package_files(), Patience())

    assert (trial.state, [each["name"] for each in trial.results]) == ("passed", ["lent_for_a_week"])
    assert trial.taken == {"flow_to_hand_out", "flow_to_lent"}
    assert list(temporary.iterdir()) == []


def test_endless_draft_is_stopped_and_its_scenario_named(workshop, temporary):
    trial = told(workshop, endless(), Patience(scenario=1))

    (failed,) = trial.failed
    assert (trial.state, failed["name"]) == ("failed", "lent_for_a_week")
    assert failed["failure"] == "It was stopped after 1 seconds: the procedure may go round in circles."
    assert failed["failure_zh"].startswith("1 秒还没有走完")
    assert (trial_processes(), list(temporary.iterdir())) == ([], [])


def test_killed_process_is_reported(workshop, temporary):
    killed = threading.Thread(target=kill_the_first)
    killed.start()

    trial = told(workshop, endless(), Patience(scenario=60))
    killed.join()

    assert trial.state == "failed"
    assert "SIGKILL" in trial.failed[0]["failure"]
    assert (trial_processes(), list(temporary.iterdir())) == ([], [])


def kill_the_first() -> None:
    while not (found := trial_processes()):
        pass
    os.kill(found[0], signal.SIGKILL)


def test_folder_of_a_killed_server_is_swept_by_the_next_one(temporary):
    held = ThrowAwayFolder()
    code = "import os, signal; from engine.scenarios.throw_away import ThrowAwayFolder; ThrowAwayFolder(); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", code], env={"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}, check=False)
    left = {each for each in temporary.iterdir() if each != held.path}
    assert len(left) == 1

    with ThrowAwayFolder() as folder:
        assert set(temporary.iterdir()) == {held.path, folder}
    held.close()


def test_process_is_given_no_secret_of_the_installation(workshop, monkeypatch):
    monkeypatch.setenv("HUIXIANG_MASTER_KEYS", "11" * 32)
    seen: list[bytes] = []
    looking = threading.Thread(target=lambda: seen.append(environment_of_the_first()))
    looking.start()

    told(workshop, package_files(), Patience())
    looking.join()

    assert b"TMPDIR=" in seen[0]
    assert b"HUIXIANG" not in seen[0]


def environment_of_the_first() -> bytes:
    while not (found := trial_processes()):
        pass
    return Path(f"/proc/{found[0]}/environ").read_bytes()
