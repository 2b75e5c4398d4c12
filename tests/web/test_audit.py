"""The auditor's pages: find any case, read all of it, change nothing."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from flask import Flask

from engine.model.people import SYSTEM
from engine.queries import audit_search
from engine.store import cases, house
from engine.store.tables import AuditBlock
from tests.web.customer_visit import CustomerVisit
from tests.web.member import Member
from tests.web.test_customer import handle
from web.app import create_app
from web.customer.robots import LEAST_SECONDS

CONTROLS = re.compile(r"<(?:form|button|input|select|textarea)\b[^>]*>")


@pytest.fixture
def app(company) -> Flask:
    app = create_app(company.process_engine)
    app.config[LEAST_SECONDS] = 0
    return app


@pytest.fixture
def auditor(app) -> Member:
    return Member(app).sign_in("ma.chao")


@pytest.fixture
def zhang(app) -> CustomerVisit:
    """A customer whose complaint waits to be confirmed."""
    visit = CustomerVisit(app)
    visit.submit()
    return visit


def text(member: Member, path: str) -> str:
    answer = member.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def test_search_and_log_are_for_auditors_only(app):
    for login in ("wang.min", "gao.wei", "zhao.lei"):
        member = Member(app).sign_in(login)

        assert [member.get(path).status_code for path in ("/audit/", "/audit/cases.csv", "/audit/log")] == [404] * 3, login


def test_administrator_sees_no_case_by_that_role(app, zhang):
    administrator = Member(app).sign_in("gao.wei")

    assert administrator.get(f"/audit/cases/{zhang.number}").status_code == 404
    assert administrator.get(f"/cases/{zhang.number}").status_code == 404


# What the auditor asks for, and whether the one case there is fits.
ASKED = {
    "": True, "number=20231009": True, "number=2024": False, "state=active": True, "state=completed": False,
    "round=1": True, "round=2": False, "from=2023-10-09&until=2023-10-09": True, "until=2023-10-08": False,
    "from=2023-10-10": False, "overdue=1": False, "incident=1": False, "type=%E6%9C%8D%E5%8A%A1%E6%8A%95%E8%AF%89": True,
    "priority=%E4%BD%8E": False, "department_id=customer_service": True, "department_id=finance": False,
    "package_id=feedback_handling&status=%E5%BE%85%E5%AE%A2%E6%88%B7%E7%A1%AE%E8%AE%A4": True, "from=nonsense&round=x": True,
}  # fmt: skip


def test_filter_finds_what_fits_and_nothing_else(handled):
    auditor, number = handled

    assert {asked: f"/audit/cases/{number}" in text(auditor, f"/audit/?{asked}") for asked in ASKED} == ASKED


@pytest.fixture
def handled(auditor, zhang, company) -> tuple[Member, str]:
    handle(company, zhang)
    return auditor, zhang.number


def test_file_says_what_the_screen_says(auditor, zhang, app):
    CustomerVisit(app).submit(title="=HYPERLINK(1)的标题")
    page = text(auditor, "/audit/?state=active")

    rows = list(csv.reader(io.StringIO(text(auditor, "/audit/cases.csv?state=active").removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert [name in page for name in rows[0]] == [True] * len(rows[0])
    assert rows[2][0] == zhang.number
    assert rows[1][1].startswith("'=")  # no spreadsheet runs what a customer typed


def test_file_holds_masks_and_no_contact_data(auditor, zhang):
    file = text(auditor, "/audit/cases.csv")

    assert "张*" in file
    assert "13812345678" not in file and "张三丰" not in file


def test_pages_of_the_list_follow_each_other_without_gaps(app, auditor, monkeypatch):
    monkeypatch.setattr(audit_search, "PAGE", 2)
    numbers = []
    for _ in range(5):
        visit = CustomerVisit(app)
        visit.submit()
        numbers.append(visit.number)

    seen, path = [], "/audit/"
    while path:
        page = text(auditor, path)
        seen += re.findall(r'href="/audit/cases/([^"]+)"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found.group(1).replace("&amp;", "&") if found else ""
    assert seen == numbers[::-1]


def test_case_shows_what_was_typed_decided_and_where_it_went(handled):
    auditor, number = handled
    page = text(auditor, f"/audit/cases/{number}")

    assert "登录后页面加载失败" in page  # what the customer typed
    assert "命中规则" in page  # which rule of which table fired
    assert 'data-place="check_record"' in page and "已走流向" in page
    assert 'data-diagram="/cases/' in page
    assert "13812345678" not in page


def test_trail_is_filtered_by_topic_person_and_round(handled, company):
    auditor, number = handled
    sun = company.person("sun.li").id

    typed = text(auditor, f"/audit/cases/{number}?topic=typed&person={sun}")
    assert "补排周末值班" in typed and "漏排了周末" in typed
    assert "请打" not in typed and "已走流向" not in _trail(typed)
    assert 'class="trail-line' not in text(auditor, f"/audit/cases/{number}?round=9")


def test_nothing_on_the_auditor_s_pages_changes_anything(handled):
    auditor, number = handled

    for path in ("/audit/", f"/audit/cases/{number}", "/audit/log"):
        main = text(auditor, path).split("<main", 1)[1].split("</main>", 1)[0]
        assert 'method="post"' not in main, path
        assert not [control for control in CONTROLS.findall(main) if 'type="file"' in control or "textarea" in control]


def test_looking_is_written_down_once_an_hour_and_shown(auditor, zhang):
    text(auditor, f"/audit/cases/{zhang.number}")
    page = text(auditor, f"/audit/cases/{zhang.number}")

    assert len(re.findall("马超 <span class=\"mono faint\">ma.chao", page)) == 1


def test_chain_that_holds_says_so_and_a_changed_byte_is_named(auditor, zhang, company):
    assert "审计链完整" in text(auditor, f"/audit/cases/{zhang.number}")

    with company.process_engine.store.begin_write() as session:
        instance_id = company.process_engine.ask(SYSTEM, cases.case_by_key, zhang.number).id
        block = session.get_one(AuditBlock, (instance_id, 1))
        block.body = bytes([block.body[0] ^ 1]) + block.body[1:]

    page = text(auditor, f"/audit/cases/{zhang.number}")
    assert "审计链不完整" in page and re.search("第 1 至 [0-9]+ 条记录被改动。其中：工单已发起", page)


def test_log_has_deployments_sign_ins_and_reads_by_topic(auditor, zhang, company):
    text(auditor, f"/audit/cases/{zhang.number}")
    house.append_pending(company.process_engine.store)

    assert "流程包已部署" in text(auditor, "/audit/log?topic=deployments")
    assert "ma.chao" in text(auditor, "/audit/log?topic=sign_ins")
    assert zhang.number in text(auditor, "/audit/log?topic=reads")
    assert "流程包已部署" not in text(auditor, "/audit/log?topic=reads")
    assert auditor.get("/audit/log?topic=nonsense").status_code == 404


def test_log_is_narrowed_to_a_person_and_to_days(auditor, app, company):
    Member(app).sign_in("gao.wei")
    house.append_pending(company.process_engine.store)
    gao, today = company.person("gao.wei").id, "2023-10-09"

    his = text(auditor, f"/audit/log?topic=sign_ins&person={gao}&from={today}&until={today}")

    assert len(re.findall("<strong>已登录</strong>", his)) == 1 and 'value="2023-10-09"' in his
    assert "没有符合条件的记录" in text(auditor, f"/audit/log?topic=sign_ins&person={gao}&until=2023-10-08")
    assert f"person={gao}" in re.search(r'href="([^"]*topic=reads[^"]*)"', his)[1]


def test_english_reader_finds_no_chinese_word_of_ours(auditor, zhang):
    page = text(auditor, f"/audit/cases/{zhang.number}?lang=en")

    assert "The chain holds" in page and "values entered" in page
    assert not re.findall("审计|时限|轮次|处理人", page)


def _trail(page: str) -> str:
    return page.split('<ol class="trail"', 1)[1].split("</ol>", 1)[0]


def test_case_leaves_the_house_as_a_sealed_file_and_the_log_says_so(app, auditor, zhang, company):
    answer = auditor.get(f"/audit/cases/{zhang.number}.zip")

    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as packed:
        seal = packed.read("seal.txt").decode().strip()
        assert {"verify.py", "chain.jsonl", "trail.jsonl"} <= set(packed.namelist())
    house.append_pending(company.process_engine.store)
    assert seal in text(auditor, "/audit/log?topic=reads")
    assert Member(app).sign_in("wang.min").get(f"/audit/cases/{zhang.number}.zip").status_code == 404


def test_trail_is_filtered_by_a_range_of_time(handled):
    auditor, number = handled
    page = text(auditor, f"/audit/cases/{number}")
    first, last = re.findall(r'data-told="(\d{4}-\d\d-\d\d \d\d:\d\d)', page)[:: len(re.findall(r'data-told="', page)) - 1][:2]

    early = text(auditor, f"/audit/cases/{number}?until={first.replace(' ', 'T')}")
    none = text(auditor, f"/audit/cases/{number}?from=2099-01-01T00:00")

    assert f'data-told="{first}' in early
    assert first == last or f'data-told="{last}' not in early
    assert "没有符合条件的记录" in none


def test_diagram_shows_one_round_or_how_it_stood_after_an_entry(handled):
    auditor, number = handled

    whole = auditor.get(f"/cases/{number}/diagram").get_json()["overlay"]
    half = text(auditor, f"/audit/cases/{number}").count("data-told=") // 2
    first = auditor.get(f"/cases/{number}/diagram?until={half}").get_json()["overlay"]
    ninth = auditor.get(f"/cases/{number}/diagram?round=9").get_json()["overlay"]

    assert 0 < len(first["elements"]) < len(whole["elements"])
    assert ninth == {"elements": {}, "flows": {}}
