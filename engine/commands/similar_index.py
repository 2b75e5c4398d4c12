"""Keeps the words by which like cases are found in step with the case: written when its texts change, gone when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model import likeness
from engine.store import similar_grams

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


def save(case: RunningCase) -> None:
    """Costs nothing for packages that compare nothing, and one look at a set for commands that change no text."""
    similar = case.loaded.package.settings.similar
    if similar is None:
        return
    if case.row.state != "active":
        similar_grams.forget(case.tx, case.row.id)
    elif case.host.written.intersection(similar.text):
        variables = case.execution.variables()
        text = " ".join(str(variables.get(name) or "") for name in similar.text)
        similar_grams.keep(case.tx, case.row.package_id, case.row.id, likeness.grams(text), is_new=not case.row.trail_length)
