"""The diagrams as drawn: everything has its place on paper, nothing overlaps, flows run straight, stages are visible."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from engine import bpmn, packages
from engine.commands import deploy

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = sorted((ROOT / "processes").glob("*/*.bpmn"))
NAMES = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI",
         "dc": "http://www.omg.org/spec/DD/20100524/DC", "w": "http://www.omg.org/spec/DD/20100524/DI"}
EVERY_DIAGRAM = pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)


def root_of(file: Path) -> etree._Element:
    return etree.fromstring(file.read_bytes())


def boxes(file: Path) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right, bottom of each shape by the element it draws."""
    found = {}
    for shape in root_of(file).iterfind(".//di:BPMNShape", NAMES):
        x, y, width, height = (float(shape.find("dc:Bounds", NAMES).get(name)) for name in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement")] = (x, y, x + width, y + height)
    return found


def lines(file: Path) -> dict[str, list[tuple[float, float]]]:
    edges = root_of(file).iterfind(".//di:BPMNEdge", NAMES)
    return {edge.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in edge.iterfind("w:waypoint", NAMES)] for edge in edges}


@EVERY_DIAGRAM
def test_every_element_and_flow_has_its_place_on_paper(file):
    definition = bpmn.read_definition(file.read_bytes(), file.name)

    assert set(definition.elements) - set(boxes(file)) == set()
    assert set(definition.flows) - set(lines(file)) == set()


@EVERY_DIAGRAM
def test_flows_run_straight_up_down_left_or_right(file):
    crooked = {flow: points for flow, points in lines(file).items()
               if any(a[0] != b[0] and a[1] != b[1] for a, b in zip(points, points[1:], strict=False))}

    assert crooked == {}


@EVERY_DIAGRAM
def test_no_element_lies_on_another_unless_it_belongs_there(file):
    definition, places = bpmn.read_definition(file.read_bytes(), file.name), boxes(file)

    overlapping = [
        (a.id, b.id) for a, b in combinations(definition.elements.values(), 2)
        if a.parent_id == b.parent_id and "boundary_event" not in (a.kind, b.kind) and overlap(places[a.id], places[b.id])
    ]

    assert overlapping == []


@EVERY_DIAGRAM
def test_flows_never_run_through_an_element_and_never_cross_each_other(file):
    definition, places, drawn = bpmn.read_definition(file.read_bytes(), file.name), boxes(file), lines(file)
    flows = {id_: [segment for segment in zip(drawn[id_], drawn[id_][1:], strict=False)] for id_ in definition.flows}

    through = [(flow, element.id) for flow, parts in flows.items() for element in definition.elements.values()
               if element.kind not in ("sub_process", "event_sub_process", "boundary_event") for part in parts if runs_through(part, places[element.id])]
    crossing = [(a, b) for a, b in combinations(flows, 2) for one in flows[a] for other in flows[b] if cross(one, other)]

    assert through == []
    assert crossing == []


@EVERY_DIAGRAM
def test_elements_lie_in_their_lane_and_in_their_sub_process(file):
    definition, places = bpmn.read_definition(file.read_bytes(), file.name), boxes(file)
    lanes = {ref.text: lane.get("id") for lane in root_of(file).iterfind(".//b:lane", NAMES) for ref in lane.iterfind("b:flowNodeRef", NAMES)}

    outside = [element.id for element in definition.elements.values()
               if element.kind != "boundary_event" and (home := element.parent_id or lanes.get(element.id)) and not inside(places[element.id], places[home])]

    assert outside == []
    assert {each.id for each in definition.children_of(None)} == set(lanes)


@EVERY_DIAGRAM
def test_package_is_deployable_and_every_text_has_its_english(file):
    found = deploy.check(packages.read_folder(file.parent))

    assert [each for each in found if each.severity == "error"] == []
    assert [each for each in found if each.file == "texts/en.toml"] == []


@EVERY_DIAGRAM
def test_camunda_modeler_knows_its_platform(file):
    root = root_of(file)

    assert root.get("{http://camunda.org/schema/modeler/1.0}executionPlatform") == "Camunda Cloud"
    assert root.get("{http://camunda.org/schema/modeler/1.0}executionPlatformVersion", "").startswith("8.")


@pytest.mark.row("S3.4", "S3.14", "S3.28")
def test_first_stages_of_the_feedback_procedure_are_visible_on_the_diagram():
    assert headings()[:3] == ["第一步 反馈接收与初步登记", "第二步 反馈分类与优先级判定", "第三步 任务分配与处理时限设定"]
    assert stages()[:3] == [(1, "反馈接收与初步登记"), (2, "反馈分类与优先级判定"), (3, "任务分配与处理时限设定")]


@pytest.mark.row("S3.33", "S3.40", "S3.51")
def test_last_stages_of_the_feedback_procedure_are_visible_on_the_diagram():
    assert [each for each in headings() if "第五步 不满意" not in each][3:] == ["第四步 解决方案制定与客户沟通", "第五步 执行反馈与结果确认", "第六步 复盘归档与流程优化"]
    assert stages()[3:] == [(4, "解决方案制定与客户沟通"), (5, "执行反馈与结果确认"), (6, "复盘归档与流程优化")]


def feedback() -> Path:
    return ROOT / "processes/feedback_handling/feedback_handling.bpmn"


def headings() -> list[str]:
    return [each.get("value") for each in root_of(feedback()).iterfind(".//b:categoryValue", NAMES)]


def stages() -> list[tuple[int, str]]:
    return [(stage.number, stage.name) for stage in bpmn.read_definition(feedback().read_bytes(), "f.bpmn").stages]


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def runs_through(part: tuple, box: tuple[float, ...]) -> bool:
    """More than touching its edge."""
    (ax, ay), (bx, by) = part
    return overlap((min(ax, bx), min(ay, by), max(ax, bx) + 0.1, max(ay, by) + 0.1), (box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1))


def cross(one: tuple, other: tuple) -> bool:
    """A horizontal and a vertical stretch that meet in the middle of both."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    if ay == by and cx == dx:
        return min(ax, bx) < cx < max(ax, bx) and min(cy, dy) < ay < max(cy, dy)
    if ax == bx and cy == dy:
        return cross(other, one)
    return False
