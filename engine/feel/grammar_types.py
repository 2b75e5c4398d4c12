"""Type names after "instance of", of parameters and in item definitions: number, list<T>, context<a: T>, function<T> -> T."""

from __future__ import annotations

from . import tree
from .cursor import Cursor
from .known_names import KnownNames

SPACED_TYPES = ("date and time", "days and time duration", "years and months duration", "day and time duration")
_SPACED = KnownNames(SPACED_TYPES)


def parse_type(cursor: Cursor) -> tree.TypeNode:
    """Take a type."""
    cursor.nesting += 1
    at = cursor.token.start
    name = _type_name(cursor)
    if cursor.nesting > cursor.limits.nesting:
        raise cursor.unexpected()
    node = _with_arguments(cursor, name, at)
    cursor.nesting -= 1
    return node


def _type_name(cursor: Cursor) -> str:
    if cursor.token.kind == "name":
        return cursor.advance().text
    if cursor.token.kind != "word":
        raise cursor.unexpected()
    found, end = _SPACED.longest(cursor.text, cursor.token.start, cursor.token.text)
    if found is not None:
        cursor.jump(end)
    name = found or cursor.words()
    while cursor.accept("."):
        name += "." + cursor.words()
    return name


def _with_arguments(cursor: Cursor, name: str, at: int) -> tree.TypeNode:
    if not cursor.at("<"):
        return tree.TypeNode(name, at=at)
    cursor.advance()
    names: list[str] = []

    def argument() -> tree.TypeNode:
        if name == "context":
            names.append(_entry_name(cursor))
        return parse_type(cursor)

    arguments = cursor.several(argument, ">")
    result = parse_type(cursor) if name == "function" and cursor.accept("->") else None
    return tree.TypeNode(name, tuple(arguments), tuple(names), result, at=at)


def _entry_name(cursor: Cursor) -> str:
    if cursor.token.kind not in ("word", "name"):
        raise cursor.unexpected()
    name = cursor.words()
    cursor.expect(":")
    return name
