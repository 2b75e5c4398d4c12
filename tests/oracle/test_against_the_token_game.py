"""Random diagrams, random paths, a restart after every step: the engine does what the oracle says, each effect once."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from engine.bpmn import read_definition
from tests.elements.playing import Played, refusals
from tests.oracle.random_diagrams import CALLED, NAMES, Drawer, called_processes
from tests.oracle.token_game import Game

FIRST = int(os.environ.get("HUIXIANG_SEED", "1"))
DIAGRAMS = int(os.environ.get("HUIXIANG_DIAGRAMS", "30"))
STEPS = 30
MOST_OPEN = 60


@pytest.mark.parametrize("seed", range(FIRST, FIRST + DIAGRAMS))
def test_enabled_elements_are_the_oracle_s_after_every_step(seed):
    play(seed)


def play(seed: int) -> int:
    """Steps played. AssertionError at the first difference; the seed draws the same diagram and path again."""
    random = Random(seed * 7919)
    xml, called = Drawer(seed).draw(), called_processes(seed)
    assert [refusals(each, called=CALLED) for each in (xml, *called.values())] == [[], [], []]
    values = {name: random.randint(0, 5) for name in NAMES}
    played, game = Played(read_definition(xml, "random.bpmn", called), **values), Game(xml, values, called)
    for step in range(STEPS):
        compare(played, game, f"seed {seed}, step {step}")
        choices = game.enabled()
        if not choices or len(choices) > MOST_OPEN:
            return step
        chosen = random.randrange(len(choices))
        verb, element, where = choices[chosen]
        nth = sum(1 for each in choices[:chosen] if each[:2] == (verb, element))
        # What is written in a called process stays there until it ends: nothing outside may depend on when that is.
        values = {name: random.randint(0, 5) for name in NAMES} if verb == "complete" and "/" not in element else {}
        game.do(verb, element, where, values)
        getattr(played, verb)(element, nth, **values)
    compare(played, game, f"seed {seed}, end")
    return STEPS


def compare(played: Played, game: Game, where: str) -> None:
    execution = played.execution
    open_ = Counter(("complete", task.element_id) for task in execution.user_tasks())
    open_ += Counter(("trigger", timer.element_id) for timer in execution.timers())
    open_ += Counter(("send", subscription.element_id) for subscription in execution.subscriptions())
    assert open_ == Counter(choice[:2] for choice in game.enabled()), where
    assert (execution.state == "completed") == game.is_over, where
    assert Counter(played.path()) == Counter(game.completed), where
    assert execution.incidents() == [], where
