"""SpiffWorkflow's script engine without Python: only FEEL that was compiled when the definition was read."""

from __future__ import annotations

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from engine.bpmn.expressions import Expression


class FeelScriptEngine(PythonScriptEngine):
    """Texts are never run: whoever edits a diagram must not own the server."""

    def __init__(self):
        super().__init__(environment=_NoPython())

    def validate(self, expression) -> None:
        """Checked when the definition was read."""

    def evaluate(self, task, expression: Expression, external_context=None) -> object:
        return task.context.evaluate(task, _compiled(expression)).value

    def execute(self, task, script: Expression, external_context=None) -> bool:
        """The value of a script task's expression becomes its result variable; a null is a value."""
        element = task.task_spec.element
        task.task_spec.receive(task, {element.result_variable: self.evaluate(task, script)})
        return True

    def call_service(self, task, **kwargs) -> None:
        raise TypeError("services are jobs")


class _NoPython:
    """Stands where SpiffWorkflow's Python environment stood."""

    def evaluate(self, *_, **__):
        raise TypeError("Python is never evaluated")

    execute = call_service = evaluate


def _compiled(expression: object) -> Expression:
    if not isinstance(expression, Expression):
        raise TypeError("only compiled FEEL is evaluated")
    return expression
