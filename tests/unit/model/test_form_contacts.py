"""Contact data in forms never reaches the values: fields for it hand it out apart, free text is masked."""

import pytest

from tests.unit.model.form_samples import NOW, ZONE, component, faults, form, validate

CONTACT = component("textfield", "reach", required=True, properties={"contact": "any"})
NAME = component("textfield", "who", properties={"contact": "name"})


@pytest.mark.row("S3.10")
def test_contact_field_keeps_the_mask_and_hands_out_the_raw_value():
    found = validate(form(CONTACT, NAME), {"reach": "138 1234 5678", "who": "张三"})

    assert found.values == {"reach": "138****5678", "who": "张*"}
    assert {name: (each.kind, each.raw, each.mask) for name, each in found.contacts.items()} == {
        "reach": ("mobile", "138 1234 5678", "138****5678"),
        "who": ("name", "张三", "张*"),
    }


def test_unchanged_mask_keeps_the_contact_we_hold():
    found = validate(form(CONTACT), {"reach": "138****5678"}, reach="138****5678")

    assert found.values == {"reach": "138****5678"} and found.contacts == {}


def test_another_number_with_the_same_mask_is_a_new_contact():
    assert validate(form(CONTACT), {"reach": "13899995678"}, reach="138****5678").contacts["reach"].raw == "13899995678"


def test_mask_of_nothing_we_hold_is_refused():
    assert "without asterisks" in faults(form(CONTACT), {"reach": "138****5678"})["reach"]
    assert "without asterisks" in faults(form(CONTACT), {"reach": "139****5678"}, reach="138****5678")["reach"]


@pytest.mark.row("S3.60")
def test_four_digits_are_accepted_as_they_are():
    assert validate(form(CONTACT), {"reach": "5678"}).values == {"reach": "5678"}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("mobile", "+86 13812345678", "010-88886666"),
        ("phone", "010-88886666", "li@example.com"),
        ("email", "li@example.com", "li@example"),
        ("any", "li@example.com", "call me maybe"),
    ],
)
def test_contact_field_says_what_it_expects(kind, good, bad):
    the_form = form(component("textfield", "reach", properties={"contact": kind}))

    assert validate(the_form, {"reach": good}).contacts["reach"].raw == good
    assert "such as" in faults(the_form, {"reach": bad})["reach"] or kind == "any"


def test_contact_in_free_text_is_masked_and_reported():
    the_form = form(
        component("textarea", "story"),
        component("dynamiclist", "rows", components=[component("textfield", "note"), component("textfield", "reach", properties={"contact": "any"})]),
    )

    found = validate(the_form, {"story": "打 13812345678", "rows[3].note": "写 li@example.com", "rows[3].reach": "13912345678"})

    assert found.values == {"story": "打 138****5678", "rows": [{"note": "写 l***", "reach": "139****5678"}]}
    assert [(each.name, each.kind, each.raw, each.mask) for each in found.masked] == [
        ("story", "mobile", "13812345678", "138****5678"),
        ("rows[0].note", "email", "li@example.com", "l***"),
    ]
    assert list(found.contacts) == ["rows[0].reach"]


def test_draft_keeps_invalid_words_but_no_contact_data():
    rows = component("dynamiclist", "rows", components=[component("textfield", "reach", properties={"contact": "any"})])
    the_form = form(component("number", "count"), component("textarea", "story"), CONTACT, rows)
    typed = {"count": ["twelve"], "story": ["打 13812345678 "], "reach": ["13912345678"], "rows[1].reach": ["13712345678"], "old": ["x"], "13612345678": ["y"]}

    draft = the_form.masked_draft(typed, {}, NOW, ZONE)

    assert draft.typed == {"count": ["twelve"], "story": ["打 138****5678 "], "reach": ["139****5678"], "rows[1].reach": ["137****5678"], "old": ["x"]}
    assert [each.raw for each in draft.masked] == ["13812345678"]
    assert {name: each.raw for name, each in draft.contacts.items()} == {"reach": "13912345678", "rows[1].reach": "13712345678"}


@pytest.mark.parametrize(("typed", "kept"), [("打 1391111", "打 ****11"), ("请打 010-88886", "请打 ****8886"), ("+86 139 1111 22 ", "+861****1122 ")])
def test_number_still_being_typed_is_masked_in_a_draft_and_kept_nowhere(typed, kept):
    draft = form(component("textarea", "story"), CONTACT).masked_draft({"story": [typed], "reach": [typed.split(" ", 1)[-1]]}, {}, NOW, ZONE)

    assert draft.typed["story"] == [kept]
    assert "*" in draft.typed["reach"][0]
    assert (draft.contacts, draft.masked) == ({}, [])


@pytest.mark.parametrize("typed", ["订单 20231001", "2023-10-01", "共 13000 元", "单号 99887766554"])
def test_other_figures_stay_in_a_draft(typed):
    assert form(component("textarea", "story")).masked_draft({"story": [typed]}, {}, NOW, ZONE).typed["story"] == [typed]


@pytest.mark.parametrize("number", ["1391234", "138123456", "010-888", "12345", "139123456789"])
def test_number_that_nobody_can_be_reached_by_is_refused(number):
    assert "phone number" in faults(form(CONTACT), {"reach": number})["reach"]


@pytest.mark.parametrize("number", ["010-88886666", "(0755) 2233 4455", "+86 10 88886666", "88886666", "400-800-8888", "+1 415 555 2671", "010-88886666转12"])
def test_landlines_hotlines_and_foreign_numbers_are_accepted(number):
    assert validate(form(CONTACT), {"reach": number}).contacts["reach"].raw == number


def test_draft_saved_again_finds_nothing_new():
    typed = {"reach": ["139****5678"], "who": [" "]}

    draft = form(CONTACT, NAME).masked_draft(typed, {}, NOW, ZONE)

    assert draft.typed == typed and draft.contacts == {} and draft.masked == []
