"""Literals, names, paths, calls, filters, contexts: what stands between the operators."""

from __future__ import annotations

from . import tree
from .cursor import Cursor, infix, prefix
from .errors import FeelSyntaxError
from .grammar_operators import POSTFIX
from .numbers import number
from .tokens import KEY_WITH_APOSTROPHE, read_token


@prefix("number")
def _number(cursor: Cursor) -> tree.Node:
    taken = cursor.advance()
    try:
        return tree.Literal(number(taken.text), at=taken.start)
    except ArithmeticError:
        raise FeelSyntaxError("number-out-of-range", taken.start) from None


@prefix("string")
def _string(cursor: Cursor) -> tree.Node:
    taken = cursor.advance()
    return tree.Literal(taken.text, at=taken.start)


@prefix("true", "false", "null")
def _constant(cursor: Cursor) -> tree.Node:
    taken = cursor.advance()
    return tree.Literal({"true": True, "false": False, "null": None}[taken.text], at=taken.start)


@prefix("@")
def _at_literal(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    if cursor.token.kind != "string":
        raise cursor.unexpected()
    return tree.AtLiteral(cursor.advance().text, at=at)


@prefix("name")
def _name(cursor: Cursor) -> tree.Node:
    at = cursor.token.start
    return tree.Name(cursor.name(), at=at)


@infix(POSTFIX, ".")
def _path(cursor: Cursor, left: tree.Node) -> tree.Node:
    at = cursor.advance().start
    return tree.Path(left, cursor.member(), at=at)


@infix(POSTFIX, "[")
def _filter(cursor: Cursor, left: tree.Node) -> tree.Node:
    at = cursor.advance().start
    outer_ends, cursor.range_ends = cursor.range_ends, 0
    with cursor.knowing(["item", *cursor.member_names()]):
        condition = cursor.expression()
    cursor.range_ends = outer_ends
    cursor.expect("]")
    return tree.Filter(left, condition, at=at)


@infix(POSTFIX, "(")
def _call(cursor: Cursor, left: tree.Node) -> tree.Node:
    at = cursor.advance().start
    outer_ends, cursor.range_ends = cursor.range_ends, 0
    arguments = cursor.several(lambda: (_argument_name(cursor), cursor.expression()), ")")
    names = tuple(name for name, _ in arguments if name)
    if names and len(names) < len(arguments):
        raise cursor.unexpected()
    cursor.range_ends = outer_ends
    if isinstance(left, tree.Name):
        at = left.at
    return tree.Call(left, tuple(value for _, value in arguments), names, at=at)


def _argument_name(cursor: Cursor) -> str | None:
    """Take `name :` of a named argument, if that is what comes next."""
    token, words = cursor.token, []
    while token.kind in ("word", "number", "name"):
        words.append(token.text)
        token = read_token(cursor.text, token.end)
    if not words or token.text != ":" or token.kind != "operator":
        return None
    cursor.jump(token.end)
    return " ".join(words)


@prefix("{")
def _context(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    outer_ends, cursor.range_ends = cursor.range_ends, 0
    entries: list[tree.Entry] = []
    with cursor.knowing(()):
        cursor.several(lambda: entries.append(_entry(cursor, entries)), "}")
    cursor.range_ends = outer_ends
    return tree.ContextNode(tuple(entries), at=at)


def _entry(cursor: Cursor, before: list[tree.Entry]) -> tree.Entry:
    at = cursor.token.start
    key = cursor.advance().text if cursor.token.kind == "string" else _key(cursor)
    cursor.expect(":")
    if any(entry.name == key for entry in before):
        raise FeelSyntaxError("duplicate-key", at, name=key)
    value = cursor.expression()
    cursor.names.add(key)
    cursor.members.add(key)
    return tree.Entry(key, value, at=at)


def _key(cursor: Cursor) -> str:
    """Take a key: everything up to the colon, with its signs, such as `a+b` or `client's age`."""
    if cursor.token.kind == "name":
        return cursor.advance().text
    start = end = cursor.token.start
    if found := KEY_WITH_APOSTROPHE.match(cursor.text, start):
        cursor.jump(found.end())
        return " ".join(found.group().split())
    while cursor.token.kind in ("word", "number") or cursor.at("+", "-", "*", "/", ".", "**"):
        end = cursor.advance().end
    if end == start:
        raise cursor.unexpected()
    return " ".join(cursor.text[start:end].split())
