"""A table of 30 rules and 4 inputs costs at most ten times an if-chain written by hand, both measured in one run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.decisions.models import decision, only, table
from tests.unit.feel.test_speed import MOST, seconds

KINDS, AGES = ("a", "b", "c", "d", "e"), ((0, 18), (18, 65), (65, 200))
CASES = [(kind, urgent, low, high) for kind in KINDS for urgent in (True, False) for low, high in AGES]
INPUTS = ["age: number", "kind: string", "urgent: boolean", "amount: number"]
SCOPES = [{"age": Decimal(n * 37 % 200), "kind": KINDS[n % 5], "urgent": n % 3 == 0, "amount": Decimal(n)} for n in range(60)]


def if_chain():
    """The same table as a person would write it, one condition per rule."""
    names: dict[str, object] = {"ZERO": Decimal(0)}
    lines = ["def chain(scope):", "    age, kind, urgent, amount = scope['age'], scope['kind'], scope['urgent'], scope['amount']"]
    for number, (kind, urgent, low, high) in enumerate(CASES, 1):
        names[f"L{number}"], names[f"H{number}"] = Decimal(low), Decimal(high)
        lines.append(f"    if L{number} <= age < H{number} and kind == {kind!r} and urgent is {urgent} and amount >= ZERO: return 'r{number}'")
    exec("\n".join(lines), names)
    return names["chain"]


@pytest.mark.bench
@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST"])
def test_table_is_at_most_ten_times_slower_than_by_hand(policy, capsys):
    rows = [[f"[{low}..{high})", f'"{kind}"', str(urgent).lower(), ">= 0", f'"r{number}"']
            for number, (kind, urgent, low, high) in enumerate(CASES, 1)]
    decide, by_hand = only(decision("d", table(INPUTS, ["o: string"], rows, policy))), if_chain()
    assert len(rows) == 30 and all(decide.evaluate(scope).value == by_hand(scope) for scope in SCOPES)

    ours = seconds(lambda: [decide.evaluate(scope) for scope in SCOPES], times=100) / len(SCOPES)
    theirs = seconds(lambda: [by_hand(scope) for scope in SCOPES], times=100) / len(SCOPES)

    with capsys.disabled():
        print(f"\n  30 rules, 4 inputs, {policy:7} {ours * 1e6:6.2f} µs, by hand {theirs * 1e6:5.2f} µs: {ours / theirs:4.1f} x", end="")
    assert ours <= MOST * theirs
