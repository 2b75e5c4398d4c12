"""Writes small DMN files for tests."""

from __future__ import annotations

from xml.sax.saxutils import escape

from engine.decisions import Decision, DecisionModel, load_decisions

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model(*parts: str, namespace: str = NAMESPACE, own: str = "urn:test", others: dict[str, bytes] | None = None) -> DecisionModel:
    """The model of a file with these elements."""
    return load_decisions(file(*parts, namespace=namespace, own=own), "test.dmn", others or {})


def file(*parts: str, namespace: str = NAMESPACE, own: str = "urn:test") -> bytes:
    """The bytes of a file with these elements."""
    return f'<definitions xmlns="{namespace}" id="d" name="test" namespace="{own}">{"".join(parts)}</definitions>'.encode()


def decision(name: str, logic: str, needs: tuple[str, ...] = (), knows: tuple[str, ...] = (), type_ref: str = "") -> str:
    """A decision; its id is its name. `needs` are hrefs of inputs or decisions, `knows` of knowledge."""
    required = "".join(f'<informationRequirement><required{_kind(href)} href="{href}"/></informationRequirement>' for href in needs)
    known = "".join(f'<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>' for href in knows)
    variable = f'<variable name="{name}"{_type(type_ref)}/>'
    return f'<decision id="{name}" name="{name}">{variable}{required}{known}{logic}</decision>'


def _kind(href: str) -> str:
    return "Input" if "in_" in href else "Decision"


def _type(type_ref: str) -> str:
    return f' typeRef="{type_ref}"' if type_ref else ""


def given(name: str, type_ref: str = "") -> str:
    """Input data whose id is `in_` and its name."""
    return f'<inputData id="in_{name}" name="{name}"><variable name="{name}"{_type(type_ref)}/></inputData>'


def text(feel: str, type_ref: str = "") -> str:
    """A literal expression."""
    return f"<literalExpression{_type(type_ref)}><text>{escape(feel)}</text></literalExpression>"


def table(inputs: list[str], outputs: list[str], rules: list[list[str]], policy: str = "UNIQUE", aggregation: str = "") -> str:
    """A table. An input is `expression: type = declared values`, an output `name: type = declared values | default`."""
    columns = "".join(_input(each) for each in inputs) + "".join(_output(each) for each in outputs)
    rows = "".join(_rule(number, cells, len(inputs)) for number, cells in enumerate(rules, 1))
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable id="table" hitPolicy="{policy}"{extra}>{columns}{rows}</decisionTable>'


def _parts(column: str) -> tuple[str, str, str, str]:
    column, _, default = column.partition(" | ")
    column, _, values = column.partition(" = ")
    name, _, kind = column.partition(": ")
    return name, kind, values, default


def _input(column: str) -> str:
    name, kind, values, _ = _parts(column)
    declared = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
    return f'<input label="{name}"><inputExpression{_type(kind)}><text>{escape(name)}</text></inputExpression>{declared}</input>'


def _output(column: str) -> str:
    name, kind, values, default = _parts(column)
    declared = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    fallback = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}"{_type(kind)}>{declared}{fallback}</output>'


def _rule(number: int, cells: list[str], inputs: int) -> str:
    def entry(tag: str, place: int, cell: str) -> str:
        return f'<{tag} id="r{number}c{place}"><text>{escape(cell)}</text></{tag}>'
    row = "".join(entry("inputEntry" if place <= inputs else "outputEntry", place, cell) for place, cell in enumerate(cells, 1))
    return f'<rule id="r{number}">{row}</rule>'


def only(*parts: str) -> Decision:
    """The single decision of a model."""
    return next(iter(model(*parts).decisions.values()))
