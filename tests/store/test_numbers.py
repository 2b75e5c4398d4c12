"""Numbers: no doubles and no gaps, however many people start cases at once."""

from __future__ import annotations

import pytest

from engine.store import sequences
from tests.store.cases import Desk
from tests.store.threads import at_once


def test_a_thousand_numbers_taken_by_ten_people_at_once_are_distinct(desk):
    taken: list[int] = []

    def work() -> None:
        for _ in range(10):
            with desk.writing() as tx:
                # Ten a transaction: a thousand commits wait for the disk, and prove no more.
                taken.extend(sequences.next_number(tx, "tea", "20231009") for _ in range(10))

    at_once(10, work)

    assert sorted(taken) == list(range(1, 1001))


def test_each_period_and_each_name_counts_for_itself(desk):
    assert [take(desk, *key) for key in [("tea", "1"), ("tea", "1"), ("tea", "2"), ("cup", "1")]] == [1, 2, 1, 1]


def test_a_number_of_a_command_that_failed_is_given_out_again(desk):
    with pytest.raises(ZeroDivisionError), desk.writing() as tx:
        sequences.next_number(tx, "tea", "1")
        raise ZeroDivisionError

    assert take(desk, "tea", "1") == 1


def take(desk: Desk, name: str, period: str) -> int:
    with desk.writing() as tx:
        return sequences.next_number(tx, name, period)
