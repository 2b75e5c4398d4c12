"""Diagrams in few words: each function is one XML fragment, as Camunda Modeler would write it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

_HEAD = ('<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
         'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
         'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
         'id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">')


def diagram(*parts: str, roots: str = "", id: str = "the_process") -> bytes:
    """A file with one executable process; `roots` are messages, errors, escalations beside it."""
    body = "".join(parts)
    return f'{_HEAD}<bpmn:process id="{id}" isExecutable="true">{body}</bpmn:process>{roots}</bpmn:definitions>'.encode()


def node(tag: str, id: str, *inner: str, zeebe: str = "", **attributes: str) -> str:
    extensions = f"<bpmn:extensionElements>{zeebe}</bpmn:extensionElements>" if zeebe else ""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{tag} id="{id}"{written}>{extensions}{"".join(inner)}</bpmn:{tag}>'


def start(id: str = "begin", *inner: str, **more: str) -> str:
    return node("startEvent", id, *inner, **more)


def end(id: str = "done", *inner: str, **more: str) -> str:
    return node("endEvent", id, *inner, **more)


def user(id: str, *inner: str, zeebe: str = "", **attributes: str) -> str:
    return node("userTask", id, *inner, zeebe=f"<zeebe:userTask/>{zeebe}", **attributes)


def script(id: str, expression: str, result: str = "result", zeebe: str = "") -> str:
    return node("scriptTask", id, zeebe=f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(result)}/>{zeebe}")


def service(id: str, type: str = "notify", *inner: str, zeebe: str = "", tag: str = "serviceTask") -> str:
    return node(tag, id, *inner, zeebe=f"<zeebe:taskDefinition type={quoteattr(type)}/>{zeebe}")


def exclusive(id: str, **attributes: str) -> str:
    return node("exclusiveGateway", id, **attributes)


def parallel(id: str) -> str:
    return node("parallelGateway", id)


def inclusive(id: str, **attributes: str) -> str:
    return node("inclusiveGateway", id, **attributes)


def flow(source: str, target: str, when: str = "", zeebe: str = "", id: str = "") -> str:
    condition = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(when)}</bpmn:conditionExpression>' if when else ""
    return node("sequenceFlow", id or f"{source}_to_{target}", condition, zeebe=zeebe, sourceRef=source, targetRef=target)


def flows(*ids: str) -> str:
    """A line of flows through these elements."""
    return "".join(flow(source, target) for source, target in zip(ids, ids[1:], strict=False))


def sub_process(id: str, *inner: str, **attributes: str) -> str:
    return node("subProcess", id, *inner, **attributes)


def event_sub_process(id: str, *inner: str) -> str:
    return node("subProcess", id, *inner, triggeredByEvent="true")


def boundary(id: str, on: str, *inner: str, interrupting: bool = True, zeebe: str = "") -> str:
    return node("boundaryEvent", id, *inner, zeebe=zeebe, attachedToRef=on, cancelActivity=str(interrupting).lower())


def catch(id: str, *inner: str, zeebe: str = "") -> str:
    return node("intermediateCatchEvent", id, *inner, zeebe=zeebe)


def throw(id: str, *inner: str) -> str:
    return node("intermediateThrowEvent", id, *inner)


def timer(kind: str, value: str) -> str:
    """`kind`: Date, Duration or Cycle."""
    return f'<bpmn:timerEventDefinition><bpmn:time{kind} xsi:type="bpmn:tFormalExpression">{escape(value)}</bpmn:time{kind}></bpmn:timerEventDefinition>'


def by_message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="message_{name}"/>'


def message(name: str, key: str = "") -> str:
    """A root element for `by_message` and receive tasks."""
    subscription = f"<zeebe:subscription correlationKey={quoteattr(key)}/>" if key else ""
    return node("message", f"message_{name}", zeebe=subscription, name=name)


def by_escalation(code: str = "") -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="escalation_{code}"/>' if code else "<bpmn:escalationEventDefinition/>"


def escalation(code: str) -> str:
    return node("escalation", f"escalation_{code}", name=code, escalationCode=code)


def by_error(code: str = "") -> str:
    return f'<bpmn:errorEventDefinition errorRef="error_{code}"/>' if code else "<bpmn:errorEventDefinition/>"


def error(code: str) -> str:
    return node("error", f"error_{code}", name=code, errorCode=code)


TERMINATE = "<bpmn:terminateEventDefinition/>"


def several(collection: str, element: str = "item", *, sequential: bool = False, output: tuple[str, str] | None = None, enough: str = "") -> str:
    """Multi-instance characteristics as Camunda Modeler writes them."""
    collected = f" outputCollection={quoteattr(output[0])} outputElement={quoteattr(output[1])}" if output else ""
    loop = f"<zeebe:loopCharacteristics inputCollection={quoteattr(collection)} inputElement={quoteattr(element)}{collected}/>"
    condition = f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{escape(enough)}</bpmn:completionCondition>' if enough else ""
    return (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"><bpmn:extensionElements>{loop}'
            f"</bpmn:extensionElements>{condition}</bpmn:multiInstanceLoopCharacteristics>")


def mappings(*, inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """target -> source expression."""
    lines = "".join(f"<zeebe:{tag} source={quoteattr(source)} target={quoteattr(target)}/>"
                    for tag, given in (("input", inputs), ("output", outputs)) for target, source in (given or {}).items())
    return f"<zeebe:ioMapping>{lines}</zeebe:ioMapping>"


def properties(**values: str) -> str:
    """Our own words: `stage="1 Intake"` becomes the property huixiang:stage."""
    lines = "".join(f'<zeebe:property name="huixiang:{name}" value={quoteattr(value)}/>' for name, value in values.items())
    return f"<zeebe:properties>{lines}</zeebe:properties>"
