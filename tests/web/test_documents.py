"""Documents and the register: the same lines on the screen, on paper, as PDF and as a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.web.staff_room import NUMBER, StaffRoom

PAPER = f"/cases/{NUMBER}/documents/feedback_record"
REGISTER = "/registers/feedback_handling"


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def pdf_pages(room: StaffRoom, login: str, path: str) -> list[str]:
    answer = room.member(login).get(path)
    assert answer.mimetype == "application/pdf"
    return [page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(answer.get_data())).pages]


def pdf_text(room: StaffRoom, login: str, path: str) -> str:
    return "".join(pdf_pages(room, login, path))


def test_a_document_says_on_paper_what_the_screen_shows(room):
    room.story().until_at("archive_case")

    page = room.page("wang.min", PAPER)
    printed = pdf_text(room, "wang.min", f"{PAPER}.pdf")

    for words in (NUMBER, "登录后页面加载失败，多次尝试无效", "138****5678", "李强", "功能问题", "清除缓存", "页面正常加载"):
        assert words in page and words in printed
    assert "13812345678" not in page + printed


def test_a_field_that_the_source_does_not_name_is_marked(room):
    room.story()

    page = room.page("wang.min", PAPER)

    assert '处理方案<span class="paper-assumed"> *</span>' in page
    assert "反馈编号<" in page.replace("\n", "") and "原始文件没有写明" in page


def test_every_sheet_of_paper_says_what_it_belongs_to_and_how_many_there_are(room):
    room.story(description="登录后页面一直转圈。" * 190)

    pages = pdf_pages(room, "wang.min", f"{PAPER}.pdf")

    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        assert NUMBER in page and "《客户反馈处理记录表》" in page and f"{number} / {len(pages)}" in page


def test_a_moment_in_a_list_stays_in_one_line_on_paper(room):
    room.story().until_at("archive_case")
    answer = room.member("wang.min").get(f"{PAPER}.pdf")

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.get_data())).pages)

    rows = [line for line in text.splitlines() if "清除缓存" in line and "2023-" in line]
    assert rows and all(re.search(r"2023-\d\d-\d\d \d\d:\d\d", line) for line in rows)


def test_paper_has_a_line_to_sign_until_the_customer_has_confirmed_online(room):
    story = room.story()
    before = pdf_text(room, "wang.min", f"{PAPER}.pdf")

    story.until_at("archive_case")
    after = pdf_text(room, "wang.min", f"{PAPER}.pdf")

    assert "确认结果并评价" in before and "客户在线确认" not in before
    assert re.search(r"客户在线确认\s*日期\s*2023-1\d-\d\d \d\d:\d\d", after)


def test_the_case_lists_its_documents(room):
    room.story()

    assert f'href="{PAPER}"' in room.page("wang.min", f"/cases/{NUMBER}")


def test_a_document_of_a_case_one_may_not_see_is_not_found(room):
    room.story()

    for path in (PAPER, f"{PAPER}.pdf", "/cases/20231009-777/documents/feedback_record", f"/cases/{NUMBER}/documents/other"):
        room.page("gao.wei" if path.startswith(PAPER) else "wang.min", path, 404)


def test_markup_in_a_text_is_printed_as_text(room):
    room.story(description="<img src=x onerror=alert(1)> 页面空白")

    assert "<img src=x" in pdf_text(room, "wang.min", f"{PAPER}.pdf")
    assert "<img src=x" not in room.member("wang.min").get(PAPER).get_data(as_text=True)


@pytest.mark.row("S3.58")
def test_the_register_has_the_fourteen_columns_in_order_on_screen_and_in_both_files(room):
    room.story().until_at("archive_case")
    wanted = ["反馈编号", "客户名称/联系人", "联系方式(隐去隐私)", "反馈渠道", "反馈日期时间", "反馈类型", "优先级", "问题描述",
              "处理负责人", "计划完成时间", "实际处理进度", "解决方案/处理结果", "客户满意度", "备注"]  # fmt: skip

    page = room.page("wang.min", REGISTER)
    from_csv = list(csv.reader(io.StringIO(room.member("wang.min").get(f"{REGISTER}.csv").get_data().decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(room.member("wang.min").get(f"{REGISTER}.xlsx").get_data())).active
    from_xlsx = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]

    assert [name for name in wanted if f'<th scope="col">{name}</th>' in page] == wanted
    assert from_csv == from_xlsx
    assert from_csv[0] == wanted
    assert from_csv[1][:8] == [NUMBER, "张*", "138****5678", "在线服务平台", "2023-10-09 09:00", "功能问题", "紧急", "登录后页面加载失败，多次尝试无效"]
    assert all(cell in page for cell in from_csv[1] if cell)


def test_the_file_has_the_lines_of_the_filter_on_screen(room):
    room.story()

    is_empty = room.page("wang.min", f"{REGISTER}?from=2023-10-10")
    lines = room.member("wang.min").get(f"{REGISTER}.csv?from=2023-10-10").get_data().decode("utf-8-sig").splitlines()

    assert "这段时间没有登记" in is_empty
    assert len(lines) == 1


def test_the_register_shows_only_cases_one_may_see(room):
    room.story()

    assert NUMBER in room.page("wang.min", REGISTER)
    assert NUMBER not in room.page("gao.wei", REGISTER)


def test_a_text_that_looks_like_a_formula_is_text_in_the_spreadsheet(room):
    room.story(description="=1+1 打开是空白")

    answer = room.member("wang.min").get(f"{REGISTER}.xlsx").get_data()
    cell = load_workbook(io.BytesIO(answer)).active["H2"]

    assert (cell.data_type, cell.value) == ("s", "=1+1 打开是空白")
