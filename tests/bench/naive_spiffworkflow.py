"""The documented way with SpiffWorkflow: conditions in Python, the whole workflow with its specification as JSON, one row
and one commit per step. Only to be measured against: whoever edits such a diagram owns the server."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

_TABLE = "CREATE TABLE naive_instance (id TEXT PRIMARY KEY, state TEXT NOT NULL)"


class NaiveCases:
    """Cases of one diagram. The specification is parsed once; each step reads the row, restores, steps, saves, commits."""

    def __init__(self, diagram: Path, process_id: str, connection: Any):
        parser = BpmnParser()
        parser.add_bpmn_file(str(diagram))
        self._spec = parser.get_spec(process_id)
        self._serializer = BpmnWorkflowSerializer()
        self._rows = connection

    def start(self) -> str:
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        id_ = uuid4().hex
        self._rows.insert(id_, self._serializer.serialize_json(workflow))
        return id_

    def complete(self, id_: str, element_id: str, values: Mapping[str, Any]) -> None:
        """Complete the open user task of this element."""
        workflow = self._serializer.deserialize_json(self._rows.read(id_))
        task = workflow.get_next_task(state=TaskState.READY, spec_name=element_id, manual=True)
        task.data.update(values)
        task.run()
        workflow.refresh_timers()
        workflow.do_engine_steps()
        self._rows.update(id_, self._serializer.serialize_json(workflow))

    def path(self, id_: str) -> list[str]:
        """The elements that were completed, in order."""
        workflow = self._serializer.deserialize_json(self._rows.read(id_))
        tasks = workflow.get_tasks(state=TaskState.COMPLETED)
        drawn = [task for task in tasks if getattr(task.task_spec, "bpmn_id", None)]
        return [task.task_spec.bpmn_id for task in sorted(drawn, key=lambda task: task.last_state_change)]

    def bytes(self, id_: str) -> int:
        return len(self._rows.read(id_))

    def is_completed(self, id_: str) -> bool:
        return bool(json.loads(self._rows.read(id_))["completed"])


class SqliteRows:
    """One row per case in a file of its own, as safe at a power cut as the product's."""

    def __init__(self, file: Path):
        self._connection = sqlite3.connect(file)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(_TABLE)

    def insert(self, id_: str, state: str) -> None:
        with self._connection:
            self._connection.execute("INSERT INTO naive_instance VALUES (?, ?)", (id_, state))

    def read(self, id_: str) -> str:
        return self._connection.execute("SELECT state FROM naive_instance WHERE id = ?", (id_,)).fetchone()[0]

    def update(self, id_: str, state: str) -> None:
        with self._connection:
            self._connection.execute("UPDATE naive_instance SET state = ? WHERE id = ?", (state, id_))

    def close(self) -> None:
        self._connection.close()


class PostgresRows:
    """One row per case in a table beside the product's."""

    def __init__(self, url: str):
        self._connection = psycopg.connect(url.replace("+psycopg", ""))
        self._connection.execute(_TABLE)
        self._connection.commit()

    def insert(self, id_: str, state: str) -> None:
        self._write("INSERT INTO naive_instance VALUES (%s, %s)", (id_, state))

    def read(self, id_: str) -> str:
        found = self._connection.execute("SELECT state FROM naive_instance WHERE id = %s", (id_,)).fetchone()
        return found[0] if found else ""

    def update(self, id_: str, state: str) -> None:
        self._write("UPDATE naive_instance SET state = %s WHERE id = %s", (state, id_))

    def close(self) -> None:
        self._connection.execute("DROP TABLE naive_instance")
        self._connection.commit()
        self._connection.close()

    def _write(self, statement: Any, values: tuple[str, ...]) -> None:
        self._connection.execute(statement, values)
        self._connection.commit()
