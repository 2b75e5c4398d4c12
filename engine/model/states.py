"""States as tables: which state may follow which. What is only a fact (claimed = has an assignee) is no state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import Conflict, Text


@dataclass(frozen=True, slots=True)
class States:
    """The states of one kind of thing; the first is where it begins, one without followers is an end."""

    name: Text
    followers: Mapping[str, frozenset[str]]

    @property
    def initial(self) -> str:
        return next(iter(self.followers))

    def is_end(self, state: str) -> bool:
        return not self.followers[state]

    def may_move(self, current: str, to: str) -> bool:
        return to in self.followers[current]

    def move(self, current: str, to: str) -> str:
        """`to`, when it may follow `current`; Conflict (someone was faster) when it may not."""
        if not self.may_move(current, to):
            raise Conflict("state_changed", self._refusal(current, to))
        return to

    def _refusal(self, current: str, to: str) -> Text:
        return Text(
            f"{self.name.zh}{LABELS[current].zh}，不能再变为“{LABELS[to].zh}”。请刷新后查看最新情况。",
            f"The {self.name.en} is {LABELS[current].en} and can't become {LABELS[to].en}. Reload to see where it stands.",
        )


LABELS = {
    "active": Text("进行中", "active"),
    "open": Text("未完成", "open"),
    "waiting": Text("等待中", "waiting"),
    "running": Text("计时中", "running"),
    "paused": Text("已暂停", "paused"),
    "stopped": Text("已停止", "stopped"),
    "triggered": Text("已触发", "triggered"),
    "correlated": Text("已收到", "received"),
    "failed": Text("已失败", "failed"),
    "resolved": Text("已解决", "resolved"),
    "completed": Text("已完成", "completed"),
    "cancelled": Text("已取消", "cancelled"),
}


def _table(**followers: str) -> dict[str, frozenset[str]]:
    return {state: frozenset(after.split()) for state, after in followers.items()}


PROCESS_INSTANCE = States(
    Text("工单", "case"),
    _table(active="completed cancelled", completed="", cancelled=""),
)
USER_TASK = States(
    Text("任务", "task"),
    _table(open="completed cancelled", completed="", cancelled=""),
)
# A triggered timer waits again: the next turn of a cycle, or a clock whose limit moved to a later time.
TIMER = States(
    Text("定时器", "timer"),
    _table(waiting="triggered cancelled", triggered="waiting cancelled", cancelled=""),
)
SUBSCRIPTION = States(
    Text("消息等待", "subscription"),
    _table(waiting="correlated cancelled", correlated="waiting cancelled", cancelled=""),
)
# A failed job has used its attempts and raised an incident; resolving it lets the job wait for another try.
JOB = States(
    Text("作业", "job"),
    _table(waiting="completed failed cancelled", failed="waiting cancelled", completed="", cancelled=""),
)
INCIDENT = States(
    Text("异常", "incident"),
    _table(open="resolved", resolved=""),
)
CLOCK = States(
    Text("时限", "clock"),
    _table(running="paused stopped cancelled", paused="running stopped cancelled", stopped="", cancelled=""),
)
