"""The columns of the list of cases: the screen and the file show the same ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Text
from engine.model.states import LABELS
from engine.queries.audit_search import CaseLine
from web.language import of, t
from web.times import moment


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: Text
    value: Callable[[CaseLine], str]


def cell(column: Column, line: CaseLine) -> str:
    """What stands in the column, as plain words in the page's language."""
    return column.value(line)


COLUMNS = (
    Column("number", Text("编号", "Number"), lambda line: line.number),
    Column("title", Text("标题", "Title"), lambda line: line.title),
    Column("customer", Text("客户", "Customer"), lambda line: line.customer),
    Column("process", Text("流程", "Procedure"), lambda line: of(line.process)),
    Column("state", Text("运行", "Running"), lambda line: of(LABELS[line.state])),
    Column("status", Text("状态", "Status"), lambda line: of(line.status)),
    Column("type", Text("类型", "Type"), lambda line: of(line.type)),
    Column("priority", Text("优先级", "Priority"), lambda line: of(line.priority)),
    Column("department", Text("责任部门", "Department"), lambda line: of(line.department)),
    Column("satisfaction", Text("满意度", "Satisfaction"), lambda line: of(line.satisfaction)),
    Column("channel", Text("渠道", "Channel"), lambda line: of(line.channel)),
    Column("round", Text("轮次", "Round"), lambda line: str(line.round)),
    Column("received", Text("收到时间", "Received"), lambda line: moment(line.received_at)),
    Column("due", Text("最近时限", "Next due"), lambda line: moment(line.due_at)),
    Column("ended", Text("结束时间", "Ended"), lambda line: moment(line.ended_at)),
    Column("marks", Text("标记", "Marks"), lambda line: "；".join(_marks(line))),
)


def _marks(line: CaseLine) -> list[str]:
    found = ((line.is_overdue, t("已超时", "overdue")), (line.has_incident, t("有异常", "incident")))
    return [words for holds, words in found if holds]
