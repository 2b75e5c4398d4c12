"""Who reported a case that was merged goes on following it: own number, own code, the progress of the one that goes on."""

from __future__ import annotations

import pytest

from engine.commands import messages, thread
from engine.model import people
from engine.queries import customer_status
from tests.demand import Demand

MERGE = {"kept_description": ["并入的那条的"], "more_customers": ["1"], "merge_reason": ["同一设备的同一个问题"]}


@pytest.fixture
def demands(company) -> list[Demand]:
    """Three that say the same; the second is merged into the first, the third into the second before that."""
    return [Demand(company).start(customer_name=name, contact=contact) for name, contact in
            (("王女士", "13812345678"), ("李先生", "13912345678"), ("赵先生", "13712345678"))]


def merge(one: Demand, into: Demand) -> None:
    engine = one.company.process_engine
    engine.execute(one.company.person("deng.bo"), messages.send_to_case, one.instance_id, "case_merged", {**MERGE, "merged_into": [into.number]})


def page_of(demand: Demand):
    return demand.company.process_engine.ask(people.customer(demand.instance_id), customer_status.status)


@pytest.mark.row("S2.19")
def test_every_reporter_follows_their_own_number_to_the_end(demands):
    first, second, third = demands
    merge(third, second)
    merge(second, first)
    assert first.variable("repeat_count") == 3

    first.until_at("archive_demand")
    first.complete("archive_demand", "tang.yue", solution_archived=True, revisit_archived=True)

    for each in (second, third):
        page = page_of(each)
        assert page.is_merged and page.number == each.number
        assert page.now_text.zh == "您的需求已完成闭环。谢谢您。"
        assert [step.state for step in page.steps] == ["done"] * 5
        assert "算法已更新，误报率从15%降至3%" in [message.text for message in page.messages]


def test_a_merged_case_shows_where_the_other_one_stands(demands):
    first, second, _ = demands
    merge(second, first)

    first.until_at("score_demand")

    page = page_of(second)
    assert page.state == "active"
    assert [step.number for step in page.steps if step.state == "current"] == [3]


def test_nothing_of_the_other_reporter_is_shown(demands):
    first, second, _ = demands
    first.company.process_engine.execute(people.customer(first.instance_id), thread.write_as_customer, first.instance_id, "我叫王芳")
    merge(second, first)

    page = page_of(second)

    assert page.customer == "李先生" or page.customer.startswith("李")
    assert "王" not in repr(page)


def test_progress_that_is_told_to_everybody_reaches_the_merged_ones_too(demands):
    first, second, _ = demands
    merge(second, first)
    first.until_at("refine_requirement").wait("P8D")

    first.complete("update_progress", "guo.tao", percent=20, progress="数据采集已经开始")

    assert "数据采集已经开始" in [message.text for message in page_of(second).messages]
