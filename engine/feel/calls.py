"""Calling a function: which signature fits, what the arguments become, and what goes wrong in between."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import FeelLimitExceeded
from .functions import Function, Parameter, Signature
from .messages import hint_words, kind_words
from .measuring import measure
from .nearest import nearest
from .run import Run
from .types import ANY, converted
from .values import kind_of


class Invalid(Exception):
    """Raised by a built-in function for an argument it can't use: why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class _Misfit(Exception):
    """A signature does not fit; `rank` says how near it came."""

    def __init__(self, rank: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.rank, self.code, self.values = rank, code, values


def invoke(function: Function, arguments: Sequence[object], names: Sequence[str], run: Run, at: int) -> object:
    """The function's value for positional arguments, or named ones if `names` has names. Null with a warning when none fits."""
    run.charge()
    misfit = None
    for signature in _candidates(function, names):
        try:
            bound = _named(signature, arguments, names, not function.is_built_in) if names else _positional(signature, arguments)
        except _Misfit as found:
            misfit = found if misfit is None or found.rank > misfit.rank else misfit
            continue
        return _entered(function, signature, bound, run, at)
    return run.warn(misfit.code, at, name=function.name, **misfit.values)


def _candidates(function: Function, names: Sequence[str]) -> Sequence[Signature]:
    """Of signatures with the same names, such as before(point, range) and before(range, point), first the one in the order given."""
    if not names or len(function.signatures) == 1:
        return function.signatures
    return sorted(function.signatures, key=lambda each: [parameter.name for parameter in each.parameters] != list(names))


def _positional(signature: Signature, arguments: Sequence[object]) -> list[object]:
    parameters = signature.parameters
    if parameters and parameters[-1].is_variadic:
        fixed = parameters[:-1]
        if not fixed and list(arguments) == [None]:
            raise _Misfit(1, "wrong-argument", argument=parameters[-1].name, **kind_words("list", "wanted"), **kind_words("null"))
        bound = [_argument(parameter, value) for parameter, value in zip(fixed, arguments)]
        return [*bound, _several(parameters[-1], arguments[len(fixed):])]
    if len(arguments) > len(parameters) or any(not each.is_optional for each in parameters[len(arguments):]):
        raise _Misfit(0, "wrong-argument-count", given=len(arguments))
    bound = [_argument(parameter, value) for parameter, value in zip(parameters, arguments)]
    return bound + [None] * (len(parameters) - len(bound))


def _named(signature: Signature, arguments: Sequence[object], names: Sequence[str], may_lack: bool) -> list[object]:
    """With `may_lack`, a parameter that is not given is null (DMN 10.3.2.13.5); built-in functions need theirs."""
    given = dict(zip(names, arguments))
    known = [each.name for each in signature.parameters]
    for name in names:
        if name not in known:
            raise _Misfit(0, "unknown-argument", argument=name, **hint_words(nearest(name, known)))
    bound = []
    for parameter in signature.parameters:
        if parameter.name in given:
            value = given[parameter.name]
            bound.append(_several(parameter, value if type(value) is list else [value]) if parameter.is_variadic
                         else _argument(parameter, value))
        elif parameter.is_optional or (may_lack and parameter.is_nullable):
            bound.append(None)
        else:
            raise _Misfit(1, "missing-argument", argument=parameter.name)
    return bound


def _several(parameter: Parameter, values: Sequence[object]) -> list[object]:
    if not values:
        raise _Misfit(0, "wrong-argument-count", given=0)
    return [_argument(parameter, value) for value in values]


def _argument(parameter: Parameter, value: object) -> object:
    wanted = parameter.type or ANY
    if value is None:
        fits = parameter.is_nullable
    else:
        fits, value = (True, value) if wanted is ANY else _converted(value, wanted)
    if not fits:
        raise _Misfit(2, "wrong-argument", argument=parameter.name, **kind_words(wanted.name, "wanted"),
                      **kind_words(kind_of(value)))
    return value


def _converted(value: object, wanted) -> tuple[bool, object]:
    if type(value) is list or type(value) is dict:
        measure(value)
    fits, made = converted(value, wanted)
    return fits, made if fits else value


def _entered(function: Function, signature: Signature, bound: list[object], run: Run, at: int) -> object:
    run.calls += 1
    if run.calls > run.limits.calls:
        raise FeelLimitExceeded("too-many-calls", at, limit=run.limits.calls)
    try:
        return _checked(signature.body(run, *bound), signature, run, at)
    except Invalid as problem:
        return run.warn("invalid-argument", at, name=function.name, reason_zh=problem.zh, reason_en=problem.en)
    except (ArithmeticError, ValueError) as problem:
        if not function.is_built_in:
            raise
        return run.warn("invalid-argument", at, name=function.name, reason_zh="值不在允许的范围内", reason_en=_plain(problem))
    finally:
        run.calls -= 1


def _plain(problem: Exception) -> str:
    return "the value is out of range" if isinstance(problem, ArithmeticError) else "the value is not valid"


def _checked(value: object, signature: Signature, run: Run, at: int) -> object:
    """A declared result type converts the result, or makes it null."""
    if signature.result is None or value is None:
        return value
    fits, made = converted(value, signature.result)
    if fits:
        return made
    return run.warn_kinds("wrong-type", at, kind=value, **kind_words(signature.result.name, "wanted"))
