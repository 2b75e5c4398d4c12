"""SpiffWorkflow's workflow, sub-workflow and task, kept flat: the tree holds what is alive, so a hundredth step costs what the first did."""

from __future__ import annotations

from collections import deque
from time import thread_time

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.catching import Catching
from engine.bpmn.context import Context
from engine.errors import IncidentCause, Text


ROOT = "root"
# What one stimulus may set in motion: a loop without a wait must not take the server with it, nor may expressions that take
# their time at each of its steps (seconds of the processor), nor branches that split and split.
MOST_STEPS = 20_000
MOST_SECONDS = 20.0
MOST_TOKENS = 5_000


class Token(Task):
    """A SpiffWorkflow task: one element instance, or one armed listener. Its state changes only through its own methods."""

    def __init__(self, workflow, task_spec, parent=None, state=TaskState.FUTURE, id=None):
        super().__init__(workflow, task_spec, parent, state, id or workflow.top_workflow.context.new_id())
        self.taken: list = []       # the flows chosen while running, until the completion takes them

    @property
    def context(self) -> Context:
        return self.workflow.top_workflow.context

    @property
    def is_gone(self) -> bool:
        """Cancelled or finished, and out of the tree."""
        return self.workflow.tasks.get(self.id) is not self

    def enclosing(self) -> Token | None:
        """The token whose scope is next outside: a multi-instance body, an activity listened to, the sub-process."""
        parent = self.parent
        if parent is not None and parent is not self.workflow.task_tree:
            return parent
        return self.workflow.owner

    def move_to_root(self) -> None:
        """Stop depending on the parent: a boundary event that triggered outlives its activity."""
        self.parent._children.remove(self.id)
        self.parent = self.workflow.task_tree
        self.workflow.task_tree._children.append(self.id)

    def cancel(self) -> None:
        """Cancel what depends on this token, then the token, and forget it."""
        for child in self.children:
            child.cancel()
        if not self.has_state(TaskState.FINISHED_MASK):
            super().cancel()
        if not self.is_gone and self is not self.workflow.task_tree:
            self.workflow.forget(self)

    def _add_child(self, task_spec, state=TaskState.FUTURE):
        return Token(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        # SpiffWorkflow's own also builds a log record for each change, which costs more than the change.
        self._state = value


class FlatTree:
    """What the process's workflow and the sub-processes' have in common."""

    def plant(self) -> Token:
        """The root of the tree, SpiffWorkflow's start task; everything alive hangs on it."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.FUTURE, id=ROOT)
        return self.task_tree

    def uproot(self) -> None:
        """Take the tree apart."""
        self.tasks.clear()
        self.__dict__.pop("task_tree", None)
        self.__dict__.pop("event_manager", None)

    def begin(self) -> None:
        """Run the start task: it arms event sub-processes and puts a token on a start event."""
        root = self.plant()
        root._ready()
        root.run()

    def forget(self, task: Token) -> None:
        """The one place where the past leaves the tree: what depends on a finished token moves to the root."""
        for child in task.children:
            child.move_to_root()
        task.parent._children.remove(task.id)
        del self.tasks[task.id]

    def is_running(self) -> bool:
        """Whether a token is left (armed event sub-processes don't keep a scope open)."""
        return any(task.task_spec.keeps_scope_open for task in self.tasks.values() if task is not self.task_tree)

    def cancel_tokens(self, but: Token | None = None) -> None:
        """Cancel everything in this scope, except one token."""
        for task in list(self.tasks.values()):
            if task is not but and task is not self.task_tree and not task.is_gone and task.parent is not but:
                task.cancel()

    def finish(self) -> None:
        """No token is left: disarm event sub-processes and complete through SpiffWorkflow's end task."""
        self.cancel_tokens()
        end = self.task_tree._add_child(self.spec.end)
        end.task_spec._update(end)
        end.run()

    def cancel(self, success: bool = False) -> list:
        self.success, self.completed = success, True
        self.cancel_tokens()
        return []

    def _task_completed_notify(self, task: Token) -> None:
        if self.completed:
            return
        if task is not self.task_tree and not task.is_gone:
            self.forget(task)
        if task.task_spec is self.spec.end:
            self._mark_complete(task)
            self.completed_notify()
        elif not self.is_running():
            self.finish()

    def _task_removed_notify(self, task: Token) -> None:
        """Nobody listens for removed tasks."""


class ScopeWorkflow(FlatTree, BpmnSubWorkflow):
    """The running inside of one sub-process instance."""

    def __init__(self, spec, parent_task_id, top_workflow):
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)

    @property
    def owner(self) -> Token:
        """The sub-process's own token, one scope outside."""
        return self.top_workflow.get_task_from_id(self.parent_task_id)

    @property
    def ends_instance(self) -> bool:
        """Whether an end event in here is an end of the instance: in an interrupting event sub-process of the process."""
        start = self.spec.task_specs[self.spec.starts[0]].element
        return start.event is not None and start.is_interrupting and self.owner.workflow.owner is None

    def completed_notify(self) -> None:
        owner = self.owner
        owner.task_spec._on_subworkflow_completed(self, owner)


class ProcessWorkflow(FlatTree, BpmnWorkflow):
    """The running process instance: SpiffWorkflow's workflow with a queue of what is ready."""

    owner = None
    ends_instance = True

    def __init__(self, specification, context: Context):
        self.context = context
        self.ready: deque[Token] = deque()
        self.chosen_start: str | None = None
        self.steps, self.began = 0, thread_time()
        super().__init__(specification.process, specification.scopes, script_engine=specification.script_engine, deserializing=True)
        self.event_manager = Catching(self)

    def create_subprocess(self, my_task: Token, spec_name: str) -> ScopeWorkflow:
        scope = ScopeWorkflow(self.subprocess_specs[spec_name], my_task.id, self)
        self.subprocesses[my_task.id] = scope
        return scope

    def delete_subprocess(self, my_task: Token) -> None:
        self.subprocesses.pop(my_task.id, None)

    def find(self, eid: str) -> Token | None:
        """The live token with this id, in whatever scope; None when it is over."""
        for scope in (self, *self.subprocesses.values()):
            if eid in scope.tasks:
                return scope.tasks[eid]
        return None

    def live(self) -> list[Token]:
        """Every token and armed listener, the process's first, then sub-processes in the order they started."""
        return [task for scope in (self, *self.subprocesses.values()) for task in scope.tasks.values() if task is not scope.task_tree]

    def completed_notify(self) -> None:
        self.context.instance_completed()

    def cancel(self, workflow=None) -> list:
        return FlatTree.cancel(workflow or self)

    def refresh_timers(self) -> None:
        """Timers are rows of the database; nothing here looks at a clock by itself."""

    def _do_engine_steps(self, will_complete_task=None, did_complete_task=None) -> int:
        before = self.steps
        while self.ready:
            task = self.ready.popleft()
            if task.state == TaskState.READY and not task.is_gone:
                self.steps += 1
                self._stop(task) if self._is_too_much() else task.run()
        return self.steps - before + self.event_manager.settle()

    def do_engine_steps(self, will_complete_task=None, did_complete_task=None) -> None:
        self.steps, self.began = 0, thread_time()
        super().do_engine_steps(will_complete_task, did_complete_task)

    def has_room(self, count: int) -> bool:
        """Whether so many tokens more can be alive in the case."""
        return sum(len(scope.tasks) for scope in (self, *self.subprocesses.values())) + count <= MOST_TOKENS

    def _is_too_much(self) -> bool:
        if len(self.ready) > MOST_TOKENS or thread_time() - self.began > MOST_SECONDS:
            self.steps += MOST_STEPS  # nothing more of this stimulus runs
        return self.steps > MOST_STEPS

    def _stop(self, task: Token) -> None:
        text = Text("流程在这里不停地循环或分支，没有任何等待。", "The process runs in circles or splits up here, without any wait.")
        task._set_state(TaskState.STARTED)
        self.context.raise_incident(task, IncidentCause(task.task_spec.bpmn_id, text))
