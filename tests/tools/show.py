"""`make show`: what the product promises, line by line, each shown again by running what proves it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = (sys.executable, "-m", "pytest", "-q", "-p", "no:xdist")


@dataclass(frozen=True)
class Promise:
    """One line and the command that proves it; `needs` names a program without which it can't be shown here."""

    line: str
    command: Sequence[str]
    needs: str = ""


PROMISES = (
    Promise(
        "the journey through the pages: submit, register, clarify, classify, assign, plan, communicate, execute, unsatisfied,"
        " supervisor, round 2, satisfied, archive; the auditor sees both rounds on the diagram and in the trail",
        (*TESTS, "tests/browser/test_journey.py"),
    ),
    Promise("7 working days from 2023-10-01 09:30 end on 2023-10-13 09:30",
            (*TESTS, "tests/unit/model/test_calendar.py", "-k", "seven_working_days")),
    Promise("the example row of the procedure is a case of the demo, with warnings for what it lacks",
            (*TESTS, "tests/test_demo.py", "-k", "example_row")),
    Promise("the other three procedures through the pages, from intake to archive with their loops",
            (*TESTS, "tests/browser/test_requirement_journey.py", "tests/browser/test_response_journey.py", "tests/browser/test_demand_journey.py")),
    Promise("every scenario of every package, and together all flows of its diagram",
            (sys.executable, "-m", "engine.cli", "test", "processes")),
    Promise("an owner changes a procedure in the browser: broken, mended, played, compared, deployed; two at once lose nothing",
            (*TESTS, "tests/browser/test_workbench_journey.py")),
    Promise("a package goes through our editors, a plain bpmn-js modeler and a ZIP: no id, bound or unknown element is changed",
            (*TESTS, "tests/browser/test_workbench_round_trip.py")),
    Promise("two owners at one file, a killed browser, a stopped server, an ended session: nothing that was typed is lost",
            (*TESTS, "tests/browser/test_workbench_two_owners.py", "tests/browser/test_workbench_killed_browser.py")),
    Promise("replay of every case of the demo and of all scenarios equals what is kept",
            (*TESTS, "tests/processes/test_replay.py")),
    Promise("each figure of a month equals an independent count; page, XLSX and PDF agree",
            (*TESTS, "tests/test_months.py")),
    Promise("erasing a customer: the chain verifies, replay says erased, figures stay, no raw datum is left",
            (*TESTS, "tests/commands/test_retention.py")),
    Promise("a case's sealed file verifies offline, and one changed byte in any file of it is named",
            (*TESTS, "tests/commands/test_sealed_cases.py")),
    Promise("every requirement row has a test or a written reason", (sys.executable, "-m", "tests.tools.trace")),
    Promise("a changed byte, a deleted last entry and a deleted case are each named by `huixiang audit verify`",
            (*TESTS, "tests/test_command_line.py")),
    Promise("no raw contact data in any page, export, log, file name, browser storage or table but the vault",
            (*TESTS, "tests/browser/test_contact_data.py")),
    Promise("every page in both languages, wide and narrow, light and dark: no horizontal scroll, no accessibility"
            " violation, no raw text key", (sys.executable, "-m", "tests.tools.screens")),
    Promise("the documents say what the product does", (*TESTS, "tests/test_docs.py")),
    Promise("make test and make run on a new minimal Debian", ("make", "bare"), needs="debootstrap"),
)


def main() -> int:
    kept = [keeps(promise) for promise in PROMISES]
    print(f"\n{sum(kept)} of {len(kept)} lines shown")
    return 0 if all(kept) else 1


def keeps(promise: Promise) -> bool:
    """Runs the proof and prints one line; what a failed proof said follows it."""
    if promise.needs and not shutil.which(promise.needs):
        print(f"not here  {promise.line} (needs {promise.needs})")
        return False
    began = time.monotonic()
    done = subprocess.run(promise.command, cwd=ROOT, capture_output=True, text=True)
    is_kept = done.returncode == 0
    print(f"{'shown' if is_kept else 'FAILED':8}  {promise.line} ({time.monotonic() - began:.0f} s)", flush=True)
    if not is_kept:
        print("\n".join(f"          {line}" for line in (done.stdout + done.stderr).splitlines()[-12:]))
    return is_kept


if __name__ == "__main__":
    sys.exit(main())
