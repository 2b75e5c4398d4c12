"""The due form: kept as one types, refused field by field, stopped when someone was faster, grown without a script."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.staff_room import NUMBER, StaffRoom

CASE = f"/cases/{NUMBER}"


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def test_form_is_open_for_its_assignee_only(room):
    room.story().until_at("analyse_cause")

    assert 'id="due-form"' in room.page("li.qiang", CASE)
    assert 'id="due-form"' not in room.page("zhao.lei", CASE)


def test_help_and_example_stand_with_each_field(room):
    room.story().until_at("analyse_cause")

    page = room.page("li.qiang", CASE)

    control = page.split('<textarea id="f-cause"')[1].split(">")[0]
    described = control.split('aria-describedby="')[1].split('"')[0].split()
    assert described and all(f'id="{name}"' in page for name in described)
    assert "例：登录后缓存没有刷新" in page


def test_button_is_named_by_its_result(room):
    room.story().until_at("assign_handler")
    task = room.story().task("register_feedback")
    room.member("wang.min").post(f"/user-tasks/{task.id}/claim")

    assert "data-submit>OK" not in room.page("wang.min", "/cases/20231009-002")
    assert "data-submit>" in room.page("wang.min", "/cases/20231009-002")


def test_faults_come_back_with_what_was_typed(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")

    answer = room.member("li.qiang").post(f"/user-tasks/{task.id}/completion", cause="缓存没有刷新")

    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert ">缓存没有刷新</textarea>" in page
    assert 'href="#f-solution_kind"' in page and 'id="f-solution_kind-fault"' in page


def test_typed_text_is_there_again_after_the_page_was_closed(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")

    saved = room.member("li.qiang").post(f"/user-tasks/{task.id}/draft", cause="缓存没有刷新", _part="saved")

    assert saved.get_json() == {"is_saved": True}
    assert ">缓存没有刷新</textarea>" in room.page("li.qiang", CASE)


def shown_draft(page: str) -> dict[str, str]:
    """What a page of a due form sends back about the draft it showed."""
    return {name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("_page", "_seen_draft")}


def test_two_pages_do_not_overwrite_each_others_draft(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")
    member, one, other = room.member("li.qiang"), *(shown_draft(room.page("li.qiang", CASE)) for _ in range(2))

    first = member.post(f"/user-tasks/{task.id}/draft", cause="缓存没有刷新", _part="saved", **one)
    again = member.post(f"/user-tasks/{task.id}/draft", cause="缓存没有刷新过", _part="saved", **one)
    late = member.post(f"/user-tasks/{task.id}/draft", cause="索引坏了", _part="saved", **other)

    assert [answer.get_json()["is_saved"] for answer in (first, again, late)] == [True, True, False]
    assert ">缓存没有刷新过</textarea>" in room.page("li.qiang", CASE)


def test_conflict_of_two_pages_shows_both_and_lets_the_writer_choose(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")
    member, one, other = room.member("li.qiang"), *(shown_draft(room.page("li.qiang", CASE)) for _ in range(2))
    member.post(f"/user-tasks/{task.id}/draft", cause="缓存没有刷新", **one)

    answer = member.post(f"/user-tasks/{task.id}/draft", cause="索引坏了", **other)
    page = html.unescape(answer.get_data(as_text=True))
    member.post(f"/user-tasks/{task.id}/draft", cause="索引坏了", _seen_draft=shown_draft(page)["_seen_draft"])

    assert answer.status_code == 409
    assert ">缓存没有刷新</textarea>" in page and "<dd>索引坏了" in page.replace("<p>", "")
    assert ">索引坏了</textarea>" in room.page("li.qiang", CASE)


def test_draft_that_comes_after_the_completion_is_no_failure(room):
    story = room.story().until_at("analyse_cause")
    task, member = story.task("analyse_cause"), room.member("li.qiang")
    member.client.post(f"/user-tasks/{task.id}/completion", data={**story.values_for("analyse_cause"), "csrf_token": member._token()})

    late = member.post(f"/user-tasks/{task.id}/draft", cause="缓存", _part="saved")

    assert (late.status_code, late.get_json()) == (200, {"is_saved": False, "why": "over"})


def test_half_typed_number_is_neither_in_the_draft_nor_in_the_vault(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")
    before = len(room.company.tables()["contact"])

    room.member("li.qiang").post(f"/user-tasks/{task.id}/draft", cause="请打 13911112", _part="saved")

    assert "请打 ****1112" in room.page("li.qiang", CASE)
    assert len(room.company.tables()["contact"]) == before


def test_number_in_a_draft_is_masked_before_it_is_stored(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")

    room.member("li.qiang").post(f"/user-tasks/{task.id}/draft", cause="电话 13911112222", _part="saved")

    assert "139****2222" in room.page("li.qiang", CASE)
    assert all("13911112222" not in repr(rows) for rows in room.company.tables().values())


def test_list_grows_and_shrinks_without_a_script(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")
    member = room.member("li.qiang")

    answer = member.post(f"/user-tasks/{task.id}/draft", cause="缓存", _add="helpers")
    grown = room.page("li.qiang", answer.headers["Location"])
    member.post(f"/user-tasks/{task.id}/draft", **{"helpers[0]": "", "helpers[0].work": "回归测试", "_add": "helpers"})
    twice = room.page("li.qiang", CASE)
    member.post(f"/user-tasks/{task.id}/draft", **{"helpers[0].work": "回归测试", "helpers[1].work": "发布", "_remove": "helpers[0]"})
    shrunk = room.page("li.qiang", CASE)

    assert 'name="helpers[0].work"' in grown and "缓存" in grown
    assert 'name="helpers[1].work"' in twice
    assert 'name="helpers[0].work" required' in shrunk and 'value="发布"' in shrunk and "回归测试" not in shrunk.split("例：")[0]


def test_script_gets_the_fields_alone(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")
    member = room.member("li.qiang")

    answer = member.client.post(
        f"/user-tasks/{task.id}/draft", data={"cause": "缓存", "csrf_token": member._token()}, headers={"HX-Request": "true"}
    )

    assert answer.get_data(as_text=True).lstrip().startswith('<div class="fields">')


def test_second_of_two_completions_is_stopped_and_loses_nothing(room):
    story = room.story()
    task = story.task("register_feedback")
    member = room.member("wang.min")
    member.post(f"/user-tasks/{task.id}/claim")
    story.until_at("classify_feedback")

    answer = member.post(f"/user-tasks/{task.id}/completion", description="我写的说明")

    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert "没有提交" in page and "我写的说明" in page and "王敏已完成" in page


def test_stale_submit_shows_what_changed_since_the_page_was_opened(room):
    story = room.story()
    task, member = story.task("register_feedback"), room.member("wang.min")
    member.post(f"/user-tasks/{task.id}/claim")
    seen = re.search(r'name="_seen" value="(\d+)"', room.page("wang.min", CASE))[1]
    story.until_at("classify_feedback")

    answer = member.post(f"/user-tasks/{task.id}/completion", _seen=seen, affected_function="支付", urgency="立即")

    page = html.unescape(answer.get_data(as_text=True))
    row = re.search(r"<tr[^>]*><th scope=\"row\">涉及的功能</th>.*?</tr>", page, re.DOTALL)[0]
    assert row.index("—") < row.index("登录") < row.index("支付")
    assert "任务已完成" in page and "王敏" in page


def test_unknown_key_is_refused(room):
    task = room.story().until_at("analyse_cause").task("analyse_cause")

    answer = room.member("li.qiang").post(f"/user-tasks/{task.id}/completion", secret_approval="true")

    assert answer.status_code == 422


def test_completion_leads_on(room):
    story = room.story().until_at("analyse_cause")
    task = story.task("analyse_cause")
    member = room.member("li.qiang")

    answer = member.client.post(
        f"/user-tasks/{task.id}/completion", data={**story.values_for("analyse_cause"), "csrf_token": member._token()}
    )

    assert answer.status_code == 303
    assert {each.element_id for each in story.view.tasks} == {"describe_steps"}


def test_spoken_answer_is_marked_with_who_typed_it(room):
    story = room.story().until_at("confirm_result")
    task = story.task("confirm_result")
    assert "代录" in room.page("li.qiang", f"{CASE}?task={task.id}")

    answer = room.member("li.qiang").post(f"/user-tasks/{task.id}/completion", is_solved="已解决", rating="满意")

    assert answer.status_code == 303
    assert "spoken_answer_entered" in story.kinds
    assert "代录" in room.page("li.qiang", CASE)


def test_contact_is_revealed_for_the_task_that_needs_it_with_a_reason(room):
    story = room.story().until_at("communicate_plan")
    task = story.task("communicate_plan")
    member = room.member("li.qiang")
    assert "13812345678" not in room.page("li.qiang", CASE)

    refused = member.post(f"/user-tasks/{task.id}/contact", reason=" ")
    shown = member.post(f"/user-tasks/{task.id}/contact", reason="电话告知方案")

    assert refused.status_code == 422
    assert "13812345678" in shown.get_data(as_text=True)
    assert story.kinds.count("contact_revealed") == 1
    assert "13812345678" not in room.page("li.qiang", CASE)


def test_task_is_handed_to_somebody_who_can_take_it(room):
    story = room.story().until_at("analyse_cause")
    task, taker = story.task("analyse_cause"), room.company.person("li.mei")
    assert taker.id in room.page("li.qiang", f"/user-tasks/{task.id}/assignment")

    answer = room.member("li.qiang").post(f"/user-tasks/{task.id}/assignment", to=taker.id, reason="休假")

    assert answer.status_code == 303
    assert story.task("analyse_cause").assignee_id == taker.id


def test_staff_start_a_case_for_a_caller(room):
    page = room.page("wang.min", "/cases/new/feedback_handling")
    assert 'name="contact"' in page

    empty = room.member("wang.min").post("/cases/new/feedback_handling", title="只写了标题")
    done = room.member("wang.min").post(
        "/cases/new/feedback_handling", concern="使用疑问", title="打不开", description="打不开页面", customer_name="张三",
        contact="13812345678", preferred_channel="电话", privacy_accepted="true",
    )  # fmt: skip

    assert empty.status_code == 422 and 'value="只写了标题"' in html.unescape(empty.get_data(as_text=True))
    assert done.headers["Location"] == CASE
    assert "查询码" in room.page("wang.min", CASE)



def test_second_round_begins_with_an_empty_list_of_helpers_and_no_old_result(room):
    story = room.story().until_at("analyse_cause")
    help_wanted = {"person": "li.mei", "work": "回归测试登录流程", "due_at": "2023-10-10T18:00"}
    cause = {"function_checks": ["复现问题场景", "检查代码逻辑"], "cause": "缓存没有刷新", "solution_kind": "即时解决"}
    story.complete("analyse_cause", "li.qiang", **cause, helpers=[help_wanted]).until_at("confirm_result")
    story.complete("cross_department_help", "li.mei", help_result="三台手机都试过")
    story.complete("confirm_result", "customer", is_solved="未解决", rating="不满意", comment="换了手机还是失败")
    again = {"finding": "只修复了网页，没有修复手机端", "decision": "再次处理", "adjustment": "手机端也一并修复"}
    story.complete("supervisor_review", "zhao.lei", **again, next_handler="li.qiang", next_planned_at="2023-10-11T09:00")

    page = room.page("li.qiang", f"/cases/{NUMBER}")
    story.complete("analyse_cause", "li.qiang", **cause, helpers=[help_wanted]).until_at("execute_plan")

    assert 'name="cause"' in page and "helpers[0]" not in page
    assert "三台手机都试过" not in _form(room.page("li.mei", f"/cases/{NUMBER}"))


def _form(page: str) -> str:
    return re.search(r'<form id="due-form".*?</form>', page, re.DOTALL).group()
