"""How a built-in function is declared: `@built_in("substring(string: string, start position: number, length?: number)")`.

A `?` after a parameter's name: may be left out. A `?` after its type: may be null. `...` after the name: one or more.
"""

from __future__ import annotations

from collections.abc import Callable

from ..functions import Function, Parameter, Signature
from ..parser import parse_type
from ..types import ANY, OneOf, Type, type_of

BUILT_INS: dict[str, Function] = {}


def built_in(*declarations: str) -> Callable:
    """Register the function below under each declaration; a name declared again gets one more signature."""
    def register(body: Callable) -> Callable:
        for declaration in declarations:
            name, _, rest = declaration.partition("(")
            signature = Signature(tuple(map(_parameter, _split(rest.rstrip(")")))), body)
            before = BUILT_INS[name].signatures if name in BUILT_INS else ()
            BUILT_INS[name] = Function(name, (*before, signature), is_built_in=True)
        return body
    return register


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _parameter(text: str) -> Parameter:
    name, _, kind = (part.strip() for part in text.partition(":"))
    is_variadic, is_optional = name.endswith("..."), name.endswith("?")
    wanted = _type(kind.rstrip("?"))
    return Parameter(name.rstrip(".?"), wanted, is_optional, kind.endswith("?") or wanted is ANY, is_variadic)


def _type(text: str) -> Type:
    choices = tuple(type_of(parse_type(each.strip())) for each in text.split("|"))
    return choices[0] if len(choices) == 1 else OneOf(choices)
