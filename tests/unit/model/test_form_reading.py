"""Forms are read, or refused with a reason that names form and field."""

import json

import pytest

from engine.errors import Undeployable
from engine.model import forms
from engine.model.form_components import _OWN
from engine.model.form_schema import COMPONENTS
from tests.unit.model.form_samples import component, form, schema


def errors(content: bytes, file="forms/parcel.form"):
    return [(each.field, each.text.en) for each in forms.reasons(content, file) if each.severity == "error"]


@pytest.mark.parametrize("kind", ["html", "image", "iframe", "button", "documentPreview", "nonsense"])
def test_unsupported_component_is_an_error_that_names_form_and_field(kind):
    found = forms.reasons(schema({"type": kind, "id": "Field_1"}), "forms/parcel.form")

    assert [(each.file, each.element, each.field, each.severity) for each in found] == [("forms/parcel.form", "parcel", "Field_1", "error")]
    assert kind in found[0].text.en and kind in found[0].text.zh


def test_every_supported_component_has_its_attributes_listed():
    assert set(_OWN) == set(COMPONENTS)


def test_form_with_errors_can_not_be_read():
    with pytest.raises(Undeployable) as refusal:
        form(component("textfield", "a"), component("textfield", "a"))

    assert refusal.value.reasons[0].field == "a"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (component("textfield", "a.b"), "no dots"),
        (component("expression", "a"), "still empty"),
        (component("expression", "a", expression="="), "still empty"),
        ({"type": "textfield", "id": "x"}, "one variable name"),
        (component("radio", "a"), "Options are needed"),
        (component("radio", "a", values=[{"label": "A", "value": "a"}, {"label": "B", "value": "a"}]), "value of its own"),
        (component("select", "a", valuesExpression="= for x in"), "is wrong"),
        (component("textfield", "a", conditional={"hide": "=1 +"}), "is wrong"),
        (component("textfield", "a", conditional={"hide": "b = 1"}), "begins with ="),
        (component("textfield", "a", validate={"pattern": "("}), "not a valid one"),
        (component("textfield", "a", validate={"minLength": "many"}), "must be a number"),
        (component("datetime", "a", subtype="week"), "isn't known"),
        (component("filepicker", "a", accept=".exe"), "names no kind"),
        (component("filepicker", "a", properties={"max_files": "few"}), "whole number"),
        (component("number", "a", increment="-1"), "positive"),
        (component("number", "a", properties={"contact": "mobile"}), "belongs to a textfield"),
        (component("number", "a", properties={"canned": "=[1]"}), "belongs to a text field"),
        (component("textarea", "a", properties={"canned": "=["}), "is wrong"),
        (component("textfield", "a", properties={"contact": "fax"}), "is one of"),
        ({"type": "text", "id": "t", "text": "{{#if a}}x{{/if}}"}, "template statement"),
        ({"type": "text", "id": "t", "text": "{{a +}}"}, "expression in text"),
        ({"type": "table", "id": "t", "dataSource": "=rows"}, "needs columns"),
        ({"type": "group", "id": "g", "path": "p", "components": []}, "can't have a path"),
        ({"type": "expression", "id": "e", "key": "e", "expression": "1"}, "begins with ="),
        (component("dynamiclist", "rows", components=[component("filepicker", "a")]), "can't hold files"),
        (component("dynamiclist", "rows", components=[component("number", "a"), component("number", "a")]), "more than once"),
        ("textfield", "has no type"),
    ],
)
def test_faulty_field_is_explained(part, words):
    found = errors(schema(part))

    assert any(words in text for _, text in found), found


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"a": NaN}', b"\xff\xfe", b'{"id": "parcel"}', b"[" * 100_000, b" " * 2_000_000, json.dumps({"id": "parcel", "components": 7}).encode()],
    ids=range(10),
)
def test_broken_file_is_a_reason_and_never_a_crash(content):
    assert errors(content)


def test_form_needs_an_id_and_one_other_than_the_file_s_name_is_a_warning():
    assert "has no id" in errors(schema(id=""))[0][1]
    assert [each.severity for each in forms.reasons(schema(id="letter"), "forms/parcel.form")] == ["warning"]
    assert forms.reasons(schema(id="letter"), "forms/letter.form") == []


def test_newer_schema_and_unknown_attribute_are_warnings():
    found = forms.reasons(schema(component("textfield", "a", sparkle=True), schemaVersion=99), "forms/parcel.form")

    assert [each.severity for each in found] == ["warning", "warning"]
    assert form(component("textfield", "a", sparkle=True)).keys == ["a"]


def test_form_tells_what_it_fills_and_what_it_reads():
    the_form = form(
        {"type": "group", "id": "g", "components": [component("textfield", "name", conditional={"hide": "=weight < limit"})]},
        component("number", "weight"),
        component("dynamiclist", "stops", components=[component("textfield", "city")]),
        {"type": "text", "id": "t", "text": "For {{customer.mask}}"},
        {"type": "expression", "id": "e", "key": "price", "expression": "=weight * tariff"},
    )

    assert the_form.keys == ["name", "weight", "stops", "price"]
    assert the_form.reads == {"limit", "customer", "tariff"}
    assert the_form.field("name").label == "Name"
    with pytest.raises(KeyError):
        the_form.field("city")
