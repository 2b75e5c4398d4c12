"""Snapshots: small, without the specification, versioned; old ones stay readable."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from engine.bpmn import UnknownSnapshot, restore
from engine.feel import native
from tests.elements.drawing import (
    boundary, by_message, catch, diagram, end, event_sub_process, flows, message, node, parallel, several, start, sub_process, timer, user,
)
from tests.elements.playing import BEGIN, Played, PlayedHost

OLD = Path(__file__).parent / "snapshots"
# Everything that can wait, waiting at once. The files in snapshots/ were written by it: never change either.
WAITING = diagram(
    start(), parallel("fork"), user("ask", several("=people", "person", output=("answers", "=answer"))), boundary("late", "ask", timer("Duration", "PT2H")),
    sub_process("inner", start("i"), user("deep"), end("ie"), flows("i", "deep", "ie")), catch("paused", timer("Date", "2024-01-01T00:00:00Z")),
    node("receiveTask", "paid", messageRef="message_paid"), parallel("join"), end(), end("late_end"), flows("begin", "fork", "ask", "join", "done"),
    flows("fork", "inner", "join"), flows("fork", "paused", "join"), flows("fork", "paid", "join"), flows("late", "late_end"),
    event_sub_process("withdraw", node("startEvent", "withdrawn", by_message("paid")), end("we"), flows("withdrawn", "we")), roots=message("paid"))


def waiting() -> Played:
    return Played(WAITING, people=["Li", "Wang"], sum=12.50).complete("deep", note="文字")


@pytest.mark.parametrize("file", sorted(OLD.glob("*.json")), ids=lambda file: file.stem)
def test_a_snapshot_of_every_earlier_version_is_read_and_goes_on(file):
    played = waiting()
    played.saved = file.read_bytes()

    assert played.at() == ["ask", "ask", "ask", "join", "paid", "paused"]
    played.complete("ask", answer="a").complete("ask", answer="b").send("paid").wait_until_due("paused")

    assert played.state == "completed"
    assert played.variables["answers"] == ["a", "b"]


def test_a_snapshot_holds_no_specification_and_says_its_version():
    content = waiting().execution.snapshot()
    document = json.loads(_plain(content))

    assert document["v"] == 1
    assert b"sequenceFlow" not in _plain(content)
    assert len(content) < 1_500


@pytest.mark.parametrize("content", [b"", b"\x80\x04 pickled", b'{"v": 999}', b"<xml/>"])
def test_what_is_no_snapshot_of_a_known_version_is_refused(content):
    with pytest.raises(UnknownSnapshot):
        restore(waiting().definition, content, PlayedHost([], BEGIN, native({}), {}))


def _plain(content: bytes) -> bytes:
    return zlib.decompress(content[1:]) if content[:1] == b"z" else content
