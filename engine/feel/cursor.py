"""The cursor: where the parser stands in the text, which names it knows there, and the loop of a Pratt parser."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import contextmanager

from . import tree
from .errors import LIMITS, FeelLimitExceeded, FeelSyntaxError, Limits
from .known_names import ONLY_CALLED, KnownNames
from .tokens import INFIX_WORDS, KEYWORDS, Token, read_token

PREFIX: dict[str, Callable[[Cursor], tree.Node]] = {}
INFIX: dict[str, tuple[int, Callable[[Cursor, tree.Node], tree.Node]]] = {}


def prefix(*beginnings: str):
    """Register a function that parses what begins with one of these tokens."""
    def register(parse):
        PREFIX.update(dict.fromkeys(beginnings, parse))
        return parse
    return register


def infix(power: int, *operators: str):
    """Register a function that goes on after a left side; a higher power binds tighter."""
    def register(parse):
        INFIX.update(dict.fromkeys(operators, (power, parse)))
        return parse
    return register


class Cursor:
    """Reads tokens one ahead. `token` is the next one."""

    def __init__(self, text: str, names: Iterable[str] = (), members: Iterable[str] = (), limits: Limits = LIMITS) -> None:
        if len(text) > limits.length:
            raise FeelLimitExceeded("too-long", limit=limits.length)
        self.text, self.limits = text, limits
        self.names = KnownNames(names, ONLY_CALLED)
        self.members = KnownNames(members)
        self.nesting = 0
        self.range_ends = 0              # how many `[a..` are open: there `[` may close
        self.token = read_token(text, 0)

    # tokens

    def advance(self) -> Token:
        """Take the next token."""
        taken = self.token
        self.token = read_token(self.text, taken.end)
        return taken

    def jump(self, position: int) -> None:
        """Go on reading at `position`."""
        self.token = read_token(self.text, position)

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or words."""
        return self.token.text in texts and self.token.kind in ("operator", "word")

    def accept(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.at(text):
            self.advance()
            return True
        return False

    def expect(self, *texts: str) -> Token:
        """Take the next token, which must be one of these; a comma among them is only mentioned. FeelSyntaxError otherwise."""
        if not self.at(*texts) or (len(texts) > 1 and self.at(",")):
            raise self.unexpected(*texts)
        return self.advance()

    def unexpected(self, *wanted: str) -> FeelSyntaxError:
        """The error for the next token where `wanted` (or a value, if nothing is named) should stand."""
        zh = " 或 ".join(wanted) or "一个值"
        en = " or ".join(f"'{each}'" for each in wanted) or "a value"
        if self.token.kind == "end":
            return FeelSyntaxError("unexpected-end", self.token.start, expected_zh=zh, expected_en=en)
        found = self.text[self.token.start:self.token.end][:40]
        if found == "==":
            return FeelSyntaxError("single-equals", self.token.start)
        return FeelSyntaxError("unexpected-token", self.token.start, found=found, expected_zh=zh, expected_en=en)

    def several(self, parse: Callable[[], object], closing: str) -> list:
        """Take things separated by commas, none if `closing` comes at once, and the closing token."""
        found = []
        if not self.at(closing):
            found.append(parse())
            while self.accept(","):
                found.append(parse())
        self.expect(closing, ",")
        return found

    # names

    @contextmanager
    def knowing(self, names: Iterable[str]):
        """Within it, these names are known too: a loop's variable, a parameter, a context's entry."""
        self.names.push(names)
        try:
            yield
        finally:
            self.names.pop()

    def member_names(self) -> list[str]:
        """The names that may follow a dot; inside a filter they may stand alone."""
        return self.members.all()

    def name(self) -> str:
        """Take a name: the longest known one, else all words up to an operator or keyword."""
        return self._take_name(self.names)

    def member(self) -> str:
        """Take the name after a dot."""
        if self.token.kind not in ("word", "name"):
            raise self.unexpected()
        return self._take_name(self.members)

    def _take_name(self, known: KnownNames) -> str:
        if self.token.kind == "name":
            return self.advance().text
        found, end = known.longest(self.text, self.token.start, self.token.text)
        if found is None:
            return self.words()
        self.jump(end)
        return found if not self._continues_as_name() else f"{found} {self.words()}"

    def words(self) -> str:
        """Take all words and whole numbers that follow each other; FEEL has no other use for such a sequence."""
        parts = [self.advance().text]
        while self._continues_as_name():
            parts.append(self.advance().text)
        return " ".join(parts)

    def _continues_as_name(self) -> bool:
        token = self.token
        if token.kind == "word":
            return token.text not in INFIX_WORDS
        return token.kind == "number" and token.text.isdigit()

    def is_known_name_here(self) -> bool:
        """Whether a known name longer than the next token begins here, so that the token is no keyword."""
        found, end = self.names.longest(self.text, self.token.start, self.token.text)
        return found is not None and end > self.token.end

    # expressions

    def expression(self, power: int = 0) -> tree.Node:
        """Parse an expression whose operators bind tighter than `power`."""
        self.nesting += 1
        if self.nesting > self.limits.nesting:
            raise FeelLimitExceeded("too-deep", self.token.start)
        node = self.go_on(self._beginning(), power)
        self.nesting -= 1
        return node

    def go_on(self, left: tree.Node, power: int = 0) -> tree.Node:
        """Parse the operators that follow `left` and bind tighter than `power`."""
        while self.token.kind in ("operator", "word"):
            found = INFIX.get(self.token.text)
            if found is None or found[0] <= power or self._closes_range():
                break
            left = found[1](self, left)
        return left

    def _beginning(self) -> tree.Node:
        token = self.token
        if token.kind in ("number", "string"):
            return PREFIX[token.kind](self)
        if token.kind == "operator" and token.text in PREFIX:
            return PREFIX[token.text](self)
        if token.kind == "word" and token.text in KEYWORDS and token.text in PREFIX and not self.is_known_name_here():
            return PREFIX[token.text](self)
        if token.kind == "word" and token.text in INFIX_WORDS and not self.is_known_name_here():
            raise self.unexpected()
        if token.kind in ("word", "name"):
            return PREFIX["name"](self)
        raise self.unexpected()

    def _closes_range(self) -> bool:
        """Whether this `[` ends a range such as `[1..10[`: it does when no expression can begin after it."""
        if not (self.range_ends and self.token.text == "["):
            return False
        after = read_token(self.text, self.token.end)
        begins = after.kind in ("number", "string", "name") or (after.kind == "word" and after.text not in INFIX_WORDS)
        return not (begins or after.text in ("(", "[", "{", "-", "@"))
