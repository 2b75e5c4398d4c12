"""Verification of the evidence: every chain recomputed; for each that is broken, the first wrong entry is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from engine.store import house, trail
from engine.store.blocks import Line
from engine.store.case_keys import unwrap
from engine.store.chain import EMPTY, head_message
from engine.store.findings import Finding, finding
from engine.store.heads import Head
from engine.store.house_key import HOUSE, house_key
from engine.store.payloads import unpack
from engine.store.tables import AuditBlock, CaseKey, HouseEntry, HouseHead, HousePending, ProcessInstance
from engine.store.vault import Unreadable, Vault, decrypt

PERSON_ERASED = "person_data_erased"
_BATCH = 500


def verify(session: Session, vault: Vault, exported: Iterable[Head] = ()) -> list[Finding]:
    """Every chain against itself, its sealed head, its keys, the house chain, and heads that were `exported` before.

    [] means: nothing was changed, cut off, put in or taken out. Use a session of Store.begin_read: what is written
    meanwhile must not look like a fault. Each block is read once; memory doesn't grow with their number.
    """
    earlier = {head.chain: head for head in exported}
    return [
        *_house(session, vault, earlier.pop(HOUSE, None)),
        *_pending(session, vault),
        *_cases(session, vault, earlier),
        *_vanished(session, vault, earlier),
        *_starts(session),
    ]


def verify_case(session: Session, vault: Vault, instance_id: str) -> list[Finding]:
    """One case's chain, its keys, and its start in the house chain; the house chain itself is taken on trust."""
    this = ProcessInstance.id == instance_id
    return [*_cases(session, vault, {}, this), *_starts(session, this)]


@dataclass
class _Chain:
    """One chain on its way through verification: what its head says, and what its entries turn out to be."""

    id: str
    name: str
    length: int
    head: bytes
    mac: bytes
    hash_of: Callable[[bytes, Any], bytes]
    lines_of: Callable[[Any], Sequence[Line]]
    earlier: Head | None
    kinds: set[str] = field(default_factory=set)
    used_keys: dict[int, int] = field(default_factory=dict)  # number of a key -> first entry under it

    def check(self, vault: Vault, rows: Iterable[Any]) -> Iterator[Finding]:
        """The first thing that is wrong, from the first entry to the head; nothing when all is well."""
        count, previous = 0, EMPTY
        for row in rows:
            lines = self.lines_of(row)
            if fault := self._fault(count, previous, row, lines):
                yield fault
                return
            for seq, line in enumerate(lines, count + 1):
                self.kinds.add(line.kind)
                self.used_keys.setdefault(line.key_id, seq)
            count, previous = count + len(lines), row.hash
        yield from self._check_head(vault, count, previous)

    def check_keys(self, keys: dict[int, bool], is_erased: bool) -> Iterator[Finding]:
        """`keys`: of those that are there, which open; `is_erased`: the house chain says the case was erased."""
        for key_id, seq in self.used_keys.items():
            may_be_gone = is_erased or (key_id > 0 and PERSON_ERASED in self.kinds)
            if key_id not in keys and not may_be_gone:
                yield self._found("key_gone", seq)
            elif not keys.get(key_id, True):
                yield self._found("key_changed", seq)

    def _fault(self, count: int, previous: bytes, row: Any, lines: Sequence[Line]) -> Finding | None:
        """What is wrong with this row, which should be the one after `count` entries."""
        if row.seq != count + 1:
            return self._found("missing", count + 1, last=row.seq - 1)
        last = count + len(lines)
        if self.hash_of(previous, row) != row.hash:
            return self._found("altered", row.seq, last=last, lines=lines)
        earlier = self.earlier
        is_covered = earlier is not None and count < earlier.length <= last
        if is_covered and (earlier.length, earlier.hash) != (last, row.hash.hex()):
            return self._found("rewritten", row.seq, last=last, lines=lines)
        return None

    def _check_head(self, vault: Vault, count: int, last: bytes) -> Iterator[Finding]:
        if count < self.length:
            yield self._found("cut", count + 1)
        elif count > self.length:
            yield self._found("added", self.length + 1)
        elif last != self.head or not vault.is_mac(head_message(self.id, self.length, self.head), self.mac):
            yield self._found("forged", count)
        elif self.earlier is not None and self.earlier.length > count:
            yield self._found("rolled_back", count + 1)

    def _found(self, code: str, seq: int, last: int = 0, lines: Sequence[Line] = ()) -> Finding:
        return finding(code, self.id, seq, self.name, last=last, entries=[(each.kind, each.element_id) for each in lines])


def _house(session: Session, vault: Vault, earlier: Head | None) -> Iterator[Finding]:
    head = session.get(HouseHead, 1)
    if head is None:
        yield finding("headless", HOUSE)
        return
    chain = _Chain(HOUSE, HOUSE, head.length, head.hash, head.mac, house.hash_of, house.lines_of, earlier)
    rows = select(HouseEntry.__table__).order_by(HouseEntry.seq).execution_options(yield_per=_BATCH)
    with session.execute(rows) as result:
        found = list(chain.check(vault, result))
    yield from found or chain.check_keys(_keys(session, vault, [HOUSE]).get(HOUSE, {}), is_erased=False)


