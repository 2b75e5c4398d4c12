"""The public compatibility kit, as far as it is here: level 2 whole, level 3 but for functions written in Java."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.feel import FeelTime
from tests.tck.cases import FOLDER
from tests.tck.judging import same
from tests.tck.table import explained, failures

needs_kit = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no compatibility kit at {FOLDER.name}; set HUIXIANG_TCK")


@needs_kit
def test_every_case_of_level_2_passes():
    counts, wrong = failures("2")

    assert sum(counts.values()) > 100
    assert wrong == {}


@needs_kit
def test_only_explained_cases_of_level_3_fail():
    counts, wrong = failures("3")

    assert wrong.keys() == explained()
    assert len(wrong) <= sum(counts.values()) / 100


def test_judge_compares_numbers_as_exact_decimals():
    assert same(Decimal("0.3"), Decimal("0.30"))
    assert not same(Decimal("0.3"), Decimal("0.30000001"))
    assert not same(Decimal("1234567.1234567"), Decimal("1234567.1234566"))


def test_judge_allows_the_kits_rounding_of_endless_numbers():
    assert same(Decimal("0.36787944"), Decimal("0.3678794411714423215955237701614609"))
    assert not same(Decimal("0.36787944"), Decimal("0.36787954"))


def test_judge_tells_a_local_time_from_one_with_a_zone():
    assert not same(FeelTime.parse("10:00:00"), FeelTime.parse("10:00:00Z"))
