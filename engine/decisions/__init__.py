"""DMN 1.1 to 1.5 on top of engine/feel: decision models that are checked before they are deployed, and traced when asked."""

from __future__ import annotations

from engine.decisions.answering import answer
from engine.decisions.model import Decision, DecisionModel, DecisionResult, Service, load_decisions
from engine.decisions.problems import Problem, UnreadableDecisions
from engine.decisions.tracing import FiredRule, TableTrace

__all__ = [
    "Decision", "DecisionModel", "DecisionResult", "FiredRule", "Problem", "Service", "TableTrace", "UnreadableDecisions",
    "answer", "load_decisions",
]
