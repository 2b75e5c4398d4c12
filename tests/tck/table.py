"""Prints how many cases of the compatibility kit pass: `make tck`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.tck.cases import FOLDER, all_cases
from tests.tck.judging import complaint

LEVELS = ("2", "3")
_EXPLAINED = Path(__file__).with_name("explained.md")


def failures(level: str) -> tuple[Counter[str], dict[str, str]]:
    """The number of cases per folder, and what is wrong with those that fail, by name."""
    counts: Counter[str] = Counter()
    wrong = {}
    for case in all_cases(level):
        counts[case.folder] += 1
        if problem := complaint(case):
            wrong[case.name] = problem
    return counts, wrong


def explained() -> set[str]:
    """The names of the cases that are known to fail, each with its reason in explained.md."""
    lines = _EXPLAINED.read_text(encoding="utf-8").splitlines()
    return {line.split("`")[1] for line in lines if line.startswith("- `")}


def print_table() -> None:
    if not FOLDER.is_dir():
        print(f"There is no compatibility kit at {FOLDER}; HUIXIANG_TCK may say where it is.")
        return
    for level in LEVELS:
        counts, wrong = failures(level)
        total = sum(counts.values())
        for folder, count in sorted(counts.items()):
            failed = sum(name.startswith(f"{folder}/") for name in wrong)
            print(f"  {folder:45} {count - failed:4} of {count:4}{'' if not failed else '   (see explained.md)'}")
        print(f"level {level}: {total - len(wrong)} of {total} = {100 * (total - len(wrong)) / total:.2f} %\n")
        for name in sorted(wrong.keys() - explained()):
            print(f"  not explained: {name}: {wrong[name]}")

