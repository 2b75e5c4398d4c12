"""The functions that FEEL brings along (DMN 1.5, clause 10.3.4). One file per group; importing one registers its functions."""

from __future__ import annotations

from . import (  # noqa: F401
    camunda, contexts, conversions, intervals, list_numbers, lists, numbers, patterns, strings, temporal,
)
from .camunda import ASK_FOR_VALUE
from .registry import BUILT_INS

SPACED_NAMES = tuple(name for name in BUILT_INS if " " in name)

__all__ = ["ASK_FOR_VALUE", "BUILT_INS", "SPACED_NAMES"]
