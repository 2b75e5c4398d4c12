"""What an owner reads beside what they edit: every reason at its file and element, in their language, whatever else is broken."""

from __future__ import annotations

import re

import pytest

from engine.commands import package_drafts
from engine.packages import PackageFiles
from tests.web.member import Member
from tests.workshop import PACKAGE, package_files, prepared_workshop, workshop
from web.app import create_app

__all__ = ["prepared_workshop", "workshop"]

DIAGRAM, TOML, STORY, FORM = "tool_lending.bpmn", "package.toml", "scenarios/lent_for_a_week.toml", "forms/hand_out_tool.form"
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="limits" name="limits"
  ><variable name="limits"/><literalExpression><text>{}</text></literalExpression></decision></definitions>"""
CLOCK = '\n[[clock]]\nname = "lent"\nlabel = "借用"\nstart = ["hand_out"]\nstop = ["tool_lent"]\nlimits = "limits"\n'
MESSAGE = '\n[[case_message]]\nname = "loan_cancelled"\nlabel = "取消"\nform = "cancel"\nby = ["intake"]\n'
LETTER = '[[message]]\nid = "lent"\nsubject = "{{toool}}"\ntext = "x"\n'

# name, what is changed (file -> replacement of its text, or added to it), file and element at which it must be said
BROKEN = [
    ("no toml", {TOML: "= ["}, TOML, ""),
    ("unknown key", {TOML: "+\ncolour = 1\n[package2]\nx = 1\n"}, TOML, ""),
    ("clock of an unknown element", {TOML: "+" + CLOCK, "limits.dmn": TABLE.format("1")}, TOML, "lent"),
    ("clock of an unknown table", {TOML: "+" + CLOCK.replace("hand_out", "hand_out_tool")}, TOML, "lent"),
    ("message with an unknown form", {TOML: "+" + MESSAGE}, TOML, "loan_cancelled"),
    ("form that is no form", {FORM: "{"}, FORM, ""),
    ("form with a component nobody supports", {FORM: '{"type": "default", "id": "hand_out_tool", "components": [{"type": "iframe", "id": "f", "key": "f"}]}'}, FORM, ""),
    ("table with half a formula", {"limits.dmn": TABLE.format("1 +")}, "limits.dmn", "limits"),
    ("table that is no table", {"limits.dmn": "<a"}, "limits.dmn", ""),
    ("story of an unknown element", {STORY: '+\n[[step]]\ncomplete = "hand_out"\nby = "wang.min"\n'}, STORY, "step 4"),
    ("story with an unknown verb", {STORY: '+\n[[step]]\ndance = "hand_out"\n'}, STORY, "step 4"),
    ("row without its element", {"rows.toml": '[[row]]\nid = "R1"\ntext = "t"\nelements = ["hand_out"]\n'}, "rows.toml", "R1"),
    ("mandatory row without its element", {"rows.toml": '[[row]]\nid = "R1"\ntext = "t"\nelements = ["hand_out"]\nmandatory = true\n'}, DIAGRAM, "hand_out"),
    ("letter with an unknown name", {"messages.toml": LETTER}, "messages.toml", "lent"),
    ("document after an unknown element", {"documents.toml": '[[document]]\nid = "slip"\nname = "单据"\nafter = ["hand_out"]\n'}, "documents.toml", "slip"),
    ("words for nothing", {"texts/en.toml": '+\n[element.gone]\nname = "Gone"\n'}, "texts/en.toml", "element.gone"),
    ("diagram that is none", {DIAGRAM: "<a"}, DIAGRAM, ""),
    ("unknown group", {DIAGRAM: ("candidateGroups=\"intake\"", "candidateGroups=\"intak\"")}, DIAGRAM, "hand_out_tool"),
]


def broken(changes) -> PackageFiles:
    files = dict(package_files().files)
    for name, change in changes.items():
        before = files.get(name, b"").decode()
        after = before.replace(*change) if isinstance(change, tuple) else before + change[1:] if change.startswith("+") else change
        assert after != before
        files[name] = after.encode()
    return PackageFiles(PACKAGE, files)


@pytest.fixture
def owner(workshop) -> Member:
    workshop.process_engine.execute(workshop.person("he.yun"), package_drafts.begin, PACKAGE)
    return Member(create_app(workshop.process_engine)).sign_in("he.yun")


def upload(workshop, changes) -> PackageFiles:
    files = broken(changes)
    workshop.process_engine.execute(workshop.person("he.yun"), package_drafts.upload, PACKAGE, files)
    return files


def told(owner: Member, language: str) -> list[dict]:
    return owner.get(f"/workbench/{PACKAGE}/reasons?lang={language}").get_json()["reasons"]


@pytest.mark.parametrize(("name", "changes", "file", "element"), BROKEN, ids=[each[0].replace(" ", "_") for each in BROKEN])
def test_reason_is_told_at_its_place_in_the_readers_language(workshop, owner, name, changes, file, element):
    files = upload(workshop, changes)

    chinese, english = told(owner, "zh"), told(owner, "en")

    at = [each for each in chinese if each["file"] == file and each["element"].startswith(element)]
    assert at, [(each["file"], each["element"], each["text"]) for each in chinese]
    assert len(chinese) == len(english)
    for zh, en in zip(chinese, english, strict=True):
        assert zh["file"] in files.files and zh["place"]
        assert re.search("[一-鿿]", zh["text"]) and zh["text"] != en["text"]
    assert owner.get(f"/workbench/{PACKAGE}").status_code == 200


def test_broken_settings_keep_no_fault_of_the_diagram_from_the_canvas(workshop, owner):
    upload(workshop, {TOML: "= [", DIAGRAM: ('formId="hand_out_tool"', 'formId="hand_out"')})

    found = {(each["file"], each["element"]) for each in told(owner, "zh") if each["severity"] == "error"}

    assert found == {(TOML, ""), (DIAGRAM, "hand_out_tool")}


def test_broken_form_is_not_said_to_be_missing(workshop, owner):
    upload(workshop, {FORM: "{"})

    assert {each["file"] for each in told(owner, "zh") if each["severity"] == "error"} == {FORM}


def test_warnings_are_counted_where_one_deploys(workshop, owner):
    upload(workshop, {DIAGRAM: ("candidateGroups=\"intake\"", "candidateGroups=\"intak\"")})

    page = owner.get(f"/workbench/{PACKAGE}/deployment").get_data(as_text=True)

    assert f"{len(told(owner, 'zh'))} 条提醒" in page
    assert "通讯录里没有小组或部门“intak”" in page
