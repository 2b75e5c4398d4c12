"""The seed company of processes/directory.toml, as plain tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_company(file: Path) -> dict[str, Any]:
    """Departments, groups and people; commands/seed_people.py says what it does with them."""
    with file.open("rb") as handle:
        return tomllib.load(handle)
