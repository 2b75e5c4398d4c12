"""Documentation, names and the catalogue's facts: read where they stand, from nowhere else."""

from __future__ import annotations

import threading

from tests.elements.drawing import diagram, end, flows, properties, start, sub_process, user
from tests.elements.playing import Played

SAID = "<bpmn:documentation>Ask the customer.</bpmn:documentation>"
XML = diagram(start(zeebe=properties(stage="1 Intake")), sub_process("handle", start("s"), user("ask", SAID, zeebe=properties(stage="2 Handling")), end("e"), flows("s", "ask", "e")),
              user("close", zeebe=properties(stage="2")), end(), flows("begin", "handle", "close", "done"))


def test_a_sub_process_without_documentation_has_none():
    elements = Played(XML).definition.elements

    assert (elements["handle"].documentation, elements["ask"].documentation) == ("", "Ask the customer.")
    assert (elements["ask"].parent_id, elements["handle"].parent_id) == ("handle", None)


def test_stages_are_listed_once_by_number():
    played = Played(XML)

    assert [(stage.number, stage.name) for stage in played.definition.stages] == [(1, "Intake"), (2, "Handling")]
    assert played.execution.stage == 2


def test_one_definition_serves_many_instances_and_threads_at_once():
    definition = Played(XML).definition
    ended = []

    def run(number: int) -> None:
        for _ in range(20):
            played = Played(definition, who=number).complete("ask", answer=number).complete("close")
            ended.append((played.state, played.variables == {"who": number, "answer": number}))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ended == [("completed", True)] * 80
