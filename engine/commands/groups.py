"""Groups of the directory: create, change, and who is a member."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands.directory_checks import UNKNOWN, active_person, administrator_only, existing, name_fault, present, slug_fault
from engine.errors import InvalidValues, Text
from engine.store import directory, house
from engine.store.tables import Group
from engine.store.transaction import Tx


def create(tx: Tx, group_id: str, name_zh: str, name_en: str, member_ids: Iterable[str] = ()) -> None:
    """A new group. `group_id` is what diagrams name as a candidate group. Raises InvalidValues."""
    administrator_only(tx)
    members = sorted(set(member_ids))
    faults = present({"id": slug_fault(group_id) or _taken(tx, group_id)})
    if faults := faults | _faults(tx, name_zh, name_en, members):
        raise InvalidValues(faults)
    tx.session.add(Group(id=group_id, name_zh=name_zh, name_en=name_en))
    tx.session.flush()
    directory.set_members(tx.session, group_id, members)
    house.record(
        tx, "group_created", {"group_id": group_id, "name_zh": name_zh, "name_en": name_en, "member_ids": members}
    )


def change(tx: Tx, group_id: str, name_zh: str, name_en: str, member_ids: Iterable[str]) -> None:
    """Changes the names and the members; who came and who went is recorded. Raises InvalidValues."""
    administrator_only(tx)
    group = existing(tx, Group, group_id)
    members = set(member_ids)
    if faults := _faults(tx, name_zh, name_en, members):
        raise InvalidValues(faults)
    before = directory.members_of(tx.session, group_id)
    changed = _renamed(group, name_zh, name_en)
    if before != members:
        directory.set_members(tx.session, group_id, members)
        changed |= {"added": sorted(members - before), "removed": sorted(before - members)}
    if changed:
        house.record(tx, "group_changed", {"group_id": group_id, **changed})


def _renamed(group: Group, name_zh: str, name_en: str) -> dict:
    if (group.name_zh, group.name_en) == (name_zh, name_en):
        return {}
    before, group.name_zh, group.name_en = [group.name_zh, group.name_en], name_zh, name_en
    return {"names": {"before": before, "after": [name_zh, name_en]}}


def _faults(tx: Tx, name_zh: str, name_en: str, member_ids: Iterable[str]) -> dict[str, Text]:
    unknown = [person_id for person_id in member_ids if not active_person(tx, person_id)]
    return present({
        "name_zh": name_fault(name_zh),
        "name_en": name_fault(name_en),
        "member_ids": UNKNOWN if unknown else None,
    })


def _taken(tx: Tx, group_id: str) -> Text | None:
    if tx.session.get(Group, group_id) is None:
        return None
    return Text("这个标识已被使用。", "This id is taken.")
