"""A decision model that can be asked: DecisionModel, Decision, Service, and the answer with its trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from engine.decisions.box_compiling import fitted
from engine.decisions.boxes import DecisionElement, InputElement, KnowledgeElement, ServiceElement, TableBox
from engine.decisions.checks import check_model
from engine.decisions.compiling import Unit, compile_units
from engine.decisions.linking import Graph, Key, link
from engine.decisions.problems import Problem
from engine.decisions.tracing import Evaluation, FiredRule, TableTrace
from engine.decisions.workbench import warn
from engine.feel.calls import invoke
from engine.feel.errors import FeelLimitExceeded, Warning_
from engine.feel.measuring import measure
from engine.feel.functions import Function, Parameter, Signature
from engine.feel.messages import kind_words
from engine.feel.run import Frame, Run
from engine.feel.types import Type, converted
from engine.feel.values import kind_of, native


class DecisionResult(NamedTuple):
    """The answer of a decision.

    `inputs`: what its table's inputs were (of other logic: the values it required); `fired` and `masked`: rules of its own
    table; `tables`: every table that was used on the way; `error`: the limit that stopped it, then the value is null.
    """

    value: object
    inputs: tuple[tuple[str, object], ...] = ()
    fired: tuple[FiredRule, ...] = ()
    masked: tuple[FiredRule, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    tables: tuple[TableTrace, ...] = ()
    error: Warning_ | None = None


class _Askable:
    """What decisions and services share: who they are, and the way from a scope to an answer."""

    def __init__(self, unit: Unit, model: DecisionModel) -> None:
        self._unit, self._model = unit, model
        self.id, self.name = unit.element.id, unit.element.name

    def evaluate(self, scope: Mapping[str, object], *, now: datetime | None = None, zone: str | tzinfo = "UTC",
                 trace: bool = False) -> DecisionResult:
        """Decide. Never raises for what the model or the values say; `trace` also answers for every cell."""
        run = Evaluation(scope, now, zone, trace)
        try:
            value = self._value(run)
            if type(value) is list or type(value) is dict:
                measure(value, run.limits)
        except FeelLimitExceeded as limit:
            return self._stopped(run, limit)
        except RecursionError:
            return self._stopped(run, FeelLimitExceeded("too-deep"))
        return self._answer(value, run)

    def _stopped(self, run: Evaluation, limit: FeelLimitExceeded) -> DecisionResult:
        error = Warning_(limit.code, limit.zh, limit.en, limit.position)
        return DecisionResult(None, warnings=(*run.warnings, error), tables=tuple(run.tables), error=error)

    def _answer(self, value: object, run: Evaluation) -> DecisionResult:
        for own in reversed(run.tables):
            if own.name == self.id:
                return DecisionResult(value, own.inputs, own.fired, own.masked, tuple(run.warnings), tuple(run.tables))
        inputs = tuple((path[0], seen) for path, seen in run.seen.get(self._unit.key, ()))
        return DecisionResult(value, inputs, warnings=tuple(run.warnings), tables=tuple(run.tables))


class Decision(_Askable):
    """One decision. `reads`: names it takes from the scope without requiring them, as Camunda's tables do."""

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(read.path[0] for read in self._unit.findings.reads if not read.is_call) - set(self._unit.known)

    @property
    def requires(self) -> frozenset[str]:
        """The names of the input data it needs, itself or over other decisions."""
        return self._model.inputs_of(self._unit.key)

    @property
    def table(self) -> TableBox | None:
        """Its decision table as written, for showing it; None for other logic."""
        logic = self._unit.element.logic
        return logic if isinstance(logic, TableBox) else None

    def _value(self, run: Evaluation) -> object:
        return self._model.value_of(self._unit.key, run)


class Service(_Askable):
    """One decision service: its inputs come from the scope, nothing else does."""

    def _value(self, run: Evaluation) -> object:
        names = [name for name, _ in self._model.service_inputs(self._unit.key)]
        return self._model.run_service(self._unit.key, [native(run.names.get(name)) for name in names], run)


class Knowledge(_Askable):
    """One business knowledge model, called with the values of its parameters from the scope."""

    def _value(self, run: Evaluation) -> object:
        function = self._model.value_of(self._unit.key, run)
        if function is None:
            return None
        names = [each.name for each in function.signatures[0].parameters if each.name in run.names]
        return invoke(function, [native(run.names[name]) for name in names], names, run, 0)


