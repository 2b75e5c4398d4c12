"""What a member of staff sets for themselves: their absences, and those of people they answer for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.errors import NotFound
from engine.model import permissions
from engine.queries.directory import AbsenceLine, absence_lines
from engine.store import acting_people
from engine.store.tables import Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """`people`: for whom one may plan, oneself first; `deputies`: who may stand in, colleagues of one's department first."""

    language: str
    login: str
    people: tuple[tuple[str, str], ...]
    deputies: tuple[tuple[str, str], ...]
    absences: tuple[AbsenceLine, ...]


def own_settings(tx: Tx) -> OwnSettings:
    """Raises NotFound for who is no member of staff."""
    if not tx.actor.is_staff:
        raise NotFound("settings")
    me = tx.session.get_one(Person, tx.actor.id)
    everybody = list(tx.session.scalars(select(Person).where(Person.is_active.is_(True)).order_by(Person.name, Person.login)))
    mine = [row for row in everybody if permissions.may_set_absence(tx.actor, acting_people.person(tx.session, row))] if tx.actor.supervises else [me]
    mine.sort(key=lambda row: row.id != me.id)
    deputies = sorted(everybody, key=lambda row: row.department_id != me.department_id)
    lines = [line for row in mine for line in absence_lines(tx, row.id) if not line.is_over]
    return OwnSettings(me.language, me.login, _named(mine), _named(deputies), tuple(sorted(lines, key=lambda line: line.starts_at)))


def _named(rows: list[Person]) -> tuple[tuple[str, str], ...]:
    return tuple((row.id, f"{row.name} · {row.login}") for row in rows)
