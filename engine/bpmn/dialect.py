"""Our own words in a diagram: the closed table of `huixiang:` properties, and how their values are read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.bpmn.definition import Stage
from engine.errors import Text

PREFIX = "huixiang:"
TASKS = frozenset({"user_task", "service_task", "send_task", "receive_task", "script_task", "business_rule_task", "manual_task",
                   "task", "call_activity", "sub_process", "transaction"})
EVENTS = frozenset({"start_event", "end_event", "intermediate_catch_event", "intermediate_throw_event", "boundary_event"})
NODES = TASKS | EVENTS | {"event_sub_process", "exclusive_gateway", "parallel_gateway", "inclusive_gateway", "event_based_gateway"}


@dataclass(frozen=True, slots=True)
class Word:
    """One `huixiang:` property: where it may stand, what it means, and the only values it takes (None: any text)."""

    name: str
    on: frozenset[str]
    meaning: Text
    values: frozenset[str] | None = None
    takes_feel: bool = False


WORDS = {word.name: word for word in (
    Word("stage", NODES, Text("所属阶段：编号和名称，例如“1 登记受理”。", "The stage it belongs to: number and name, such as '1 Registration'.")),
    Word("newRound", frozenset({"flow"}), Text("经过这条顺序流时，进入下一轮。", "Taking this flow begins the next round."), frozenset({"true"})),
    Word("actor", frozenset({"user_task"}), Text("由客户在客户页面上完成。", "The customer answers it on the customer's page."), frozenset({"customer"})),
    Word("publicText", NODES, Text("客户在状态页上看到的说明。", "What the customer reads on the status page.")),
    Word("contactNeeded", frozenset({"user_task"}), Text("办理人可以凭理由查看联系方式。", "The assignee may reveal contact data, with a reason.")),
    Word("officialStatus", NODES, Text("到达时的正式状态；可以是 FEEL。", "The official status from here on; may be FEEL."), takes_feel=True),
    Word("blind", frozenset({"user_task"}), Text("多人各自填写，全部完成之前互不可见。", "Several people answer; nobody sees another's answer until all are done."),
         frozenset({"true"})),
    Word("submitLabel", TASKS | {"start_event"}, Text("提交按钮上的文字。", "The words on the submit button.")),
)}

_STAGE = re.compile(r"\s*(\d{1,3})(?:[\s.:：、,，-]+(\S.*?))?\s*\Z")


def read_stage(value: str) -> Stage | None:
    """`1 Registration` -> Stage(1, "Registration"); a bare number names a stage another element describes. None: not a stage."""
    found = _STAGE.match(value)
    return Stage(int(found[1]), found[2] or "") if found else None
