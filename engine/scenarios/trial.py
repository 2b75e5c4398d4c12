"""Runs every scenario of a draft on a throw-away installation and tells each result as soon as it is there."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from engine import packages
from engine.commands import package_trials
from engine.errors import NotFound, Refused
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.scenarios import Stage

log = logging.getLogger("huixiang.trial")


def run_trial(engine: ProcessEngine, files: packages.PackageFiles, beside: Sequence[packages.PackageFiles] = ()) -> None:
    """Takes its time. `beside`: packages that this one speaks of. A defect ends the trial as failed, and is told."""
    results: list[dict] = []
    try:
        with tempfile.TemporaryDirectory(prefix="huixiang-trial-") as data:
            for outcome in _played(Path(data), engine.settings.processes_dir, files, beside):
                results.append(outcome)
                engine.execute(SYSTEM, package_trials.tell, files.hash, results)
    except NotFound:
        return  # somebody dropped the trial meanwhile
    except Refused as refusal:
        results.append(_line("", files.id, refusal.text.en))
    except Exception as defect:
        log.exception("The trial of %s failed", files.id)
        results.append(_line("", files.id, type(defect).__name__))
    engine.execute(SYSTEM, package_trials.tell, files.hash, results, is_over=True)


def _played(data: Path, processes: Path, files: packages.PackageFiles, beside: Sequence[packages.PackageFiles]):
    stage = Stage(data, processes)
    try:
        loaded = stage.deploy(files)
        for other in beside:
            stage.deploy(other)
        for scenario in loaded.package.scenarios:
            outcome = stage.play(files.id, scenario)
            yield _line(outcome.name, outcome.title, outcome.failure, sorted(outcome.flows))
    finally:
        stage.close()


def _line(name: str, title: str, failure: str, flows: Sequence[str] = ()) -> dict:
    return {"name": name, "title": title, "failure": failure, "flows": list(flows)}
