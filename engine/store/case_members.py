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
    known = session.info.get(_KNOWN, ())
    columns = {"person_id": person_ids, "group_id": group_ids, "department_id": department_ids}
    for column, ids in columns.items():
        for id_ in ids:
            if (instance_id, id_) not in known:
                records.add_once(session, CaseMember, _row(instance_id, column, id_))


def remember(session: Session, instance_id: str, person_id: str) -> None:
    """What was read along with something else: this person is a member already and need not be made one."""
    session.info.setdefault(_KNOWN, set()).add((instance_id, person_id))


_KNOWN = "known members"


def _row(instance_id: str, column: str, id_: str) -> dict[str, str | None]:
    return {"instance_id": instance_id, "person_id": None, "group_id": None, "department_id": None, column: id_}
