"""if, for, some, every and function."""

from __future__ import annotations

from . import tree
from .cursor import Cursor, prefix
from .grammar_types import parse_type


@prefix("if")
def _if(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    condition = cursor.expression()
    cursor.expect("then")
    then = cursor.expression()
    cursor.expect("else")
    return tree.If(condition, then, cursor.expression(), at=at)


@prefix("for")
def _for(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    with cursor.knowing(()):
        iterators = _iterators(cursor)
        cursor.expect("return")
        cursor.names.add("partial")
        return tree.For(iterators, cursor.expression(), at=at)


@prefix("some", "every")
def _quantified(cursor: Cursor) -> tree.Node:
    taken = cursor.advance()
    with cursor.knowing(()):
        iterators = _iterators(cursor)
        cursor.expect("satisfies")
        return tree.Quantified(taken.text, iterators, cursor.expression(), at=taken.start)


def _iterators(cursor: Cursor) -> tuple[tree.Iterator_, ...]:
    iterators = [_iterator(cursor)]
    while cursor.accept(","):
        iterators.append(_iterator(cursor))
    return tuple(iterators)


def _iterator(cursor: Cursor) -> tree.Iterator_:
    at = cursor.token.start
    name = _new_name(cursor, "in")
    cursor.expect("in")
    source = cursor.expression()
    end = cursor.expression() if cursor.accept("..") else None
    cursor.names.add(name)
    return tree.Iterator_(name, source, end, at=at)


def _new_name(cursor: Cursor, *stops: str) -> str:
    """Take the name that is being given to something: all tokens up to one of `stops`."""
    if cursor.token.kind == "name":
        return cursor.advance().text
    start = end = cursor.token.start
    while cursor.token.kind in ("word", "number") and not cursor.at(*stops) or end > start and cursor.at("-", "+", "/", "*", "."):
        end = cursor.advance().end
    if end == start:
        raise cursor.unexpected()
    return " ".join(cursor.text[start:end].split())


@prefix("function")
def _function(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    cursor.expect("(")
    parameters = cursor.several(lambda: _parameter(cursor), ")")
    is_external = cursor.accept("external")
    with cursor.knowing([parameter.name for parameter in parameters]):
        body = cursor.expression()
    return tree.FunctionNode(tuple(parameters), body, is_external, at=at)


def _parameter(cursor: Cursor) -> tree.ParameterNode:
    at = cursor.token.start
    name = _new_name(cursor, ":")
    kind = parse_type(cursor) if cursor.accept(":") else None
    return tree.ParameterNode(name, kind, at=at)
