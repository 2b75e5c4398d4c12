"""Multi-instance activities, parallel and sequential, and standard loops (BPMN 2.0.2, clauses 13.3.6 and 13.3.7)."""

from __future__ import annotations

import re
from decimal import Decimal

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn.definition import Loop
from engine.bpmn.specs.flow_node import Activity
from engine.errors import Text

MOST_INSTANCES = 2_000
_COLLECTION = Text("输入集合", "input collection")
_LOOP = Text("循环条件", "loop condition")
_COMPLETION = Text("完成条件", "completion condition")
_VARIABLE = re.compile(r"=?\s*([A-Za-z_\u4e00-\u9fff][\w]*)\s*\Z")


class MultiInstance(Activity):
    """The body around the instances: creates them, collects their outputs, goes on when they are done or enough."""

    @property
    def loop(self) -> Loop:
        return self.element.loop

    def activation_facts(self, my_task) -> dict[str, object]:
        return {"is_body": True}

    def enter(self, my_task) -> bool | None:
        items = self._items(my_task)
        my_task.internal_data |= {"total": len(items), "merged": 0, "created": 0, "remaining": [feel.encode(item) for item in items]}
        if self.loop.output_collection:
            self._keep_collected(my_task, [None] * len(items))
        if not items:
            return True
        my_task._set_state(TaskState.STARTED)
        self.arm_listeners(my_task)
        self.create_instances(my_task)
        return None

    def create_instances(self, my_task) -> None:
        raise NotImplementedError

    def create_next(self, my_task) -> None:
        """One more instance, with its own scope: element, loop counter, output."""
        data = my_task.internal_data
        item = feel.decode(data["remaining"].pop(0))
        data["created"] += 1
        child = my_task._add_child(self._wf_spec.task_specs[self.task_spec], TaskState.FUTURE)
        child.triggered = True
        child.internal_data["index"] = data["created"] - 1
        values: dict[str, object] = {"loopCounter": Decimal(data["created"])}
        if self.loop.element:
            values[self.loop.element] = item
        if (output := self._output_variable()) and output not in values:
            values[output] = None
        my_task.context.variables.set_local(child.id, values)
        child.task_spec._update(child)

    def prepare_merge(self, child) -> None:
        """What can fail when an instance leaves: its output, the completion condition. Kept until it is completed."""
        context, data = child.context, child.parent.internal_data
        if self.loop.output_element is not None:
            child.output = context.evaluate(child, self.loop.output_element).value
        child.is_enough = False
        if self.loop.completion_condition is not None:
            counts = self._counts(data["total"], data["created"], data["merged"] + 1)
            child.is_enough = context.truth(child, self.loop.completion_condition, _COMPLETION, **counts)

    def merge_child(self, workflow, child) -> None:
        """Collect the instance's output at its place; go on when that was the last or enough."""
        body = child.parent
        data = body.internal_data
        data["merged"] += 1
        if self.loop.output_collection and self.loop.output_element is not None:
            outputs = self._collected(body)
            outputs[child.internal_data["index"]] = child.output
            self._keep_collected(body, outputs)
        if child.is_enough or data["merged"] == data["total"]:
            for other in body.children:
                if other is not child:
                    other.cancel()
            body._ready()
        else:
            self.next_after(body)

    def next_after(self, my_task) -> None:
        """What a finished instance starts, if not all are started at once."""

    def leave(self, my_task) -> list:
        name = self.loop.output_collection
        if name:
            outputs = self._collected(my_task)
            my_task.context.variables.scopes.get(my_task.id, {}).pop(name, None)
            my_task.context.propagate(my_task, {name: outputs})
            my_task.context.variables.set_local(my_task.id, {name: outputs})
        return self.choose_flows(my_task)

    def finished(self, my_task) -> None:
        """The body isn't an instance of itself."""

    def _collected(self, body) -> list:
        if self.element.is_blind:
            return [feel.decode(output) for output in body.internal_data["outputs"]]
        return list(body.context.variables.scopes[body.id][self.loop.output_collection])

    def _keep_collected(self, body, outputs: list) -> None:
        """What is blind is no variable before all are done: no form, no expression and no entry of the trail sees it."""
        if self.element.is_blind:
            body.internal_data["outputs"] = [feel.encode(output) for output in outputs]
        else:
            body.context.set_local(body, {self.loop.output_collection: outputs})

    def _items(self, my_task) -> list:
        if self.loop.cardinality is not None:
            count = my_task.context.whole_number(my_task, self.loop.cardinality, Text("循环次数", "loop cardinality"), MOST_INSTANCES)
            return [Decimal(number) for number in range(1, count + 1)]
        items = my_task.context.value(my_task, self.loop.collection, _COLLECTION)
        if not isinstance(items, list):
            raise my_task.context.cause(my_task, _COLLECTION, Text("结果不是列表。", "The result is not a list."))
        if len(items) > MOST_INSTANCES:
            raise my_task.context.cause(my_task, _COLLECTION, Text(f"超过 {MOST_INSTANCES} 项。", f"There are more than {MOST_INSTANCES} items."))
        return items

    def _output_variable(self) -> str | None:
        expression = self.loop.output_element
        found = _VARIABLE.match(expression.written) if expression is not None else None
        return found[1] if found else None

    def _counts(self, total: int, created: int, completed: int) -> dict[str, Decimal]:
        """Zeebe's names and BPMN's, so that either kind of condition reads as it was written."""
        active, terminated = Decimal(created - completed), Decimal(0)
        counts = {"numberOfInstances": Decimal(total), "numberOfActiveInstances": active,
                  "numberOfCompletedInstances": Decimal(completed), "numberOfTerminatedInstances": terminated}
        return counts | {name.replace("numberOf", "nrOf"): value for name, value in counts.items()}


