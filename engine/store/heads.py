"""The heads of all chains, to be kept elsewhere: against them even a database that was put back to an old state is found."""

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
    """The head of one chain ("house" or an instance id): its length, the hash of its last entry and their MAC, in hex."""

    chain: str
    length: int
    hash: str
    mac: str


def heads(session: Session) -> Iterator[Head]:
    """Every chain's head at this moment: the house's first, then the cases' by their ids."""
    house = session.get_one(HouseHead, 1)
    yield Head(HOUSE, house.length, house.hash.hex(), house.mac.hex())
    columns = (
        ProcessInstance.id,
        ProcessInstance.trail_length,
        ProcessInstance.trail_head,
        ProcessInstance.trail_mac,
    )
    for chain, length, head, mac in session.execute(select(*columns).order_by(ProcessInstance.id).execution_options(yield_per=1000)):
        yield Head(chain, length, head.hex(), mac.hex())


def to_line(head: Head) -> str:
    """One head as one line of JSON."""
    return json.dumps(asdict(head))


def from_line(line: str) -> Head:
    return Head(**json.loads(line))
