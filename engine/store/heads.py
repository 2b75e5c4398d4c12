"""The heads of all chains, to be kept elsewhere: they show even a database that was put back to an old state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.house_key import HOUSE
from engine.store.tables import HouseHead, ProcessInstance


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one chain ("house" or an instance id): length, hash of the last entry, and their MAC, in hex."""

    chain: str
    length: int
    hash: str
    mac: str


def heads(session: Session) -> Iterator[Head]:
    """Every chain's head at this moment: the house's first, then the cases' by their ids."""
    house = session.get_one(HouseHead, 1)
    yield Head(HOUSE, house.length, house.hash.hex(), house.mac.hex())
    case = ProcessInstance
    query = select(case.id, case.trail_length, case.trail_head, case.trail_mac).order_by(case.id)
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        for chain, length, head, mac in rows:
            yield Head(chain, length, head.hex(), mac.hex())


def to_line(head: Head) -> str:
    """One head as one line of JSON."""
    return json.dumps(asdict(head))


def from_line(line: str) -> Head:
    return Head(**json.loads(line))
