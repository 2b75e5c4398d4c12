"""FEEL, the expression language of DMN 1.3 to 1.5, in pure Python. Imports nothing of the project around it."""

from __future__ import annotations

from decimal import Decimal

from .builtins import BUILT_INS
from .dates import FeelDate
from .durations import DayTimeDuration, YearMonthDuration
from .encoding import decode, dumps, encode, loads
from .errors import FeelError, FeelLimitExceeded, FeelSyntaxError, Limits, Warning_
from .expression import Expression, Result, UnaryTests, compile_expression, compile_unary_tests
from .functions import Function
from .moments import FeelDateTime
from .nearest import nearest
from .ranges import Range
from .times import FeelTime
from .value_text import to_text
from .values import kind_of, native

__all__ = [
    "BUILT_INS", "DayTimeDuration", "Decimal", "Expression", "FeelDate", "FeelDateTime", "FeelError", "FeelLimitExceeded",
    "FeelSyntaxError", "FeelTime", "Function", "Limits", "Range", "Result", "UnaryTests", "Warning_",
    "YearMonthDuration", "compile_expression", "compile_unary_tests", "decode", "dumps", "encode", "kind_of",
    "loads", "native", "nearest", "to_text",
]
