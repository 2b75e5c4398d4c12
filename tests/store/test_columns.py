"""Values come back from both databases exactly as they went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from engine.feel import FeelDate
from engine.store.ids import new_id
from engine.store.tables import Absence, CalendarDay, Department, Person, Setting
from tests.store.cases import MORNING

SHANGHAI = timezone(timedelta(hours=8))


def test_a_moment_comes_back_in_utc_with_every_microsecond(desk):
    at = datetime(2023, 10, 9, 9, 30, 0, 123457, SHANGHAI)

    person = kept(desk, karl(created_at=at))

    assert person.created_at == at
    assert person.created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(desk):
    with pytest.raises(StatementError, match="needs a zone"):
        kept(desk, karl(created_at=datetime(2023, 10, 9)))


def test_moments_compare_and_sort_whatever_zone_they_came_in(desk):
    early, late = MORNING, (MORNING + timedelta(hours=1)).astimezone(SHANGHAI)
    with desk.writing() as tx:
        tx.session.add_all([karl(login="late", created_at=late), karl(login="early", created_at=early)])

    with desk.reading() as tx:
        ordered = tx.session.scalars(select(Person.login).order_by(Person.created_at)).all()
        later = tx.session.scalars(select(Person.login).where(Person.created_at > early.astimezone(SHANGHAI))).all()

    assert (ordered, later) == (["early", "late"], ["late"])


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "",
        "满意 \U0001f375 \"'\\",
        Decimal("0.1000"),
        Decimal("1234567890123456789012345678901234"),
        [Decimal(1), [None, {"a": "b"}]],
        {"$number": "a name that looks like a tag"},
        FeelDate.parse("2023-10-13"),
    ],
    ids=str,
)
def test_a_feel_value_keeps_type_and_digits(desk, value):
    back = kept(desk, Setting(key="tea", value=value)).value

    assert (back, type(back), str(back)) == (value, type(value), str(value))


def test_a_day_of_the_calendar_is_a_date(desk):
    assert kept(desk, CalendarDay(on=date(2024, 2, 29), is_working=False)).on == date(2024, 2, 29)


def test_a_row_that_refers_to_nothing_is_refused_at_commit(desk):
    absence = Absence(id=new_id(), person_id="nobody", deputy_id="nobody", starts_at=MORNING, ends_at=MORNING)

    with pytest.raises(Exception, match="(?i)foreign key"):
        kept(desk, absence)


def test_rows_of_one_transaction_may_come_in_any_order(desk):
    person = karl(department_id="kitchen")

    with desk.writing() as tx:
        tx.session.add(person)
        tx.session.flush()
        tx.session.add(Department(id="kitchen", name_zh="厨房", name_en="Kitchen", supervisor_id=person.id))

    assert found(desk, Department, "kitchen").supervisor_id == person.id


def test_ids_grow_and_never_meet():
    ids = [new_id() for _ in range(5000)]

    assert ids == sorted(set(ids))
    assert {len(each) for each in ids} == {32}


def karl(**fields) -> Person:
    return Person(**{"id": new_id(), "login": "karl", "name": "Karl", "created_at": MORNING} | fields)


def kept(desk, row):
    with desk.writing() as tx:
        tx.session.add(row)
    key = [getattr(row, column.key) for column in type(row).__table__.primary_key]
    return found(desk, type(row), tuple(key))


def found(desk, table, key):
    with desk.reading() as tx:
        return tx.session.get_one(table, key)
