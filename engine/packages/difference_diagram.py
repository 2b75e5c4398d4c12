"""What differs between two diagrams: elements that came, went, changed or were moved; how they are drawn counts only as moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.errors import Text
from engine.packages.change import Change, compared

# Each has a name or a place of its own; everything else belongs to the element it stands in.
KINDS = {
    "process": Text("流程", "process"), "participant": Text("泳池", "pool"), "lane": Text("泳道", "lane"), "userTask": Text("用户任务", "user task"),
    "serviceTask": Text("服务任务", "service task"), "sendTask": Text("发送任务", "send task"), "receiveTask": Text("接收任务", "receive task"),
    "scriptTask": Text("脚本任务", "script task"), "businessRuleTask": Text("业务规则任务", "business rule task"), "manualTask": Text("手工任务", "manual task"),
    "task": Text("任务", "task"), "callActivity": Text("调用活动", "call activity"), "subProcess": Text("子流程", "sub-process"), "transaction": Text("事务", "transaction"),
    "exclusiveGateway": Text("排他网关", "exclusive gateway"), "parallelGateway": Text("并行网关", "parallel gateway"),
    "inclusiveGateway": Text("包容网关", "inclusive gateway"), "eventBasedGateway": Text("事件网关", "event-based gateway"),
    "startEvent": Text("开始事件", "start event"), "endEvent": Text("结束事件", "end event"), "intermediateCatchEvent": Text("中间捕获事件", "catch event"),
    "intermediateThrowEvent": Text("中间抛出事件", "throw event"), "boundaryEvent": Text("边界事件", "boundary event"), "sequenceFlow": Text("顺序流", "flow"),
    "messageFlow": Text("消息流", "message flow"), "message": Text("消息", "message"), "error": Text("错误", "error"), "escalation": Text("升级", "escalation"),
    "signal": Text("信号", "signal"), "textAnnotation": Text("注释", "annotation"), "association": Text("关联", "association"), "group": Text("分组", "group"),
    "dataObjectReference": Text("数据对象", "data object"), "dataStoreReference": Text("数据存储", "data store"), "categoryValue": Text("分组名称", "group's name"),
}  # fmt: skip
WORDS = {
    "name": Text("名称", "name"), "sourceRef": Text("起点", "from"), "targetRef": Text("终点", "to"), "default": Text("默认流", "default flow"),
    "attachedToRef": Text("附着于", "attached to"), "cancelActivity": Text("中断活动", "interrupts"), "isInterrupting": Text("中断", "interrupts"),
    "documentation": Text("说明", "documentation"), "conditionExpression": Text("条件", "condition"), "text": Text("文字", "text"),
    "assignmentDefinition.assignee": Text("办理人", "assignee"), "assignmentDefinition.candidateGroups": Text("候选组", "candidate groups"),
    "assignmentDefinition.candidateUsers": Text("候选人", "candidate users"), "formDefinition.formId": Text("表单", "form"), "formDefinition.formKey": Text("表单", "form"),
    "taskSchedule.dueDate": Text("截止时间", "due date"), "taskSchedule.followUpDate": Text("跟进时间", "follow-up date"),
    "priorityDefinition.priority": Text("任务优先级", "task priority"), "calledDecision.decisionId": Text("决策表", "decision"),
    "calledDecision.resultVariable": Text("结果变量", "result variable"), "script.expression": Text("脚本", "script"),
    "script.resultVariable": Text("结果变量", "result variable"), "taskDefinition.type": Text("作业类型", "job type"),
    "taskDefinition.retries": Text("重试次数", "retries"), "calledElement.processId": Text("被调用的流程", "called process"),
    "timerEventDefinition.timeDuration": Text("时长", "duration"), "timerEventDefinition.timeDate": Text("时刻", "date"),
    "timerEventDefinition.timeCycle": Text("周期", "cycle"), "messageEventDefinition.messageRef": Text("消息", "message"),
    "huixiang:stage": Text("阶段", "stage"), "huixiang:newRound": Text("进入下一轮", "next round"), "huixiang:actor": Text("由客户完成", "done by the customer"),
    "huixiang:publicText": Text("客户看到的说明", "what the customer reads"), "huixiang:contactNeeded": Text("需要联系方式", "contact data needed"),
    "huixiang:officialStatus": Text("正式状态", "official status"), "huixiang:submitLabel": Text("提交按钮", "submit button"), "huixiang:blind": Text("互不可见", "blind"),
}  # fmt: skip
_SILENT = {"id", "exporter", "exporterVersion", "targetNamespace"}
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}


@dataclass
class Drawn:
    """One element: `facts` by what they say, `place`: where it is drawn, and how large."""

    kind: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    place: tuple[str, ...] = ()


def diagram_changes(before: bytes, after: bytes) -> list[Change]:
    """Of two files that both can be read; else one change that says so."""
    try:
        old, new = read_drawn(before), read_drawn(after)
    except etree.XMLSyntaxError:
        return [Change("changed", Text("整个文件", "the whole file"), Text("XML 无法读取", "XML can't be read"))]
    return [*_whole("removed", old, new), *_whole("added", new, old), *_changed(old, new)]


def _whole(kind: str, here: dict[str, Drawn], there: dict[str, Drawn]) -> Iterator[Change]:
    for id_, drawn in here.items():
        if id_ not in there:
            name = drawn.name or id_
            yield Change(kind, where_drawn(id_, drawn), before=name if kind == "removed" else "", after=name if kind == "added" else "", element=id_)


def _changed(old: dict[str, Drawn], new: dict[str, Drawn]) -> Iterator[Change]:
    for id_, drawn in new.items():
        known = old.get(id_)
        if known is None:
            continue
        if known.kind != drawn.kind:
            kinds = KINDS[known.kind], KINDS[drawn.kind]
            yield Change("changed", where_drawn(id_, drawn), Text("种类", "kind"), *kinds, id_)
        yield from compared(where_drawn(id_, drawn), WORDS, known.facts, drawn.facts, id_)
        if known.place != drawn.place and known.place and drawn.place:
            yield Change("moved", where_drawn(id_, drawn), Text("位置", "position"), element=id_)


def where_drawn(id_: str, drawn: Drawn) -> Text:
    kind, name = KINDS[drawn.kind], drawn.name.replace("\n", " ") or id_
    return Text(f"{kind.zh}“{name}”", f"{kind.en} '{name}'")


def read_drawn(xml: bytes) -> dict[str, Drawn]:
    """Elements by id. Raises XMLSyntaxError."""
    root = etree.fromstring(xml, etree.XMLParser(**_PARSER))
    found: dict[str, Drawn] = {}
    _collect(root, None, found)
    for shape in root.iter("{*}BPMNShape", "{*}BPMNEdge"):
        if drawn := found.get(shape.get("bpmnElement", "")):
            drawn.place = tuple(value for point in shape.iterchildren("{*}Bounds", "{*}waypoint") for value in point.attrib.values())
    return found


def _collect(node: etree._Element, owner: Drawn | None, found: dict[str, Drawn], path: str = "") -> None:
    for child in node.iterchildren("*"):
        kind = etree.QName(child).localname
        if kind in ("BPMNDiagram", "incoming", "outgoing", "flowNodeRef", "categoryValueRef"):
            continue
        if kind in KINDS and child.get("id") and "zeebe" not in (etree.QName(child).namespace or ""):
            own = found[child.get("id")] = Drawn(kind, child.get("name") or child.get("value") or "")
            own.facts |= {_local(key): value for key, value in child.attrib.items() if _local(key) not in _SILENT}
            _collect(child, own, found)
        elif owner is not None:
            _collect(child, owner, found, _tell(child, owner, path))
        else:
            _collect(child, None, found)


def _tell(node: etree._Element, owner: Drawn, path: str) -> str:
    """Writes down what a part of an element says; returns the path for the parts inside it."""
    kind, given = etree.QName(node).localname, {_local(key): value for key, value in node.attrib.items()}
    if kind in ("extensionElements", "properties", "ioMapping", "taskHeaders"):
        return path
    for name, value in (("name", "value"), ("key", "value"), ("target", "source")):
        if name in given and value in given:
            label = given[name] if kind == "property" else f"{kind} {given[name]}"
            owner.facts[label] = given[value]
            return path
    place = f"{path}.{kind}".strip(".")
    if (node.text or "").strip():
        owner.facts[place] = node.text.strip()
    # An empty part says something by being there, such as an event's definition.
    elif not len(node) and not given.keys() - _SILENT:
        owner.facts[place] = "✓"
    owner.facts |= {f"{place}.{key}": value for key, value in given.items() if key not in _SILENT and key != "type"}
    return place


def _local(key: str) -> str:
    return etree.QName(key).localname
