"""Reading a package: settings, texts, defaults, and all reasons at once."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.errors import Text
from engine.packages import PackageFiles, Unreadable, read_package, reasons
from tests.unit.packages.parcels import DIAGRAM, SETTINGS, form, parcels, sentences

TYPE = '\n[[type]]\nvalue = "大件"\n'


def why(files: PackageFiles) -> str:
    with pytest.raises(Unreadable) as unreadable:
        read_package(files)
    return sentences(unreadable.value.reasons)


def test_package_says_its_name_in_both_languages():
    package = read_package(parcels())

    assert package.name == Text("寄包裹", "Sending parcels")
    assert package.texts.value("大件") == Text("大件", "Bulky")
    assert package.texts.element("weigh_parcel", "name", "称重") == Text("称重", "Weigh the parcel")


def test_what_has_no_english_yet_is_shown_in_chinese():
    assert read_package(parcels()).texts.clock("weigh", "称重") == Text("称重", "称重")


def test_settings_are_values():
    settings = read_package(parcels()).settings

    assert settings.number.format(datetime(2023, 10, 9), 7) == "P2023-007"
    assert settings.types == ("大件",)
    assert settings.clock("weigh").stop == ("weigh_parcel",)
    assert settings.case_messages[0].by == ("customer",)


def test_lone_diagram_works_with_defaults():
    package = read_package(PackageFiles.of_diagram("parcels.bpmn", DIAGRAM.encode()))

    assert package.name.zh == "寄包裹"
    assert package.settings.number.format(datetime(2023, 10, 9), 1) == "parcels-20231009-001"
    assert package.rows == package.scenarios == ()


def test_priority_rank_of_an_unknown_word_is_none():
    settings = read_package(parcels(package_toml=SETTINGS + '[[priority]]\nvalue = "快"\nrank = 1\n')).settings

    assert settings.priority_rank("快") == 1
    assert settings.priority_rank("慢") is None


@pytest.mark.parametrize(("broken", "sentence"), [
    (SETTINGS + "surprise = 1", "'surprise' is unknown here"),
    (SETTINGS + TYPE, "'大件' occurs twice"),
    (SETTINGS.replace('name = "寄包裹"', "name = 3"), "package name: Should be text"),
    (SETTINGS.replace('"year"', '"decade"'), "'decade' is unknown; one of: day, year, never"),
    (SETTINGS.replace("P{YYYY}-{NNN}", "P{YYYY}"), "number pattern: The number pattern can't be used"),
    (SETTINGS.replace('id = "parcels"', 'id = "letters"'), "is not the folder's name 'parcels'"),
    (SETTINGS.replace('limits = "weigh_limit"', ""), "either a table of limits or a share"),
    (SETTINGS.replace('limits = "weigh_limit"', 'share_of = "nothing"\nshare = 0.8'), "There is no clock 'nothing'"),
    (SETTINGS.replace('limits = "weigh_limit"', 'limits = "weigh_limit"\nwarn_share = 1.5'), "above 0 and below 1"),
    (SETTINGS.replace('["customer"]', '["anybody"]'), "'anybody' is unknown; one of: customer"),
    (SETTINGS + '[retention]\ncase = "three years"', "Should be a duration"),
    (SETTINGS + "[customer_page]\ncode_length = 2", "between 6 and 32"),
    (SETTINGS.replace('id = "parcels"', 'id = "parcels"\nprocess = "other.bpmn"'), "There is no file 'other.bpmn'"),
    ("[package", "Not valid TOML"),
    (b"\xff\xfe", "Not valid TOML"),
    ("x = " + "[" * 5000, "too many brackets"),
    ("a." * 5000 + "b = 1", "too many brackets or dots"),
    ("x = 1\n" * 200_000, "larger than 1 MB"),
    ("type = 3", "Should be a list"),
    ("package = []", "Should be a table"),
])
def test_what_is_wrong_in_the_settings_is_said_in_a_sentence(broken, sentence):
    assert sentence in why(parcels(package_toml=broken))


def test_all_faults_are_named_at_once():
    broken = why(parcels(package_toml="[package]\nid = 7", texts__en_toml="[", forms__weigh_parcel_form="{"))

    assert all(file in broken for file in ("package.toml", "texts/en.toml", "forms/weigh_parcel.form"))


def test_two_diagrams_without_a_choice_are_a_reason():
    assert "several diagrams" in why(parcels(other_bpmn=DIAGRAM))


def test_package_without_a_diagram_is_a_reason():
    assert "no diagram" in why(parcels(parcels_bpmn=None))


def test_two_files_with_one_form_id_are_a_reason():
    assert "Another file has a form of this name" in why(parcels(shared__weigh_parcel_form=form("weigh_parcel")))


def test_readable_package_has_no_errors_and_lists_what_lacks_english():
    found = sentences(reasons(parcels()))

    assert "error" not in found
    assert "warning texts/en.toml clock weigh: Has no English yet" in found
    assert "element.weigh_parcel public_text: Has no English yet" in found
    assert "form.weigh_parcel.weight label: Has no English yet" in found


def test_english_without_its_chinese_is_a_warning():
    found = sentences(reasons(parcels(texts__en_toml='[element.gone]\nname = "Gone"')))

    assert "warning texts/en.toml element.gone name: Nothing in Chinese to translate" in found


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"package_toml": SETTINGS.replace("weigh_parcel", "weigh_letter")}, "weigh stop: There is no 'weigh_letter'"),
    ({"weigh_limit_dmn": None}, "There is no decision table 'weigh_limit'"),
    ({"package_toml": SETTINGS.replace('"停止"', '"停止"\nform = "why"')}, "There is no form 'why'"),
    ({"package_toml": SETTINGS.replace("parcel_stopped", "parcel_lost")}, "The diagram has no message 'parcel_lost'"),
    ({"package_toml": SETTINGS + '[customer_page]\npromise = ["tomorrow"]'}, "There is no clock 'tomorrow'"),
    ({"rows_toml": '[[row]]\nid = "S9.1"\ntext = "t"\nelements = ["gone"]'}, "S9.1 elements: There is no 'gone'"),
    ({"rows_toml": '[[row]]\nid = "S9.1"\ntext = "t"\nforms = ["gone"]'}, "S9.1 forms: There is no 'gone'"),
])
def test_what_points_to_nothing_is_an_error(changed, sentence):
    assert f"{sentence}." in sentences([each for each in reasons(parcels(**changed)) if each.severity == "error"])


def test_row_that_points_to_nothing_needs_a_reason():
    row = '[[row]]\nid = "S9.1"\ntext = "t"\nkind = "GOAL"\n'

    assert "gives no reason" in why(parcels(rows_toml=row))
    assert read_package(parcels(rows_toml=row + 'reason = "later"')).rows[0].reason == "later"


def test_row_listed_twice_is_a_reason():
    row = '[[row]]\nid = "S9.1"\ntext = "t"\nelements = ["weigh_parcel"]\n'

    assert "This row occurs twice" in why(parcels(rows_toml=row + row))
