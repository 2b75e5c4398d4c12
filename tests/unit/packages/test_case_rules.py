"""What a package asks of its own cases and tasks: [[completeness]] and [rules]."""

from __future__ import annotations

import pytest

from engine.errors import Text
from engine.model.clock_rules import ClockDefinition
from engine.packages import Unreadable, read_package, reasons, task_paths
from tests.unit.packages.parcels import DIAGRAM, ENGLISH, SETTINGS, parcels, sentences

HAVES = '\n[[completeness]]\nlabel = "已称"\nelements = ["weigh_parcel"]\n'
RULES = '\n[rules]\nevery_task_has = ["lane", "clock"]\n'
IN_A_LANE = DIAGRAM.replace("<bpmn:startEvent", '<bpmn:laneSet id="l"><bpmn:lane id="a"><bpmn:flowNodeRef>weigh_parcel</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet><bpmn:startEvent', 1)

# In a sub-process with a reminder on its edge, after the clock has stopped, and in an event sub-process.
WAYS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
  <laneSet id="lanes"><lane id="lane"><flowNodeRef>packing</flowNodeRef></lane></laneSet>
  <startEvent id="brought" /><sequenceFlow id="f1" sourceRef="brought" targetRef="packing" />
  <subProcess id="packing"><startEvent id="begun" /><sequenceFlow id="f2" sourceRef="begun" targetRef="pack" /><userTask id="pack" /></subProcess>
  <boundaryEvent id="late" attachedToRef="packing" /><sequenceFlow id="f3" sourceRef="late" targetRef="remind" /><userTask id="remind" />
  <sequenceFlow id="f4" sourceRef="packing" targetRef="send" /><userTask id="send" />
  <sequenceFlow id="f5" sourceRef="send" targetRef="file" /><userTask id="file" />
  <subProcess id="lost" triggeredByEvent="true"><startEvent id="told" /><sequenceFlow id="f6" sourceRef="told" targetRef="search" /><userTask id="search" /></subProcess>
</process></definitions>"""


def lacking(asked: str, *clocks: ClockDefinition, xml: bytes = WAYS) -> set[str]:
    return {reason.element for reason in task_paths.reasons("p.bpmn", xml, [asked], clocks)}


def clock(start: str, stop: str, pause: str = "none") -> ClockDefinition:
    return ClockDefinition("c", Text("钟", "Clock"), start=(start,), stop=(stop,), pause=(pause,))


def test_what_a_complete_case_has_is_read_with_its_english():
    english = ENGLISH + '[completeness]\n"已称" = "Weighed"\n'

    read = read_package(parcels(package_toml=SETTINGS + HAVES, texts__en_toml=english)).settings.completeness

    assert [(each.label, each.elements) for each in read] == [(Text("已称", "Weighed"), ("weigh_parcel",))]


def test_completeness_needs_elements_that_exist():
    assert "There is no 'lost'." in sentences(reasons(parcels(package_toml=SETTINGS + HAVES.replace("weigh_parcel", "lost"))))
    with pytest.raises(Unreadable):
        read_package(parcels(package_toml=SETTINGS + HAVES.replace('["weigh_parcel"]', "[]")))


@pytest.mark.row("S1.9")
def test_task_without_a_lane_or_a_clock_is_refused_where_the_package_asks_for_them():
    clockless = SETTINGS.replace('stop = ["weigh_parcel"]', "").replace('start = ["parcel_brought"]', 'start = ["nothing"]')

    assert "lies in no lane" in sentences(reasons(parcels(package_toml=SETTINGS + RULES)))
    assert "no lane" not in sentences(reasons(parcels(package_toml=SETTINGS)))
    assert "no time limit" not in sentences(reasons(parcels(package_toml=SETTINGS + RULES, parcels_bpmn=IN_A_LANE)))
    assert "no time limit" in sentences(reasons(parcels(package_toml=clockless + RULES, parcels_bpmn=IN_A_LANE)))


def test_unknown_rule_is_refused():
    with pytest.raises(Unreadable) as unreadable:
        read_package(parcels(package_toml=SETTINGS + RULES.replace("clock", "calendar")))

    assert "'calendar' is unknown" in sentences(unreadable.value.reasons)


def test_task_in_a_sub_process_lies_in_the_lane_of_the_sub_process():
    assert lacking("lane") == {"remind", "send", "file", "search"}


@pytest.mark.parametrize(("clocks", "without"), [
    ([], {"pack", "remind", "send", "file", "search"}),
    ([clock("brought", "packing")], {"send", "file"}),
    ([clock("brought", "send")], {"file"}),
    ([clock("send", "send")], {"pack", "remind", "file"}),
    ([clock("brought", "packing"), clock("none", "none", pause="send")], {"file"}),
])
def test_task_has_a_clock_when_one_may_run_while_it_is_open(clocks, without):
    assert lacking("clock", *clocks) == without


def test_due_date_of_its_own_is_a_time_limit():
    schedule = b'<userTask id="file"><extensionElements><taskSchedule dueDate="=now()" /></extensionElements></userTask>'

    assert "file" not in lacking("clock", xml=WAYS.replace(b'<userTask id="file" />', schedule))


def test_file_that_is_no_diagram_has_no_tasks():
    assert lacking("lane", xml=b"<nothing") == set()
    assert lacking("lane", xml=b'<!DOCTYPE a><a/>') == set()
