"""messages.toml: templates are read, translated, and what is wrong with them is a reason before any case meets it."""

from __future__ import annotations

from engine.commands import deploy
from engine.packages import PackageFiles
from tests.elements.drawing import diagram, end, flows, service, start, user

TEMPLATE = '''
[[message]]
id = "parcel_sent"
subject = "包裹 {{case.key}}"
text = "已寄出：{{article}}"
'''
ENGLISH = '[message.parcel_sent]\nsubject = "Parcel {{case.key}}"\ntext = "Sent: {{article}}"\n'
FORM = '{"type": "default", "id": "order", "components": [{"id": "a", "type": "textfield", "key": "article", "label": "物品"}]}'


def header(value: str) -> str:
    return f'<zeebe:taskHeaders><zeebe:header key="template" value="{value}"/></zeebe:taskHeaders>'


def package(messages: str = TEMPLATE, english: str = ENGLISH, zeebe: str = header("parcel_sent"), type: str = "customer_message") -> PackageFiles:
    order = start("ordered", zeebe='<zeebe:formDefinition formId="order"/>')
    xml = diagram(order, user("pack"), service("tell", type, zeebe=zeebe, tag="sendTask"), end(), flows("ordered", "tell", "done"))
    xml = xml.replace(user("pack").encode(), b"")
    files = {"parcel.bpmn": xml, "forms/order.form": FORM.encode(), "messages.toml": messages.encode()}
    return PackageFiles("parcel", files | ({"texts/en.toml": english.encode()} if english else {}))


def found(files: PackageFiles, severity: str = "error") -> list[tuple[str, str, str]]:
    return [(each.file, each.element, each.field) for each in deploy.check(files) if each.severity == severity]


def test_a_package_with_templates_has_no_faults():
    assert found(package()) == []


def test_an_unknown_template_is_refused_with_the_nearest_one():
    reasons = [each for each in deploy.check(package(zeebe=header("parcel_send"))) if each.severity == "error"]

    assert [(each.element, each.field) for each in reasons] == [("tell", "template")]
    assert "'parcel_sent'" in reasons[0].text.en


def test_a_message_without_a_template_is_refused():
    assert found(package(zeebe="")) == [("parcel.bpmn", "tell", "template")]


def test_an_expression_that_cannot_be_read_is_refused_in_either_language():
    assert found(package(messages=TEMPLATE.replace("article", "1 +"))) == [("messages.toml", "parcel_sent", "text (zh)")]
    assert found(package(english=ENGLISH.replace("article", "1 +"))) == [("messages.toml", "parcel_sent", "text (en)")]


def test_a_name_that_nothing_writes_is_refused_with_the_nearest_one():
    reasons = [each for each in deploy.check(package(messages=TEMPLATE.replace("article", "artikle"))) if each.severity == "error"]

    assert [(each.element, each.field) for each in reasons] == [("parcel_sent", "text")]
    assert "'article'" in reasons[0].text.en


def test_an_unknown_clock_is_refused():
    assert found(package(messages=TEMPLATE.replace("article", "clocks.reply.due_at"))) == [("messages.toml", "parcel_sent", "text")]


def test_missing_english_and_unused_templates_are_warnings():
    files = package(messages=TEMPLATE + '[[message]]\nid = "never"\ntext = "空"\n')

    assert ("messages.toml", "never", "id") in found(files, "warning")
    assert ("texts/en.toml", "message.never", "text") in found(files, "warning")


def test_a_call_over_http_names_its_connector():
    assert found(package(messages="", english="", zeebe="", type="http_request")) == [("parcel.bpmn", "tell", "connector")]
