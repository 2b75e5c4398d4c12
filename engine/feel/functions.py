"""Function: a value that can be called; written in FEEL, built in, or handed in by a decision model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, its type (a `types.Type`), and whether a call may leave it out or give null."""

    name: str
    type: object = None
    is_optional: bool = False
    is_nullable: bool = True
    is_variadic: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function, with what to run: `body(run, *arguments)`."""

    parameters: tuple[Parameter, ...]
    body: Callable
    result: object = None


class Function:
    """A callable FEEL value with one or more signatures. Compared by identity."""

    __slots__ = ("name", "signatures", "is_built_in")
    kind = "function"

    def __init__(self, name: str, signatures: tuple[Signature, ...], is_built_in: bool = False) -> None:
        self.name, self.signatures, self.is_built_in = name, signatures, is_built_in

    def __repr__(self) -> str:
        return f"Function({self.name})"

    def __str__(self) -> str:
        parameters = ", ".join(parameter.name for parameter in self.signatures[0].parameters)
        return f"function({parameters})"
