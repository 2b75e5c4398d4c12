"""Diagrams damaged at random: the gate always answers, and what it lets through can be read and begun."""

from __future__ import annotations

import os
from random import Random

import pytest
from lxml import etree

from engine.bpmn import reasons
from tests.elements.playing import Played
from tests.oracle.random_diagrams import NAMES, Drawer

DAMAGED = int(os.environ.get("HUIXIANG_DIAGRAMS", "30"))
HURTS = 6


@pytest.mark.parametrize("seed", range(1, DAMAGED + 1))
def test_the_gate_answers_every_damaged_diagram_and_lets_nothing_through_that_can_not_run(seed):
    random = Random(seed)
    root = etree.fromstring(Drawer(seed).draw())
    for _ in range(HURTS):
        hurt(root, random)
        xml = etree.tostring(root)
        found = reasons(xml, "damaged.bpmn", form_ids=(), decision_ids=())
        assert all(reason.text.zh and reason.text.en for reason in found)
        if not any(reason.severity == "error" for reason in found):
            assert Played(xml, **dict.fromkeys(NAMES, 3)).state in ("active", "completed")


def hurt(root: etree._Element, random: Random) -> None:
    """One thing people or programs do to a file: something lost, doubled, renamed or moved."""
    node = random.choice([each for each in root.iter(etree.Element) if each is not root])
    other = random.choice(list(root.iter(etree.Element)))
    kind = random.randrange(6)
    if kind == 0:
        node.getparent().remove(node)
    elif kind == 1 and node.attrib:
        del node.attrib[random.choice(sorted(node.attrib))]
    elif kind == 2 and node.attrib:
        node.set(random.choice(sorted(node.attrib)), random.choice(("", "true", "missing", "= 1 +", "=null", other.get("id") or "x")))
    elif kind == 3:
        node.tag = other.tag
    elif kind == 4 and other is not node and other not in list(node.iterancestors()):
        node.append(other)
    else:
        node.text = random.choice(("", "=1 >", "=missing", "PT1H", "R/PT0S", "=[1, 2"))