def _pending(session: Session, vault: Vault) -> Iterator[Finding]:
    with session.execute(select(HousePending.__table__).execution_options(yield_per=_BATCH)) as rows:
        for row in rows:
            if not vault.is_mac(house.pending_message(row), row.mac):
                yield finding("pending", HOUSE)


def _cases(
    session: Session, vault: Vault, earlier: dict[str, Head], *only: ColumnElement[bool]
) -> Iterator[Finding]:
    """Takes out of `earlier` what it comes across; what is left there has no case any more."""
    for chains in _batches(session, earlier, *only):
        ids = [chain.id for chain in chains]
        blocks = _blocks(session, ids)
        keys, erased = _keys(session, vault, ids), _erased(session, ids)
        for chain in chains:
            found = list(chain.check(vault, blocks.get(chain.id, ())))
            yield from found or chain.check_keys(keys.get(chain.id, {}), chain.id in erased)


def _batches(session: Session, earlier: dict[str, Head], *only: ColumnElement[bool]) -> Iterator[list[_Chain]]:
    instance, last = ProcessInstance, ""
    columns = (instance.id, instance.business_key, instance.trail_length, instance.trail_head, instance.trail_mac)
    while True:
        query = select(*columns).where(instance.id > last, *only).order_by(instance.id).limit(_BATCH)
        chains = [_Chain(*row, trail.hash_of, trail.lines_of, earlier.pop(row.id, None)) for row in session.execute(query)]
        if not chains:
            return
        yield chains
        last = chains[-1].id


def _blocks(session: Session, ids: Sequence[str]) -> dict[str, list[Any]]:
    query = select(AuditBlock.__table__).where(AuditBlock.instance_id.in_(ids))
    rows = session.execute(query.order_by(AuditBlock.instance_id, AuditBlock.seq))
    return {id_: list(group) for id_, group in groupby(rows, key=lambda row: row.instance_id)}


def _keys(session: Session, vault: Vault, ids: Sequence[str]) -> dict[str, dict[int, bool]]:
    """Per case the numbers of the keys that are there, and whether each opens."""
    keys: dict[str, dict[int, bool]] = {}
    for row in session.scalars(select(CaseKey).where(CaseKey.instance_id.in_(ids), CaseKey.wrapped.is_not(None))):
        keys.setdefault(row.instance_id, {})[row.key_id] = _opens(vault, row)
    return keys


def _opens(vault: Vault, row: CaseKey) -> bool:
    try:
        unwrap(vault, row)
    except Unreadable:
        return False
    return True


def _erased(session: Session, ids: Sequence[str]) -> set[str | None]:
    """Which of the cases were erased after their retention, as the house chain says (or is about to say)."""
    return {
        id_
        for table in (HouseEntry, HousePending)
        for id_ in session.scalars(
            select(table.instance_id).where(table.kind == house.ERASED, table.instance_id.in_(ids))
        )
    }


def _vanished(session: Session, vault: Vault, earlier: dict[str, Head]) -> Iterator[Finding]:
    """Cases that left traces (a start in the house chain, entries, an exported head) and are there no more."""
    names = dict.fromkeys(earlier, "") | dict.fromkeys(_without_case(session, AuditBlock), "")
    for table in (HouseEntry, HousePending):
        started = _without_case(session, table, table.kind == house.STARTED)
        names |= {id_: _business_key(session, vault, table, id_) for id_ in started}
    for id_, name in names.items():
        yield finding("vanished", id_, 0, name)


def _without_case(session: Session, table: Any, *conditions: Any) -> list[str]:
    has_case = select(ProcessInstance.id).where(ProcessInstance.id == table.instance_id).exists()
    query = select(table.instance_id).where(table.instance_id.is_not(None), ~has_case, *conditions)
    return list(session.scalars(query.distinct().order_by(table.instance_id)))


def _business_key(session: Session, vault: Vault, table: Any, instance_id: str) -> str:
    row = session.scalars(select(table).where(table.instance_id == instance_id, table.kind == house.STARTED)).first()
    try:
        payload = decrypt(house_key(session, vault), row.payload, row.id.encode())
    except Unreadable:
        return ""
    return str(unpack(payload).get("business_key", ""))


def _starts(session: Session, *only: ColumnElement[bool]) -> Iterator[Finding]:
    """Every case has one start in the house chain: none means it was taken out, two that the case was redone."""
    case = ProcessInstance
    in_house = _start_of_case(HouseEntry)
    is_announced = or_(in_house.exists(), _start_of_case(HousePending).exists())
    for id_, name in session.execute(select(case.id, case.business_key).where(~is_announced, *only).order_by(case.id)):
        yield finding("unannounced", id_, 0, name)
    starts = in_house.with_only_columns(func.count()).scalar_subquery()
    for id_, name in session.execute(select(case.id, case.business_key).where(starts > 1, *only).order_by(case.id)):
        yield finding("restarted", id_, 0, name)


def _start_of_case(table: type[HouseEntry] | type[HousePending]) -> Select[Any]:
    """The case's start in that table; the case is the one of the query around it."""
    return select(table.id).where(table.instance_id == ProcessInstance.id, table.kind == house.STARTED)
