"""The lexer: reads one token at a position. Names with spaces are put together by the cursor, which knows the scope."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import FeelSyntaxError

# Name characters of DMN 1.5, grammar rules 28 to 30, without the punctuation that Chinese keyboards produce.
_START = (r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
          r"\u2C00-\u2FEF\u3005-\u3007\u3012-\u3013\u3020-\uD7FF\uF900-\uFDCF\uFDF0-\uFEFE\uFF10-\uFF19\uFF21-\uFF3A"
          r"\uFF41-\uFF5A\uFF61-\uFFFD\U00010000-\U000EFFFF")
NAME_START = re.compile(f"[{_START}]")
NAME_PART = re.compile(f"[{_START}0-9\u00B7\u0300-\u036F\u203F\u2040]")
_WORD = re.compile(f"[{_START}][{_START}0-9\u00B7\u0300-\u036F\u203F\u2040]*")
_SIGNED = f"[{_START}0-9\u00B7\u0300-\u036F\u203F\u2040 +*/.-]"
KEY_WITH_APOSTROPHE = re.compile(f"[{_START}]{_SIGNED}*['\u2019](?:{_SIGNED}|['\u2019])*(?= *:)")
_SPACE = re.compile(r"(?:[\s\u0085\u180E\u200B\uFEFF]+|//[^\n\r]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,7})?")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_BACKTICK = re.compile(r"`([^`]+)`")
_OPERATOR = re.compile(r"\*\*|\.\.|->|<=|>=|!=|==|[-+*/=<>()\[\]{},.:@]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_FULL_WIDTH = dict(zip("，：；（）［］｛｝＝＜＞＋－＊／．！＂。、“”‘’【】《》", ",:;()[]{}=<>+-*/.!\".,\"\"\"\"[]<>"))

INFIX_WORDS = frozenset({"and", "or", "in", "between", "then", "else", "return", "satisfies", "instance"})
KEYWORDS = INFIX_WORDS | {"if", "for", "some", "every", "function", "true", "false", "null", "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, string, word, name (in backticks), operator or end; `text` its meaning; `start` and `end` its place."""

    kind: str
    text: str
    start: int
    end: int


def read_token(text: str, position: int) -> Token:
    """The token at or after `position`. FeelSyntaxError for a character that begins none."""
    start = _SPACE.match(text, position).end()
    if start >= len(text):
        return Token("end", "", start, start)
    if text.startswith("/*", start):
        raise FeelSyntaxError("unterminated-comment", start)
    for kind, pattern in _KINDS:
        if found := pattern.match(text, start):
            return Token(kind, _MEANING.get(kind, _whole)(found), start, found.end())
    raise _unreadable(text, start)


def _whole(found: re.Match) -> str:
    return found.group()


def _unescaped(found: re.Match) -> str:
    """A string's characters; an unknown escape such as the \\d of a pattern stays as it is written."""
    if "\\" not in found.group(1):
        return found.group(1)
    text = _ESCAPE.sub(_escape, found.group(1))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escape(found: re.Match) -> str:
    short, long, other = found.groups()
    if short or long:
        code = int(short or long, 16)
        return chr(code) if code <= 0x10FFFF else found.group()
    return _ESCAPED.get(other, found.group())


_KINDS = (("word", _WORD), ("number", _NUMBER), ("string", _STRING), ("operator", _OPERATOR), ("name", _BACKTICK))
_MEANING = {"string": _unescaped, "name": lambda found: " ".join(found.group(1).split())}


def _unreadable(text: str, start: int) -> FeelSyntaxError:
    found = text[start]
    if found == '"':
        return FeelSyntaxError("unterminated-string", start)
    if found == "'":
        return FeelSyntaxError("single-quote", start)
    if found in _FULL_WIDTH:
        return FeelSyntaxError("full-width", start, found=found, wanted=_FULL_WIDTH[found])
    return FeelSyntaxError("unexpected-character", start, found=found)
