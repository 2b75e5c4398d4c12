"""What a machine can say about the look of a page: nothing cut off, readable by everybody, no text key, no silent error."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.browser.visitor import Visitor


def faults_of(visitor: Visitor) -> list[str]:
    """What is wrong with the page that is open, [] when nothing is; errors of scripts are told once."""
    faults = [*visitor.axe(), *(f"raw text key {key}" for key in visitor.raw_keys() if key not in ids_of_packages())]
    if wider := visitor.overflow():
        faults.append(f"{wider} px wider than the window")
    faults += [*visitor.noted.errors, *visitor.noted.outside]
    visitor.noted.errors.clear()
    visitor.noted.outside.clear()
    return faults


@cache
def ids_of_packages() -> set[str]:
    """Ids of elements, forms, decisions, people and departments: auditors and owners read these, they are no keys."""
    processes = Path(__file__).resolve().parents[2] / "processes"
    files = [file for file in processes.rglob("*") if file.suffix in (".bpmn", ".dmn", ".form", ".toml")]
    return {word for file in files for word in re.findall(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+", file.read_text())}
