"""Questionnaires and platform comments as a table: each line begins a case or says what is wrong with it."""

from __future__ import annotations

import html
import io
import re

import pytest

from engine.errors import Refused
from engine.model.csv_rows import MAX_LINES, read_lines
from engine.model.people import SYSTEM
from engine.store import case_view
from tests.web.staff_room import StaffRoom

PATH = "/cases/new/demand_analysis/import"
HEAD = "一句话概括,需求描述（具体问题/期望）,客户姓名或公司,所属行业,企业规模,使用时长,希望怎样告知结果,来源渠道,具体来源,业务场景,用于,提出时间\n"
EXPORT = "数据导出为Excel,希望增加数据导出为Excel格式功能,某科技公司,互联网,小型企业,未使用,邮件,线上问卷,产品内嵌弹窗,产品升级前调研,产品迭代,2024-03-02 09:00\n"
REVIEW = "物流太慢,评论里说下单一周才发货,某先生,零售,个人客户,2年,在线消息,第三方平台,电商评价,服务投诉处理,服务优化,2024-03-03 10:00\n"


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def upload(room: StaffRoom, content: str | bytes, login: str = "tang.yue", status: int = 200) -> str:
    body = content if isinstance(content, bytes) else content.encode()
    answer = room.member(login).post(PATH, table=(io.BytesIO(body), "lines.csv"))
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.get_data(as_text=True))).split())


@pytest.mark.row("S2.9", "S2.12")
def test_lines_of_a_questionnaire_and_of_a_platform_become_demands(room):
    shown = upload(room, HEAD + EXPORT + REVIEW)

    assert "2 行已登记，0 行要修改" in shown
    for number, channel in (("XY2024001", "线上问卷"), ("XY2024002", "第三方平台")):
        view = room.company.process_engine.ask(SYSTEM, case_view.of, room.company.process_engine.ask(SYSTEM, case_view.id_of, number))
        assert view.row.channel_value == channel
        assert "triage_demand" in view.waiting_elements


def test_a_line_that_can_not_be_says_why_and_the_others_are_entered(room):
    shown = upload(room, HEAD + EXPORT.replace("线上问卷", "电视") + REVIEW)

    assert "1 行已登记，1 行要修改" in shown
    assert "来源渠道 ：" in shown
    assert "XY2024001" in shown and "XY2024002" not in shown


def test_the_same_file_again_enters_nothing_twice(room):
    upload(room, HEAD + EXPORT)

    shown = upload(room, HEAD + EXPORT + REVIEW)

    assert "2 行已登记" in shown and "XY2024001" in shown
    assert len([row for row in room.company.tables()["process_instance"]]) == 2


def test_a_table_of_a_chinese_spreadsheet_is_read(room):
    assert "1 行已登记" in upload(room, (HEAD + EXPORT).encode("gb18030"))
    assert "1 行已登记" in upload(room, (HEAD + REVIEW).replace(",", "\t"))


def test_a_column_that_names_no_field_is_refused_before_anything_is_entered(room):
    shown = upload(room, HEAD.strip() + ",客户生日\n" + EXPORT, status=422)

    assert "不认识的列：客户生日" in shown
    assert room.company.tables()["process_instance"] == []


def test_raw_contact_data_of_a_line_is_only_in_the_vault(room):
    upload(room, HEAD.strip() + ",联系方式\n" + EXPORT.strip() + ",13812345678\n")

    tables = {name: rows for name, rows in room.company.tables().items()}
    assert "13812345678" not in repr(tables)
    assert any("138****5678" in repr(row) for row in tables["contact"])


def test_template_has_the_columns_and_can_be_imported_with_its_example_filled_in(room):
    template = room.member("tang.yue").get(f"{PATH}/template").get_data().decode("utf-8-sig")

    head = template.splitlines()[0].split(",")
    assert {"一句话概括", "来源渠道", "具体来源", "提出时间"} <= set(head)


def test_who_may_not_begin_such_a_case_finds_no_import(room):
    assert room.member("tang.yue").get("/cases/new/nothing/import").status_code == 404


@pytest.mark.parametrize(("content", "code"), [
    (b"", "no_head"), (b"a,a\n1,2\n", "double_column"), (b"\x00\x01\x02", "not_text"), (b'a\n"open\n', "not_csv"),
    (b"a\n" + b"1\n" * (MAX_LINES + 1), "too_many"), (b"a" * 2_000_001, "too_large"),
])
def test_what_is_no_table_is_refused_with_a_reason(content, code):
    with pytest.raises(Refused) as refusal:
        read_lines(content)

    assert refusal.value.code == code


def test_empty_lines_don_t_count_and_lines_keep_their_number():
    head, lines = read_lines("a,b\n\n1,\n,2\n".encode())

    assert head == ["a", "b"]
    assert [(line.number, dict(line.cells)) for line in lines] == [(3, {"a": "1"}), (4, {"b": "2"})]
