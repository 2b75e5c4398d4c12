"""The closed table of audit kinds holds what is really recorded, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.audit_kinds import AUDIT_KINDS
from engine.store.verification import PERSON_ERASED

ENGINE = Path(__file__).resolve().parents[3] / "engine"
# These only read or name kinds.
READERS = ("model/audit_kinds.py", "queries/house_log.py", "store/verification.py", "queries/replay.py", "queries/changed_since.py")
# Kinds whose names are put together, or stand in a constant, where they are recorded.
MADE = {f"deployment_{state}" for state in ("requested", "signed", "rejected", "withdrawn")} | {PERSON_ERASED}


@pytest.mark.parametrize("kind", sorted(set(AUDIT_KINDS) - MADE))
def test_kind_is_recorded_somewhere(kind, recorders):
    assert f'"{kind}"' in recorders


@pytest.fixture(scope="module")
def recorders() -> str:
    """Everything that may record something."""
    files = (file for file in ENGINE.rglob("*.py") if file.relative_to(ENGINE).as_posix() not in READERS)
    return "".join(file.read_text() for file in files)
