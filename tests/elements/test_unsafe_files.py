"""Hostile and broken files: each is answered with a sentence, before any XML tree is built."""

from __future__ import annotations

import pytest

from engine.bpmn import reasons
from tests.elements.drawing import diagram, end, flows, node, start, user
from tests.elements.playing import Played, refusals

BOMB = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(("content", "word"), [
    (BOMB, "DOCTYPE"), (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DOCTYPE"), (b"<a><b></a>", "XML"), (b"", "XML"), (b"\x00\xff\xfe", "XML"),
    (b"<a>" * 100 + b"</a>" * 100, "deep"), (b"<a>" + b"<b/>" * 70_000 + b"</a>", "elements"), (b"<a>" + b" " * 6_000_000 + b"</a>", "MB"),
    (b"<html/>", "BPMN"), ("<?xml version='1.0' encoding='utf-16'?><a/>".encode(), "XML"),
])
def test_a_file_we_dare_not_read_is_refused_in_both_languages(content, word):
    found = reasons(content, "upload.bpmn", form_ids=(), decision_ids=())

    assert word in found[0].text.en
    assert found[0].text.zh
    assert (found[0].file, found[0].severity) == ("upload.bpmn", "error")


@pytest.mark.parametrize("part", [
    node("complexGateway", "odd"), node("adHocSubProcess", "odd"), node("callActivity", "odd"), node("globalTask", "odd"),
    node("callChoreography", "odd"), node("subProcess", "odd", node("ioSpecification", "spec")), node("userTask", "odd", isForCompensation="true"),
    node("userTask", "odd", startQuantity="2"), node("userTask", "odd", zeebe="<zeebe:executionListeners/>"),
    node("userTask", "odd", "<bpmn:ioSpecification/>"), node("userTask", "odd", "<bpmn:potentialOwner/>"), node("userTask", "odd", zeebe="<camunda:formData/>"),
    node("exclusiveGateway", "odd", "<bpmn:weird/>"),
])
def test_what_is_not_on_the_allow_list_is_refused_by_name(part):
    xml = diagram(start(), part, end(), flows("begin", "odd", "done"))

    assert "odd" in {element for element, _ in refusals(xml)}


def test_ids_are_unique_and_their_style_is_only_a_warning():
    twice = diagram(start(), user("ask"), user("ask"), end(), flows("begin", "ask", "done"))
    assert refusals(twice) == [("ask", "id")]
    styled = diagram(start("StartEvent_1x"), end(), flows("StartEvent_1x", "done"))
    found = reasons(styled, "test.bpmn", form_ids=(), decision_ids=())
    assert [(reason.element, reason.field, reason.severity) for reason in found] == [("StartEvent_1x", "id", "warning")]


@pytest.mark.parametrize("id", ["a/b", "1st", "", "a b", "&lt;script&gt;", "x" * 101])
def test_an_id_that_is_no_xml_id_is_refused(id):
    assert any(field == "id" for _, field in refusals(diagram(start(), user(id), end(), flows("begin", id, "done"))))


def test_an_element_may_be_called_like_spiffworkflow_s_own():
    for name in ("Start", "End", "Root", "the_process.EndJoin"):
        assert Played(diagram(start(), user(name), end(), flows("begin", name, "done"))).complete(name).state == "completed"


def test_eight_hundred_elements_in_a_line_deploy_and_run():
    ids = [f"step_{number}" for number in range(800)]
    xml = diagram(start(), *(user(id) if number % 100 == 0 else node("task", id) for number, id in enumerate(ids)), end(), flows("begin", *ids, "done"))
    assert refusals(xml) == []

    played = Played(xml)
    while played.state == "active":
        played.complete(played.tasks()[0])

    assert len(played.path()) == 802


def test_extension_elements_of_strangers_are_ignored_and_those_of_engines_refused():
    kind = '<modeler:thing xmlns:modeler="http://camunda.org/schema/modeler/1.0"/><mine:note xmlns:mine="https://example.org/mine"/>'
    xml = diagram(start(), user("ask", zeebe=kind), end(), flows("begin", "ask", "done"))
    assert refusals(xml) == []
    for engine in ("http://activiti.org/bpmn", "http://flowable.org/bpmn", "http://camunda.org/schema/1.0/bpmn"):
        foreign = diagram(start(), user("ask", zeebe=f'<x:listener xmlns:x="{engine}"/>'), end(), flows("begin", "ask", "done"))
        assert [element for element, _ in refusals(foreign)] == ["ask"]