class DecisionModel:
    """The decisions of one file, with all that they need from the files it imports."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._units = compile_units(graph)
        self.file, self.name, self.namespace = graph.main.file, graph.main.name, graph.main.namespace
        own = [unit for key, unit in self._units.items() if key[0] == self.namespace]
        self.decisions = {unit.element.id: Decision(unit, self) for unit in own if isinstance(unit.element, DecisionElement)}
        self.knowledge = {unit.element.id: Knowledge(unit, self) for unit in own if isinstance(unit.element, KnowledgeElement)}
        self.services = {unit.element.id: Service(unit, self) for unit in own if isinstance(unit.element, ServiceElement)}

    def problems(self, known: Iterable[str] | None = None) -> list[Problem]:
        """What must be put right before deployment. `known`: the variables there can be, if that is certain."""
        return check_model(self._graph, self._units, None if known is None else frozenset(known))

    def input_types(self) -> dict[str, Type | None]:
        """The declared types of all input data, by variable name."""
        return {unit.element.variable.name: unit.type for unit in self._units.values() if isinstance(unit.element, InputElement)}

    def inputs_of(self, key: Key) -> frozenset[str]:
        """The names of all input data below an element."""
        seen, open_keys, names = {key}, [key], set()
        while open_keys:
            for needed in self._graph.needs[open_keys.pop()]:
                if isinstance(self._graph.elements[needed.key], InputElement):
                    names.add(self._graph.elements[needed.key].variable.name)
                if needed.key not in seen:
                    seen.add(needed.key)
                    open_keys.append(needed.key)
        return frozenset(names)

    def value_of(self, key: Key, run: Evaluation) -> object:
        """The value of an element in an evaluation, computed once."""
        if key not in run.values:
            run.values[key] = _MAKERS[type(self._graph.elements[key])](self, key, run)
        return run.values[key]

    def _decided(self, key: Key, run: Evaluation) -> object:
        unit = self._units[key]
        if key in self._graph.circular:
            return warn(run, "not-compiled", name=unit.element.name)
        value = unit.closure(self._frame(key, run, run))
        return value if unit.type is None else fitted(value, unit.type, unit.element.name, run)

    def _frame(self, key: Key, run: Evaluation, outer: Frame | Run) -> Frame | Run:
        """The frame with what an element requires, within `outer`."""
        if not self._units[key].known:
            return outer
        names: dict[str, object] = {}
        seen = run.seen.setdefault(key, [])
        for needed in self._graph.needs[key]:
            value = self.value_of(needed.key, run)
            seen.append((needed.path, value))
            place = names
            for prefix in needed.path[:-1]:
                place = place.setdefault(prefix, {})
            place[needed.path[-1]] = value
        return Frame(names, outer)

    def _given(self, key: Key, run: Evaluation) -> object:
        """The value of input data: from the scope, as its declared type."""
        unit, name = self._units[key], self._units[key].element.variable.name
        if name not in run.names:
            return warn(run, "missing-input", name=name)
        value = native(run.names[name])
        if value is None or unit.type is None:
            return value
        fits, made = converted(value, unit.type)
        return made if fits else warn(run, "wrong-input", name=name, **kind_words(unit.type.name, "wanted"),
                                        **kind_words(kind_of(value)))

    def _knowledge(self, key: Key, run: Evaluation) -> Function | None:
        unit = self._units[key]
        if unit.signature is None:
            return warn(run, "not-compiled", name=unit.element.name)
        frame = Frame({}, Frame({}, run))
        function = Function(unit.element.name, (unit.signature(frame),))
        run.values[key] = function
        frame.names |= self._frame(key, run, run).names | {unit.element.variable.name: function}
        return function

    def _service(self, key: Key, run: Evaluation) -> Function:
        parameters = tuple(Parameter(name, self._units[each].type) for name, each in self.service_inputs(key))
        return Function(self._units[key].element.name,
                        (Signature(parameters, lambda caller, *arguments: self.run_service(key, arguments, caller)),))

    def service_inputs(self, key: Key) -> list[tuple[str, Key]]:
        """A service's parameters in their order: input data, then input decisions (DMN 1.5, 10.4)."""
        service = self._graph.elements[key]
        keys = self._graph.keys_of((*service.input_data, *service.input_decisions), key[0])
        return [(self._graph.elements[each].variable.name, each) for each in keys]

    def run_service(self, key: Key, arguments: Iterable[object], caller: Run) -> object:
        """The service's outputs for these inputs: one value, or a context of several."""
        run = Evaluation({}, caller.now, caller.zone, getattr(caller, "is_traced", False), caller.limits)
        run.tables, run.warnings = getattr(caller, "tables", run.tables), caller.warnings
        run.steps, run.calls = caller.steps, caller.calls
        for (_, each), value in zip(self.service_inputs(key), arguments):
            run.values[each] = fitted(value, self._units[each].type, self._units[each].element.name, run)
        try:
            outputs = self._graph.keys_of(self._graph.elements[key].outputs, key[0])
            values = {self._graph.elements[each].variable.name: self.value_of(each, run) for each in outputs}
        finally:
            caller.warnings, caller.steps = run.warnings, run.steps
        return next(iter(values.values()), None) if len(outputs) == 1 else values


_MAKERS = {
    DecisionElement: DecisionModel._decided, InputElement: DecisionModel._given,
    KnowledgeElement: DecisionModel._knowledge, ServiceElement: DecisionModel._service,
}


def load_decisions(xml: bytes, file: str, others: Mapping[str, bytes] = {}) -> DecisionModel:
    """The model of a DMN file; `others` are the files it may import, by name. UnreadableDecisions for what is no DMN at all."""
    return DecisionModel(link(xml, file, others))
