"""One complaint as a customer sends it, and the steps that bring its case to where every part of a page shows."""

from __future__ import annotations

from engine.commands import cases, user_tasks
from engine.model import people
from engine.model.people import SYSTEM
from engine.store import case_view
from tests.company import Company

MOBILE = "13987651234"
NAME = "张三丰"

FEEDBACK = {
    "concern": ["使用疑问"],
    "title": ["登录后页面加载失败"],
    "description": ["登录后页面加载失败，多次尝试无效"],
    "customer_name": [NAME],
    "contact": [MOBILE],
    "preferred_channel": ["电话"],
    "privacy_accepted": ["true"],
}
ASKED_BACK = {
    "channel": ["在线服务平台"],
    "received_at": ["2023-10-09T08:30"],
    "description": ["登录后页面加载失败，多次尝试无效"],
    "impact": ["部分功能"],
    "urgency": ["尽快"],
    "description_state": ["需要核实"],
    "question": ["请问是在哪个页面？"],
}


def submitted(company: Company):
    """A case just submitted: instance_id, business_key, code."""
    return company.process_engine.execute(people.customer(None), cases.start, "feedback_handling", FEEDBACK, {})


def asked_back(company: Company):
    """A case whose customer has been asked a question."""
    started = submitted(company)
    wang_min = company.person("wang.min")
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, started.instance_id, "register_feedback")
    company.process_engine.execute(wang_min, user_tasks.claim, task.id)
    company.process_engine.execute(wang_min, user_tasks.complete, task.id, ASKED_BACK, {})
    return started
