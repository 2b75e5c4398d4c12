"""A running instance as bytes, and back: live tokens, scopes and variables; never the specification. Versioned."""

from __future__ import annotations

import json
import zlib

from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn.workflow import ProcessWorkflow, Token

VERSION = 1
_PLAIN, _PACKED = b"{", b"z"
_PACK_FROM = 4_000
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)      # json.dumps makes a new one at each call


class UnknownSnapshot(ValueError):
    """The bytes were written by a newer version, or aren't a snapshot."""


def write_snapshot(workflow: ProcessWorkflow) -> bytes:
    """JSON, packed where that is shorter."""
    context = workflow.context
    document = {
        "v": VERSION, "round": context.round, "status": context.status, "stage": context.stage, "ends": context.end_events,
        "completed": workflow.completed,
        "variables": {scope: {name: value if type(value) is str else feel.encode(value) for name, value in values.items()}
                      for scope, values in context.variables.scopes.items()},
        "scopes": [[None, _tokens(workflow)], *([owner, _tokens(scope)] for owner, scope in workflow.subprocesses.items())],
    }
    plain = _WRITER.encode(document).encode()
    return plain if len(plain) < _PACK_FROM else _PACKED + zlib.compress(plain, 6)


def read_snapshot(workflow: ProcessWorkflow, content: bytes) -> ProcessWorkflow:
    """Fill an empty workflow. UnknownSnapshot for bytes of another format."""
    document = _document(content)
    context = workflow.context
    context.round, context.status, context.stage = document["round"], document["status"], document["stage"]
    context.end_events = document["ends"]
    context.variables.scopes = {scope: {name: value if type(value) is str else feel.decode(value) for name, value in values.items()}
                                for scope, values in document["variables"].items()}
    workflow.completed = document["completed"]
    for owner, tokens in document["scopes"]:
        scope = workflow if owner is None else workflow.create_subprocess(workflow.find(owner), _inner(workflow, owner))
        scope.plant()._state = TaskState.COMPLETED
        _hang(scope, tokens)
    return workflow


def _tokens(scope) -> list[list]:
    """[id, specification, state, what it knows, parent if not the root], parents first."""
    found, ahead = [], [child for child in scope.task_tree.children]
    while ahead:
        task = ahead.pop(0)
        line = [task.id, task.task_spec.name, task.state, task.internal_data]
        found.append(line if task.parent is scope.task_tree else [*line, task.parent.id])
        ahead.extend(task.children)
    return found


def _hang(scope, tokens: list[list]) -> None:
    for id_, name, state, known, *parent in tokens:
        task = Token(scope, scope.spec.task_specs[name], scope.tasks[parent[0]] if parent else scope.task_tree, state, id_)
        task.internal_data = known


def _inner(workflow: ProcessWorkflow, owner: str) -> str:
    return workflow.find(owner).task_spec.spec


def _document(content: bytes) -> dict:
    plain = zlib.decompress(content[1:]) if content[:1] == _PACKED else content
    if plain[:1] != _PLAIN:
        raise UnknownSnapshot("not a snapshot")
    document = json.loads(plain)
    if document.get("v") != VERSION:
        raise UnknownSnapshot(f"version {document.get('v')}")
    return document