class ParallelMultiInstance(MultiInstance, defaults.ParallelMultiInstanceTask):
    """All instances at once (clause 13.3.7)."""

    def _items(self, my_task) -> list:
        items = super()._items(my_task)
        if not my_task.workflow.top_workflow.has_room(len(items)):
            raise my_task.context.cause(my_task, _COLLECTION, Text("这个工单里同时进行的环节太多。", "Too much goes on in this case at once."))
        return items

    def create_instances(self, my_task) -> None:
        while my_task.internal_data["remaining"]:
            self.create_next(my_task)


class SequentialMultiInstance(MultiInstance, defaults.SequentialMultiInstanceTask):
    """One instance after the other (clause 13.3.7)."""

    def create_instances(self, my_task) -> None:
        self.create_next(my_task)

    def next_after(self, my_task) -> None:
        self.create_next(my_task)


class StandardLoop(Activity, defaults.StandardLoopTask):
    """Repeats while its condition is true, at most `loopMaximum` times (clause 13.3.6)."""

    def activation_facts(self, my_task) -> dict[str, object]:
        return {"is_body": True}

    def enter(self, my_task) -> bool | None:
        my_task.internal_data["merged"] = 0
        if self.test_before and self._is_over(my_task):
            return True
        my_task._set_state(TaskState.STARTED)
        self.arm_listeners(my_task)
        self.create_next(my_task)
        return None

    def create_next(self, my_task) -> None:
        child = my_task._add_child(self._wf_spec.task_specs[self.task_spec], TaskState.FUTURE)
        child.triggered = True
        my_task.context.variables.set_local(child.id, {"loopCounter": Decimal(my_task.internal_data["merged"] + 1)})
        child.task_spec._update(child)

    def prepare_merge(self, child) -> None:
        child.is_enough = self._is_over(child.parent, done=1)

    def merge_child(self, workflow, child) -> None:
        body = child.parent
        body.internal_data["merged"] += 1
        if child.is_enough:
            body._ready()
        else:
            self.create_next(body)

    def leave(self, my_task) -> list:
        return self.choose_flows(my_task)

    def finished(self, my_task) -> None:
        """The body isn't an instance of itself."""

    def _is_over(self, my_task, done: int = 0) -> bool:
        done += my_task.internal_data["merged"]
        if self.maximum is not None and done >= self.maximum:
            return True
        condition = self.element.loop.loop_condition
        return condition is not None and not my_task.context.truth(my_task, condition, _LOOP, loopCounter=Decimal(done))
