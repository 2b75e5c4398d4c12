"""The checks before deployment, together: what compiling found, names, types, and what the tables leave open."""

from __future__ import annotations

from collections.abc import Mapping

from engine.decisions.compiling import Unit
from engine.decisions.linking import Graph, Key
from engine.decisions.problems import Problem


def check_model(graph: Graph, units: Mapping[Key, Unit], known: frozenset[str] | None) -> list[Problem]:
    """All problems of the graph's main file, errors first."""
    found = list(graph.problems)
    for key, unit in units.items():
        if key[0] == graph.main.namespace:
            found += unit.findings.problems
    return sorted(dict.fromkeys(found), key=lambda each: each.severity != "error")
