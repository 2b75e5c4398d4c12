"""Who belongs to a case, and so may see it without anybody opening its snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from engine.store import records
from engine.store.tables import CaseMember


def add(
    session: Session,
    instance_id: str,
    *,
    person_ids: Iterable[str] = (),
    group_ids: Iterable[str] = (),
    department_ids: Iterable[str] = (),
) -> None:
    """Make them members; who is one already stays one. Nobody is ever taken out: who had a task may look back."""
    columns = {"person_id": person_ids, "group_id": group_ids, "department_id": department_ids}
    for column, ids in columns.items():
        for id_ in ids:
            records.add_once(session, CaseMember, _row(instance_id, column, id_))


def _row(instance_id: str, column: str, id_: str) -> dict[str, str | None]:
    return {"instance_id": instance_id, "person_id": None, "group_id": None, "department_id": None, column: id_}
