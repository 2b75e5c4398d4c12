"""A package goes through our editors, through editors that know none of our words, and through a ZIP: only what somebody changed is changed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from engine import packages
from engine.commands import deploy
from engine.model.people import SYSTEM
from tests.browser.owner import Owner
from tests.browser.served import Served
from tests.company import ROOT
from tests.workshop import FOLDER

FOLDERS = {folder.name: folder for folder in (*sorted(file.parent for file in (ROOT / "processes").glob("*/package.toml")), FOLDER)}
MODULES = ROOT / "web/frontend/node_modules"
PLAIN = MODULES / "bpmn-js/dist/bpmn-modeler.production.min.js"
# What another tool may know besides BPMN itself.
DIALECTS = {
    "nothing": {},
    "camunda": {"camunda": MODULES / "camunda-bpmn-moddle/resources/camunda.json"},
    "zeebe": {"zeebe": MODULES / "zeebe-bpmn-moddle/resources/zeebe.json"},
}
RENAMED = "改了名字"

THROUGH_A_PLAIN_MODELER = """async ([xml, dialects]) => {
    document.body.replaceChildren(document.createElement('div'));
    document.body.firstChild.style.height = '600px';
    const modeler = new BpmnJS({ container: document.body.firstChild, moddleExtensions: dialects });
    const { warnings } = await modeler.importXML(xml);
    const saved = await modeler.saveXML({ format: true });
    modeler.destroy();
    return [saved.xml, warnings.map(String)];
}"""


@pytest.fixture
def served(company) -> Iterator[Served]:
    company.process_engine.execute(SYSTEM, deploy.deploy, packages.read_folder(FOLDER), "")
    serving = Served(company)
    yield serving
    serving.stop()


def test_one_renamed_task_changes_nothing_else_in_the_whole_package(visit):
    visitor = visit()
    for package in (name for name in FOLDERS if not name.endswith("_months")):
        owner = Owner(visitor, package=package) if package == next(iter(FOLDERS)) else owner.at(package)
        owner.begin().open_diagram()
        file = f"{package}.bpmn"
        task, name = first_user_task(content(package, file))

        owner.select(task)
        owner.fill("name", RENAMED)
        owner.saved()

        came_back = downloaded(owner)
        [(old, new)] = changed_lines(content(package, file), came_back.pop(file))
        assert (f'id="{task}" name="{name}"' in old, new) == (True, old.replace(f'name="{name}"', f'name="{RENAMED}"'))
        assert came_back == {each: bytes_ for each, bytes_ in files_of(package).items() if each != file}


def test_one_changed_cell_and_one_changed_label_change_nothing_else(visit):
    package, table, form = "feedback_handling", "priority.dmn", "forms/register_feedback.form"
    owner = Owner(visit(), package=package).begin().open_file(table)

    owner.page.locator("td.input-cell").first.click()
    owner.page.keyboard.type("x")
    owner.saved()
    owner.open_file(form)
    owner.select("channel")
    owner.fill("label", RENAMED)
    owner.saved()

    came_back = downloaded(owner)
    assert {name for name, bytes_ in files_of(package).items() if came_back[name] != bytes_} == {table, form}
    # What is UNIQUE by itself is no longer written.
    assert len(changed_lines(content(package, table).replace(b' hitPolicy="UNIQUE"', b""), came_back[table])) == 1
    assert len(differences(told_json(content(package, form)), told_json(came_back[form]))) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_tool_that_knows_none_of_our_words_keeps_every_one_of_them(dialect, browser):
    page = plain_modeler(browser.new_page())
    descriptors = {prefix: json.loads(file.read_text()) for prefix, file in DIALECTS[dialect].items()}

    for file in diagrams():
        saved, warnings = page.evaluate(THROUGH_A_PLAIN_MODELER, [file.read_text(), descriptors])

        assert warnings == []
        assert differences(told(file.read_bytes()), told(saved.encode())) == [], file.name
    page.close()


def test_package_that_went_through_another_tool_comes_back_without_a_difference(visit, browser):
    page = plain_modeler(browser.new_page())
    owner = Owner(visit(), package="feedback_handling").begin()
    files = downloaded(owner)
    assert files == files_of("feedback_handling")

    upload(owner, files)
    expect(owner.page.locator(".flashes")).to_contain_text("0 个文件有变化")
    owner.visitor.open(f"{owner.home}/difference")
    expect(owner.page.locator("main")).to_contain_text("没有差异")

    saved, _ = page.evaluate(THROUGH_A_PLAIN_MODELER, [files["feedback_handling.bpmn"].decode(), {}])
    page.close()
    upload(owner, files | {"feedback_handling.bpmn": saved.encode()})
    owner.visitor.open(f"{owner.home}/difference")
    expect(owner.page.locator("main")).to_contain_text("内容一样")
    assert owner.page.locator(".changes").count() == 0
    assert downloaded(owner)["feedback_handling.bpmn"] == saved.encode()


def plain_modeler(page: Page) -> Page:
    page.add_script_tag(path=PLAIN)
    return page


def diagrams() -> list[Path]:
    return [file for folder in FOLDERS.values() for file in sorted(folder.glob("*.bpmn"))]


def files_of(package: str) -> dict[str, bytes]:
    return dict(packages.read_folder(FOLDERS[package]).files)


def content(package: str, file: str) -> bytes:
    return files_of(package)[file]


def downloaded(owner: Owner) -> dict[str, bytes]:
    answer = owner.page.request.get(f"{owner.visitor.address}{owner.home}/package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.body())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def upload(owner: Owner, files: dict[str, bytes]) -> None:
    """As somebody zips the folder on their own machine."""
    folder, packed = owner.home.rsplit("/", 1)[1], io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for name, bytes_ in files.items():
            zipped.writestr(f"{folder}/{name}", bytes_)
    owner.visitor.open(owner.home)
    owner.page.set_input_files("#package", {"name": f"{folder}.zip", "mimeType": "application/zip", "buffer": packed.getvalue()})
    owner.page.get_by_role("button", name="上传", exact=True).click()
    owner.page.wait_for_load_state()


def first_user_task(xml: bytes) -> tuple[str, str]:
    """Id and name, the name as it is written in the file."""
    task = next(etree.fromstring(xml).iter("{*}userTask"))
    return task.get("id"), escape(task.get("name"), quote=False).replace("\n", "&#10;")


def changed_lines(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """Each line that differs, in both versions. bpmn-js gives a box that it renames an empty label in the drawing: that says nothing."""
    return differences(*([line for line in xml.decode().splitlines() if line.strip() != "<bpmndi:BPMNLabel />"] for xml in (before, after)))


def told(xml: bytes) -> list[tuple]:
    """Everything a file says, in its order: prefixes, names, attributes, texts; neither blanks between tags nor the order of attributes."""
    root = etree.fromstring(xml)
    return [tuple(sorted(root.nsmap.items())), *((node.tag, *sorted(node.attrib.items()), (node.text or "").strip()) for node in root.iter())]


def told_json(written: bytes) -> list[str]:
    """Everything a form says; form-js writes its own version into what it saves, and properties in an order of its own."""
    return json.dumps(json.loads(written) | {"schemaVersion": 0}, indent=1, ensure_ascii=False, sort_keys=True).splitlines()


def differences(before: list, after: list) -> list[tuple]:
    """Pairs that differ; a list that became longer or shorter counts at its end."""
    rest = max(len(before), len(after))
    pairs = zip(before + [""] * (rest - len(before)), after + [""] * (rest - len(after)), strict=True)
    return [(old, new) for old, new in pairs if old != new]
