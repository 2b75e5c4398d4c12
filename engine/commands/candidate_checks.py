"""Whom the user tasks of a package name, looked up in the company's directory: a name that nobody has is said at its task.

Warnings only: a package may be deployed before its people are there, and whoever leads takes what nobody is there for
(case_stand_ins.py). Names that an expression works out are known only when the case runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.commands.case_stand_ins import MANAGEMENT
from engine.errors import Reason, Text
from engine.model.did_you_mean import did_you_mean
from engine.packages.drawing import Work
from engine.packages.named_directly import named_directly
from engine.store.transaction import Tx
from engine.store.who_is_there import WhoIsThere, who_is_there


def candidate_reasons(tx: Tx, work: list[tuple[str, Work]]) -> Iterator[Reason]:
    """`work`: each user task with the file of its diagram. Nothing while the directory is empty: then nobody is there yet."""
    there = who_is_there(tx)
    if there.people:
        for file, each in work:
            if not each.is_customer:
                yield from _reasons(file, each, there)


def _reasons(file: str, work: Work, there: WhoIsThere) -> Iterator[Reason]:
    if not (work.assignee or work.groups or work.users):
        yield _said(
            file, work, "candidateGroups",
            f"没有写明由谁办理。到时会交给责任部门的主管，或小组“{MANAGEMENT}”。请选择候选组。",
            f"Nobody is named for this task. It will go to whoever leads the responsible department, or to the group '{MANAGEMENT}'. Choose candidate groups.",
        )  # fmt: skip
    for name in named_directly(work.groups):
        if name not in there.units:
            yield _unknown(file, work, "candidateGroups", name, there.units, Text("小组或部门", "group or department"))
        elif name not in there.peopled:
            yield _said(file, work, "candidateGroups", f"“{name}”里现在没有人。", f"There is nobody in '{name}' now.")
    for field, written in (("assignee", work.assignee), ("candidateUsers", work.users)):
        for name in named_directly(written, is_list=field == "candidateUsers"):
            if name in there.left:
                yield _said(file, work, field, f"“{name}”已经离职。", f"'{name}' has left.")
            elif name not in there.people:
                yield _unknown(file, work, field, name, there.people, Text("人员", "person"))


def _unknown(file: str, work: Work, field: str, name: str, known: frozenset[str], kind: Text) -> Reason:
    hint = did_you_mean(name, known)
    return _said(file, work, field, f"通讯录里没有{kind.zh}“{name}”。{hint.zh}", f"The directory has no {kind.en} '{name}'.{hint.en}")


def _said(file: str, work: Work, field: str, zh: str, en: str) -> Reason:
    return Reason(file, work.element, field, Text(zh, en), "warning")
