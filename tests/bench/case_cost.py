"""What a case costs the database: SQL statements and commits of its commands, bytes on disk once it is closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from engine import packages
from engine.commands import published_messages, user_tasks
from engine.model.people import SYSTEM
from engine.scenarios.running import ScenarioRun
from engine.store import case_view, house
from tests.bench.figures import Figure
from tests.bench.installation import ROOT, Installation

TWO_ROUNDS = "unsatisfied_then_satisfied"
FEEDBACK = "feedback_handling"
VACUUM_EVERY = 25


class Counted:
    """SQL statements and commits between `begin` and `end` of a command."""

    def __init__(self):
        self.statements: list[str] = []
        self.commits = 0


def reference(at: Installation, cases: int) -> Iterator[Figure]:
    """Start, claim, complete, message, complete: five commands, each one transaction."""
    at.deploy_folder("reference")
    five_transactions(at, "warm")
    with counted(at) as counts:
        five_transactions(at, "counted")
    assert counts.commits == 5, f"{counts.commits} commits for five commands"
    yield Figure("case_sql_statements", at.database, len(counts.statements), "statements", 40)
    yield Figure("case_bytes", at.database, _bytes_per_case(at, cases, lambda number: five_transactions(at, str(number))), "bytes", 15_000)


def feedback(at: Installation, cases: int) -> Iterator[Figure]:
    """The same two figures for a feedback case that takes two rounds, with everything people typed in it."""
    files = packages.read_folder(ROOT / "processes" / FEEDBACK)
    version = at.deploy(files)
    scenario = next(each for each in at.engine.library.get(version).package.scenarios if each.name == TWO_ROUNDS)
    at.clock.move_to(scenario.at)
    with counted(at) as counts:
        _tell(at, scenario)
    yield Figure("feedback_sql_statements", at.database, len(counts.statements), "statements")
    yield Figure("feedback_commits", at.database, counts.commits, "commits")
    yield Figure("feedback_bytes", at.database, _bytes_per_case(at, cases, lambda _: _tell(at, scenario)), "bytes")


def five_transactions(at: Installation, number: str) -> None:
    at_ = at.engine
    values = {"order_number": number, "order_title": "Two chairs and a table", "wishes": "Please call before you deliver, in the afternoon.", "amount": 3}
    id_ = at.start("reference", values)
    task_id = at.open_tasks(id_)[0].id
    at_.execute(at.clerk, user_tasks.claim, task_id)
    at.complete(task_id, {"is_complete": True, "check_note": "All three articles are in stock.", "urgency": "week"})
    at_.execute(SYSTEM, published_messages.publish, "payment", number, {"paid": True, "payment_reference": f"P-{number}"})
    shipped = {"parcel": "JD0087340093021", "shipped_on": "2023-10-11", "ship_note": "Left with the neighbours as agreed."}
    at.complete(at.open_tasks(id_)[0].id, shipped)
    assert at.engine.ask(SYSTEM, case_view.of, id_).row.state == "completed"


@contextmanager
def counted(at: Installation) -> Iterator[Counted]:
    """Statements and commits of commands; what the bench itself looks up isn't one."""
    counts, execute = Counted(), at.engine.execute
    engine, is_on = at.engine.store._writer, [False]

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if is_on[0]:
            counts.statements.append(statement)

    def commit(_connection: Any) -> None:
        counts.commits += is_on[0]

    def observed(*arguments: Any, **named: Any) -> Any:
        is_on[0] = True
        try:
            return execute(*arguments, **named)
        finally:
            is_on[0] = False

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", commit)
    at.engine.execute = observed
    yield counts
    at.engine.execute = execute
    event.remove(engine, "before_cursor_execute", count)
    event.remove(engine, "commit", commit)


def _tell(at: Installation, scenario: Any) -> None:
    run = ScenarioRun(at.engine, at.clock, FEEDBACK, at.people)
    for step in scenario.steps:
        if "expect" not in step:
            run.play(step)


def _bytes_per_case(at: Installation, cases: int, play: Callable[[int], None]) -> float:
    """Growth on disk, with indexes, attachments and the house chain, over many closed cases."""
    _settle(at)
    before = _size(at)
    for number in range(cases):
        play(number)
        if number % VACUUM_EVERY == VACUUM_EVERY - 1:
            _settle(at)
    _settle(at)
    return (_size(at) - before) / cases


def _settle(at: Installation) -> None:
    """What the database does by itself from time to time: dead rows become free space, the log goes into the file."""
    house.append_pending(at.engine.store)
    if at.is_postgresql:
        with psycopg.connect(_plain(at), autocommit=True) as connection:
            connection.execute("VACUUM")


def _size(at: Installation) -> int:
    files = sum(file.stat().st_size for file in (at.settings.data_dir / "attachments").rglob("*") if file.is_file())
    if at.is_postgresql:
        with psycopg.connect(_plain(at)) as connection:
            found = connection.execute("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            return files + int(next(iter(found))[0])
    connection = sqlite3.connect(Path(at.settings.database_url.removeprefix("sqlite:///")))
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    connection.close()
    return files + pages * size


def _plain(at: Installation) -> str:
    return at.settings.database_url.replace("+psycopg", "")
