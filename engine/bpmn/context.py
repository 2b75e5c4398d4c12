"""What the task specifications of one execution share: host, variables, round; evaluating and telling the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import uuid4

from engine.bpmn.definition import Definition, Flow
from engine.bpmn.expressions import Expression, Outcome
from engine.bpmn.happenings import Happening, Host
from engine.bpmn.variables import GIVEN, INSTANCE, OWN, Names, Variables, nested
from engine.errors import IncidentCause, Text


class Context:
    """The mutable facts of an execution that aren't tokens."""

    def __init__(self, definition: Definition, host: Host, variables: Variables):
        self.definition, self.host, self.variables = definition, host, variables
        self.round = 1
        self.status: str | None = None
        self.stage: int | None = None
        self.end_events: list[str] = []
        # What the host does itself, at once; without a word from it every job waits for somebody outside.
        self.serves = getattr(host, "serves", None) or (lambda job_type: False)
        self.new_id = getattr(host, "new_id", None) or (lambda: uuid4().hex)

    # Telling

    def report(self, kind: str, task, **payload: object) -> None:
        """Tell the host about something that happened at a token's element."""
        round_ = task.internal_data.get("round", self.round)
        self.host.happened(Happening(kind, task.task_spec.bpmn_id, task.id, round_, payload))

    def activated(self, task) -> None:
        element = task.task_spec.element
        task.internal_data["round"] = self.round
        payload = {"flow": task.internal_data["flow"]} if "flow" in task.internal_data else {}
        self.report("element_activated", task, **payload, **task.task_spec.activation_facts(task))
        if element.stage is not None:
            self.stage = element.stage
        if element.official_status:
            self.status = self._text(task, "official_status")

    def flow_taken(self, task, flow: Flow) -> None:
        self.host.happened(Happening("flow_taken", flow.id, "", self.round, {"from": task.id, "source": flow.source, "target": flow.target}))
        if flow.is_new_round:
            self.round += 1
            self.host.happened(Happening("round_started", flow.id, "", self.round, {"flow": flow.id}))

    def instance_completed(self) -> None:
        end = self.end_events[-1] if self.end_events else None
        payload = {"end_event": end, "end_events": list(self.end_events)}
        self.host.happened(Happening("instance_completed", self.definition.process_id, "", self.round, payload))

    def raise_incident(self, task, cause: IncidentCause) -> None:
        """The token stays where it is; its element asks for help."""
        task.internal_data["incident"] = [cause.text.zh, cause.text.en]
        self.report("incident_raised", task, text_zh=cause.text.zh, text_en=cause.text.en)

    # Variables

    def chain(self, task) -> Iterator[str]:
        """The scopes a token sees, its own first, the instance's last; inside a called process, that one's last."""
        while task is not None:
            yield task.id
            around = task.enclosing()
            if around is not None and around.task_spec.is_call and around is task.workflow.owner:
                yield around.id + OWN
                yield around.id + GIVEN
                return
            task = around
        yield INSTANCE

    def names(self, task, **over: object) -> Names:
        """Every name an expression at this token may read. What is read-only can't be hidden by a variable."""
        # The host's mapping is lazy (departments cost a query), so it is a layer and not copied.
        return self.variables.view(self.chain(task), *((over,) if over else ()), {"round": Decimal(self.round)}, self.host.read_only())

    def propagate(self, task, values: Mapping[str, object]) -> None:
        """Values leave an element: each to the nearest scope that knows its name, else to the instance."""
        for scope, changed in self.variables.propagate(self.chain(task), values).items():
            self.report("variables_changed", task, scope=scope, values=changed)

    def set_local(self, task, values: Mapping[str, object]) -> None:
        if values:
            self.variables.set_local(task.id, values)
            self.report("variables_changed", task, scope=task.id, values=dict(values))

    def map_in(self, task) -> None:
        """The input mappings, in order: each makes a local variable that the next may read."""
        for mapping in task.task_spec.element.inputs:
            value = self.evaluate(task, mapping.source).value
            name, whole = nested(mapping.target, value, self.variables.scopes.get(task.id, {}).get(mapping.target.split(".")[0]))
            self.set_local(task, {name: whole})

    def map_out(self, task) -> None:
        """The output mappings, in order, from the element's own scope to those around it."""
        for mapping in task.task_spec.element.outputs:
            value = self.evaluate(task, mapping.source).value
            outside = self.variables.visible(list(self.chain(task))[1:])
            name, whole = nested(mapping.target, value, outside.get(mapping.target.split(".")[0]))
            for scope, changed in self.variables.propagate(list(self.chain(task))[1:], {name: whole}).items():
                self.report("variables_changed", task, scope=scope, values=changed)

    def open_called(self, task) -> None:
        """The variables of a called process: its own, still none, and what it is given to see."""
        local = self.variables.scopes.get(task.id, {})
        given = self.variables.visible(self.chain(task)) if task.task_spec.element.gives_all else dict(local)
        self.variables.set_local(task.id + OWN, {})
        self.variables.set_local(task.id + GIVEN, given)

    def written_by_called(self, task) -> dict[str, object]:
        """What a called process wrote, of which nothing comes back by itself if the diagram says so."""
        element = task.task_spec.element
        return self.variables.scopes[task.id + OWN] if element.takes_all or element.outputs else {}

    # Evaluating

    def evaluate(self, task, expression: Expression, **over: object) -> Outcome:
        return expression.literal or expression.evaluate(self.names(task, **over), self.host.now, self.host.zone)

    def value(self, task, expression: Expression, what: Text, **over: object) -> object:
        """The value; IncidentCause when it is null or FEEL warned. `what` names the place for people."""
        outcome = self.evaluate(task, expression, **over)
        if outcome.warning is not None or outcome.value is None:
            raise self.cause(task, what, outcome.warning or Text("结果为空。", "The result is null."))
        return outcome.value

    def truth(self, task, expression: Expression, what: Text, **over: object) -> bool:
        """True or false; IncidentCause for anything else: a condition never falls silently to another flow."""
        value = self.value(task, expression, what, **over)
        if not isinstance(value, bool):
            raise self.cause(task, what, Text("结果既不是真也不是假。", "The result is neither true nor false."))
        return value

    def whole_number(self, task, expression: Expression, what: Text, most: int) -> int:
        """A whole number from 0 to `most`, also when it is written as a text; IncidentCause for anything else."""
        value = self.value(task, expression, what)
        try:
            number = Decimal(value) if isinstance(value, (str, Decimal)) else Decimal(-1)
        except ArithmeticError:
            number = Decimal(-1)
        if not number.is_finite() or not 0 <= number <= most or number != int(number):
            raise self.cause(task, what, Text(f"结果不是 0 到 {most} 的整数。", f"The result is not a whole number from 0 to {most}."))
        return int(number)

    def cause(self, task, what: Text, detail: Text) -> IncidentCause:
        element = task.task_spec.element
        zh = f"“{element.name or element.id}”的{what.zh}无法计算：{detail.zh}"
        en = f"The {what.en} of '{element.name or element.id}' can't be computed: {detail.en}"
        return IncidentCause(element.id, Text(zh, en))

    def _text(self, task, name: str) -> str:
        what = Text("正式状态", "official status")
        value = self.value(task, task.task_spec.element.compiled[name], what)
        if not isinstance(value, str):
            raise self.cause(task, what, Text("结果不是文本。", "The result is not a text."))
        return value
