"""Words of the editors that are ours, and which editor a kind of file has."""

from __future__ import annotations

from engine.errors import Text

EDITORS = {"diagram": "diagram", "table": "table", "form": "form"}

# Short names of our own words; their meaning stands below each field and comes from the engine.
LABELS = {
    "stage": Text("阶段", "Stage"),
    "newRound": Text("进入下一轮", "Next round"),
    "actor": Text("由客户完成", "Done by the customer"),
    "publicText": Text("客户看到的说明", "What the customer reads"),
    "contactNeeded": Text("需要联系方式", "Contact data needed"),
    "officialStatus": Text("正式状态", "Official status"),
    "submitLabel": Text("提交按钮", "Submit button"),
    "blind": Text("互不可见", "Blind"),
}

PLACES = {
    "own": Text("回响", "Huixiang"),
    "none": Text("（未选择）", "(none)"),
    "form": Text("表单", "Form"),
    "openForm": Text("打开这个表单", "Open this form"),
    "decision": Text("决策表", "Decision table"),
    "openDecision": Text("打开这个决策表", "Open this table"),
    "process": Text("被调用的流程", "Called process"),
    "template": Text("消息模板", "Message template"),
    "candidates": Text("候选小组和部门", "Candidate groups and departments"),
    "groups": Text("小组", "Groups"),
    "departments": Text("部门", "Departments"),
}
