"""`make trace`: every requirement row of the packages with the tests that cite it, or the written reason why none does."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class TracedRow:
    """One row of a rows.toml with the tests that cite it; `reason` says why there may be none."""

    id: str
    acceptance: str
    reason: str
    tests: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        return bool(self.tests) or bool(self.reason)


def main() -> int:
    rows = traced(ROOT / "processes", citing_tests())
    for row in rows:
        print(line_of(row))
    missing = [row.id for row in rows if not row.is_covered]
    tested = sum(bool(row.tests) for row in rows)
    print(f"\n{len(rows)} rows: {tested} shown by tests, {len(rows) - tested - len(missing)} with a reason,"
          f" {len(missing)} missing {' '.join(missing)}".rstrip())
    return 1 if missing or not rows else 0


def traced(processes: Path, tests: dict[str, list[str]]) -> list[TracedRow]:
    """Every row that a package lists, in the packages' order; raises KeyError for a test that cites an unlisted row."""
    listed = [row for file in sorted(processes.glob("*/rows.toml")) for row in rows_in(file)]
    if unknown := set(tests) - {row["id"] for row in listed}:
        raise KeyError(f"cited by a test, listed by no package: {sorted(unknown)}")
    return [
        TracedRow(row["id"], row.get("acceptance", ""), row.get("reason", ""), tuple(tests.get(row["id"], ())))
        for row in listed
    ]


def rows_in(file: Path) -> list[dict]:
    return tomllib.loads(file.read_text()).get("row", [])


def line_of(row: TracedRow) -> str:
    shown = "; ".join(row.tests) or (f"later: {row.reason}" if row.reason else "MISSING")
    return f"{row.id:6} {row.acceptance} | {shown}"


def citing_tests() -> dict[str, list[str]]:
    """Row -> tests, as the `row` markers of the whole suite say."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        collected = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", f"--rows-to={file.name}"]
        done = subprocess.run(collected, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit((done.stdout + done.stderr)[-3000:])
        return json.loads(Path(file.name).read_text())


if __name__ == "__main__":
    sys.exit(main())
