"""documents.toml: what a package prints, and what is wrong with it."""

from __future__ import annotations

import pytest

from engine.errors import Text
from engine.packages import Unreadable, read_package, reasons
from tests.unit.packages.parcels import SETTINGS, parcels, sentences

PAPERS = """
[[document]]
id = "label"
name = "《面单》"
after = "weigh_parcel"
fields = [
  { label = "单号", of = "number" },
  { label = "重量", of = "=weight", required = true },
  { label = "签收", of = "=signed", assumed = true },
  { label = "经过", of = "=stops", columns = [{ label = "城市", of = "city" }] },
]
"""
ENGLISH = '[document.label]\nname = "Label"\n[document.label.label]\n"单号" = "Number"\n'


def test_a_document_is_a_list_of_what_the_case_holds():
    document = read_package(parcels(documents_toml=PAPERS, texts__en_toml=ENGLISH)).documents[0]

    assert document.name == Text("《面单》", "Label")
    assert document.after == ("weigh_parcel",)
    assert [(field.label.en, field.of) for field in document.fields[:2]] == [("Number", "number"), ("重量", "=weight")]
    assert document.fields[1].is_required and document.fields[2].is_assumed
    assert document.fields[3].columns[0].key == "city"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('of = "number"', 'of = "numbre"', "There is no 'numbre'"),
        ('of = "=weight"', 'of = "=weight +"', "The FEEL is not right"),
        ("required", "requierd", "'requierd' is unknown here"),
        ('after = "weigh_parcel"', "afterwards = 1", "'afterwards' is unknown here"),
    ],
)
def test_what_a_document_says_wrongly_is_named(was, becomes, said):
    with pytest.raises(Unreadable) as unreadable:
        read_package(parcels(documents_toml=PAPERS.replace(was, becomes)))

    assert said in sentences(unreadable.value.reasons)


def test_a_document_after_an_element_that_is_not_drawn_is_refused():
    found = reasons(parcels(documents_toml=PAPERS.replace("weigh_parcel", "weigh_it")))

    assert "There is no 'weigh_it'" in sentences([each for each in found if each.severity == "error"])


def test_a_document_is_signed_by_a_user_task_that_is_drawn():
    signed = PAPERS.replace('after = "weigh_parcel"', 'signed_by = "weigh_parcel"')

    assert read_package(parcels(documents_toml=signed)).documents[0].signed_by == ("weigh_parcel",)
    assert "There is no 'weigh_it'" in sentences(reasons(parcels(documents_toml=signed.replace("weigh_parcel", "weigh_it"))))


def test_a_label_without_english_is_a_warning():
    found = reasons(parcels(documents_toml=PAPERS, texts__en_toml=ENGLISH))

    assert ("document.label.label", "重量") in {(each.element, each.field) for each in found if each.severity == "warning"}


def test_a_package_that_would_keep_its_cases_for_less_than_three_years_is_refused():
    with pytest.raises(Unreadable) as unreadable:
        read_package(parcels(package_toml=SETTINGS + '\n[retention]\ncase = "P2Y"\n'))

    assert "kept for 3 years at least" in sentences(unreadable.value.reasons)
