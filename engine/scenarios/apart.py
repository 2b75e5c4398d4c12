"""The scenarios of a draft in a process of its own: what is hostile or endless in a draft ends with that process, and no page waits for it.

Run as `python -m engine.scenarios.apart FOLDER PROCESSES` by engine/scenarios/trial.py. FOLDER holds `draft.zip` and the packages beside it as
`beside-0.zip` ...; each line on standard output is a JSON object: {"begins": name}, a result, or {"fault": [zh, en]}.
It ends as soon as whoever started it is gone (its standard input ends), and bounds itself in time, memory and size of files.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.errors import Refused
from engine.packages.bundle import PackageFiles
from engine.scenarios import Stage

DRAFT, BESIDE = "draft.zip", "beside-{}.zip"
MOST_MEMORY = 3 * 2**30
MOST_FILE = 2**30
MOST_PROCESSOR_SECONDS = 15 * 60


def main(folder: Path, processes: Path) -> None:
    _bound()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        for line in _lines(folder, processes):
            print(json.dumps(line, ensure_ascii=False), flush=True)
    except Refused as refusal:
        print(json.dumps({"fault": [refusal.text.zh, refusal.text.en]}, ensure_ascii=False), flush=True)


def _lines(folder: Path, processes: Path) -> Iterator[Mapping[str, Any]]:
    draft = PackageFiles.from_bytes((folder / DRAFT).read_bytes())
    stage = Stage(folder, processes)
    try:
        loaded = stage.deploy(draft)
        for file in sorted(folder.glob(BESIDE.format("*"))):
            stage.deploy(PackageFiles.from_bytes(file.read_bytes()))
        for scenario in loaded.package.scenarios:
            yield {"begins": scenario.name, "title": scenario.title}
            outcome = stage.play(draft.id, scenario)
            yield {"name": outcome.name, "title": outcome.title, "failure": outcome.failure, "flows": sorted(outcome.flows)}
    finally:
        stage.close()


def _bound() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, MOST_FILE), (resource.RLIMIT_CPU, MOST_PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    os.nice(5)


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
