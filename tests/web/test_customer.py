"""The customer's pages: tell us, keep number and code, follow, answer, rate, withdraw; opening a page stores nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from engine.model.people import SYSTEM
from engine.scenarios.running import ScenarioRun
from engine.store import cases
from tests.web.customer_visit import FEEDBACK, CustomerVisit, photo
from web.app import create_app
from web.customer.robots import LEAST_SECONDS

CONFIRMED = {"is_solved": "已解决", "rating": "满意"}
# What staff type until it is the customer's turn to confirm: element, who, values.
HANDLED = (
    ("register_feedback", "wang.min", {
        "channel": "在线服务平台", "received_at": "2023-10-09T09:00", "description": "登录后页面加载失败", "affected_function": "登录",
        "impact": "部分功能", "urgency": "尽快", "description_state": "清楚"}),
    ("classify_feedback", "wang.min", {"feedback_class": "服务投诉", "priority": "高"}),
    ("assign_handler", "wang.min", {"handler": "sun.li", "planned_at": "2023-10-11T09:00", "first_reply": "已由专人负责。"}),
    ("analyse_cause", "sun.li", {"complaint_checks": ["调取沟通记录", "核实服务流程"], "cause": "漏排了周末", "solution_kind": "即时解决"}),
    ("describe_steps", "sun.li", {"steps": "清除缓存，发布修复，回归测试", "plain_summary": "修复后请您再试一次。"}),
    ("communicate_plan", "sun.li", {
        "contact_channel": "电话", "contacted_at": "2023-10-09T09:00", "customer_message": "修复后请您再试一次。", "is_plain": True}),
    ("execute_plan", "sun.li", {"operations": [{"at": "2023-10-09T09:00", "work": "补排周末值班"}], "result_text": "页面恢复正常"}),
)  # fmt: skip


@pytest.fixture
def app(company) -> Flask:
    app = create_app(company.process_engine)
    app.config[LEAST_SECONDS] = 0
    return app


@pytest.fixture
def zhang(app) -> CustomerVisit:
    return CustomerVisit(app)


@pytest.mark.row("S3.2", "S3.7")
def test_stranger_finds_the_procedure_and_its_form(zhang):
    assert "/feedback/feedback_handling" in zhang.text("/feedback")

    form = zhang.text("/feedback/feedback_handling")
    assert all(f'name="{key}"' in form for key in FEEDBACK)
    assert "180" in form  # how long contact data is kept


def test_customer_gets_number_code_and_a_way_back(zhang):
    assert zhang.submit().status_code == 303

    received = zhang.text(f"{zhang.address}/received")
    assert zhang.number == "20231009-001"
    assert zhang.number in received and zhang.code in received
    assert zhang.get(zhang.address).status_code == 200


@pytest.mark.row("S3.9")
def test_anonymous_customer_needs_no_name_and_no_contact(zhang):
    answer = zhang.submit(is_anonymous="true", customer_name="", contact="", preferred_channel="")

    assert answer.status_code == 303
    assert "匿名" in zhang.app.extensions["working_with"].process_engine.ask(SYSTEM, cases.case_by_key, zhang.number).customer_mask


def test_missing_values_are_named_and_what_was_typed_stays(zhang):
    answer = zhang.submit(title="", contact="no number")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert FEEDBACK["description"] in page and 'value="no number"' in page
    assert page.count('class="fault"') >= 2


def test_photo_is_kept_and_comes_back_as_it_was(zhang):
    zhang.submit(attachments=photo("现场.png"))
    page = zhang.text(zhang.address)

    [link] = re.findall(r'href="([^"]+/attachments/[0-9a-f]+)"', page)
    assert "现场.png" in page
    assert zhang.get(link).get_data() == photo()[0].getvalue()


def test_disguised_file_is_refused_with_a_reason(zhang):
    zhang.submit()
    answer = zhang.act("attachments", {"file": (photo()[0], "invoice.pdf", "application/pdf")})

    assert answer.status_code == 422
    assert "file-fault" in answer.get_data(as_text=True)


@pytest.mark.row("S3.10")
def test_own_contact_data_is_shown_masked_only(zhang):
    zhang.submit(description="请打 13812345678 联系我，谢谢")
    zhang.act("messages", {"text": "或者写邮件到 zhang.sanfeng@example.com"})
    page = zhang.text(zhang.address)

    assert "zha***" in page
    assert "13812345678" not in page and "sanfeng@example.com" not in page


def test_opening_pages_stores_nothing(zhang, company):
    zhang.submit(attachments=photo())
    link = re.search(r'href="([^"]+/attachments/[0-9a-f]+)"', zhang.text(zhang.address)).group(1)
    before = company.tables()

    pages = ["/feedback", "/feedback/feedback_handling", zhang.address, link]
    pages += [f"{zhang.address}/{part}" for part in ("received", "slip", "messages/case_withdrawn")]
    for page in pages:
        with zhang.get(page) as answer:
            assert answer.status_code == 200, page

    assert company.tables() == before


def test_wrong_number_and_wrong_code_look_the_same(zhang):
    zhang.submit()

    answers = [zhang.get(f"/c/{zhang.number}/WRONGCODE1"), zhang.get(f"/c/20231009-999/{zhang.code}")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert _without_tokens(answers[0]) == _without_tokens(answers[1])


def test_code_is_found_however_it_is_written(zhang):
    zhang.submit()
    spoken = "-".join((zhang.code[:4].lower(), zhang.code[4:].lower()))

    answer = zhang.post("/feedback", {"number": f" {zhang.number} ", "code": spoken}, page="/feedback")

    assert answer.status_code == 303
    assert zhang.get(answer.headers["Location"]).status_code == 200


def test_who_guesses_codes_is_stopped_and_who_has_one_is_not(app, zhang):
    zhang.submit()
    for number in range(10):
        zhang.get(f"/c/{zhang.number}/GUESS{number:05}")
        zhang.client.head(f"/c/{zhang.number}/HEAD{number:06}")

    assert zhang.get(f"/c/{zhang.number}/GUESS99999").status_code == 429
    other = CustomerVisit(create_app(app.extensions["working_with"].process_engine))
    assert [other.get(zhang.address).status_code for _ in range(30)] == [200] * 30


def test_another_customers_code_opens_only_their_own_case(zhang, app):
    zhang.submit()
    other = CustomerVisit(app)
    other.submit(title="另一件事情")

    assert other.get(f"/c/{zhang.number}/{other.code}").status_code == 404


def test_form_that_is_sent_too_quickly_asks_for_a_second_press(zhang, company):
    zhang.app.config[LEAST_SECONDS] = 2
    assert zhang.submit().status_code == 422

    company.clock.move(timedelta(seconds=3))
    assert zhang.submit().status_code == 303


def test_program_that_fills_the_hidden_field_starts_no_case(zhang, company):
    before = company.tables()["process_instance"]

    assert zhang.submit(_website="http://spam.example").status_code == 422
    assert company.tables()["process_instance"] == before


def test_slip_carries_the_address_as_a_qr_code(zhang, company):
    zhang.submit()
    slip = zhang.text(f"{zhang.address}/slip")

    assert '<svg viewBox="' in slip and 'class="qr"' in slip
    assert f"{company.settings.base_url}{zhang.address}" in slip


def test_page_promises_a_time_once_there_is_one(zhang, company):
    zhang.submit()
    handle(company, zhang, until="assign_handler")

    page = zhang.text(zhang.address)
    assert "会写在这里" not in page and "2023-10-09 13:00 之前" in page  # the first response to a high priority: 4 hours


@pytest.mark.row("S3.43", "S3.44")
def test_customer_confirms_rates_and_gets_a_receipt_with_the_time(zhang, company):
    zhang.submit()
    handle(company, zhang)
    assert "等您回答，期间暂停计时" in zhang.text(zhang.address) and "会写在这里" not in zhang.text(zhang.address)

    assert zhang.complete(CONFIRMED).status_code == 303

    page = zhang.text(zhang.address)
    assert "您的答复" in page and "2023-10-09 09:00" in page
    assert "turn-mark" not in page


def test_customer_reads_what_staff_told_them_in_forms(zhang, company):
    zhang.submit()
    handle(company, zhang)

    page = zhang.text(f"{zhang.address}")

    told = ["已由专人负责。", "修复后请您再试一次。", "页面恢复正常"]
    thread = page[page.index('id="thread"') :]
    assert [text for text in told if text in thread] == told
    assert "漏排了周末" not in page and "补排周末值班" not in page


@pytest.mark.row("S3.47")
def test_unsatisfied_customer_says_why_and_hears_that_a_supervisor_takes_over(zhang, company):
    zhang.submit()
    handle(company, zhang)

    refused = zhang.complete({"is_solved": "未解决", "rating": "不满意"})
    assert refused.status_code == 422 and 'name="comment"' in refused.get_data(as_text=True)

    zhang.complete({"is_solved": "未解决", "rating": "不满意", "comment": "没有人回电话"})
    page = zhang.text(zhang.address)
    assert "主管已经接手" in page
    assert "之前您会收到我们的消息" in page


def test_answer_sent_twice_is_received_once(zhang, company):
    zhang.submit()
    handle(company, zhang)
    action = re.search(r'action="[^"]*/(user-tasks/[0-9a-f]+/completion)"', zhang.text(zhang.address)).group(1)

    assert [zhang.act(action, CONFIRMED).status_code for _ in range(2)] == [303, 303]
    assert len([row for row in company.tables()["user_task"] if "confirm_result" in row]) == 1


def test_withdrawing_asks_first_and_ends_the_case(zhang):
    zhang.submit()
    confirm = zhang.text(f"{zhang.address}/messages/case_withdrawn")
    assert "不能恢复" in confirm

    fields = {name: "不需要了" for name in re.findall(r'<textarea[^>]* name="([^"]+)"', confirm)}
    assert zhang.act("messages/case_withdrawn", fields).status_code == 303
    page = zhang.text(zhang.address)
    assert "已结束" in page and "messages/case_withdrawn" not in page


def test_staff_are_never_named_to_customers(zhang, company):
    zhang.submit()
    handle(company, zhang)

    page = zhang.text(zhang.address)
    assert not [name for name in ("王敏", "孙丽", "wang.min", "sun.li") if name in page]


def test_markup_in_a_message_is_shown_as_text(zhang):
    zhang.submit(title="<b>粗体</b>的标题")
    zhang.act("messages", {"text": "<script>alert(1)</script>"})

    page = zhang.text(zhang.address)
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert "<b>粗体" not in page


def test_empty_message_is_refused_at_its_field(zhang):
    zhang.submit()

    answer = zhang.act("messages", {"text": "  "})
    assert answer.status_code == 422 and "text-fault" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/feedback", "/feedback/feedback_handling"])
def test_pages_speak_english_to_who_asks_for_it(zhang, path):
    page = zhang.text(f"{path}?lang=en")

    assert 'lang="en"' in page
    assert "Customer feedback handling" in page


def handle(company, customer: CustomerVisit, until: str = "") -> None:
    """Staff do their part, in order, before `until` (nothing: all of it)."""
    engine = company.process_engine
    run = ScenarioRun(engine, company.clock, "feedback_handling", {})
    run.instance_id = engine.ask(SYSTEM, cases.case_by_key, customer.number).id
    for element, by, values in HANDLED:
        if element == until:
            return
        run.complete({"complete": element, "by": by, "values": values})


def _without_tokens(answer) -> str:
    return re.sub(r'(value="[^"]{20,}"|X-CSRFToken[^}]*|name="next" value="[^"]*")', "", answer.get_data(as_text=True))
