"""Translates XPath regular expressions (XML Schema part 2, appendix F, with XPath's additions) to those of the regex module."""

from __future__ import annotations

from functools import lru_cache

import regex

_LONGEST = 2_000
_MOST_REPEATS = 1_000
_LARGEST = 5_000       # atoms once all {n} are written out: the matcher builds them
_FLAGS = frozenset("smixq")

_NAME_START = r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_NAME = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_CLASSES = {
    "d": r"\p{Nd}", "D": r"\P{Nd}", "s": r"[ \t\n\r]", "S": r"[^ \t\n\r]",
    "w": r"[^\p{P}\p{Z}\p{C}]", "W": r"[\p{P}\p{Z}\p{C}]",
    "i": f"[{_NAME_START}]", "I": f"[^{_NAME_START}]", "c": f"[{_NAME}]", "C": f"[^{_NAME}]",
}
_SINGLE = {"n": r"\n", "r": r"\r", "t": r"\t"} | {sign: "\\" + sign for sign in "\\|.-^?*+{}()[]$"}


class PatternError(Exception):
    """The pattern, its flags or its replacement are none. Why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> regex.Pattern:
    """The compiled pattern. PatternError when it is not one of XPath's."""
    if set(flags) - _FLAGS:
        raise PatternError("标志只能是 s、m、i、x、q", "flags may only be s, m, i, x and q")
    if len(pattern) > _LONGEST:
        raise PatternError("模式太长", "the pattern is too long")
    options = regex.V1 | (regex.IGNORECASE if "i" in flags else 0)
    text = regex.escape(pattern) if "q" in flags else _Translation(pattern, flags).whole()
    try:
        return regex.compile(text, options)
    except (regex.error, OverflowError, RecursionError, MemoryError):
        raise PatternError("不是有效的模式", "this is not a pattern") from None


class _Translation:
    """Walks through one pattern. `closed` holds the numbers of the groups that may be referred to."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.text = _without_space(pattern) if "x" in flags else pattern
        self.flags, self.place = flags, 0
        self.groups, self.open, self.closed = 0, [], set()
        self.sizes, self.last_size = [0], 0

    def whole(self) -> str:
        """The whole pattern, translated."""
        parts = []
        while self.place < len(self.text):
            parts.append(self._piece())
        if self.open:
            raise _wrong("括号没有闭合", "a bracket is not closed")
        return "".join(parts)

    def _take(self) -> str:
        if self.place >= len(self.text):
            raise _wrong("模式不完整", "the pattern ends too early")
        self.place += 1
        return self.text[self.place - 1]

    def _peek(self) -> str:
        return self.text[self.place:self.place + 1]

    def _piece(self) -> str:
        sign = self._take()
        if sign == "(":
            return self._open_group()
        if sign == "|":
            return "|"
        if sign in "^$":
            return self._anchor(sign) + self._quantifier()
        if sign == ")":
            return self._close_group() + self._quantifier()
        atom, self.last_size = self._atom(sign), 1
        return atom + self._quantifier()

    def _open_group(self) -> str:
        self.sizes.append(0)
        if self._peek() == "?":
            if not self.text.startswith("?:", self.place):
                raise _wrong("只支持 (?: 这一种特殊分组", "of the special groups only (?: exists")
            self.place += 2
            self.open.append(0)
            return "(?:"
        self.groups += 1
        self.open.append(self.groups)
        return "("

    def _close_group(self) -> str:
        if not self.open:
            raise _wrong("多了一个右括号", "there is a ) too many")
        self.closed.add(self.open.pop())
        self.last_size = self.sizes.pop() + 1
        return ")"

    def _anchor(self, sign: str) -> str:
        if "m" in self.flags:
            return r"(?:\A|(?<=\n)(?!\Z))" if sign == "^" else r"(?=\n|\Z)"
        return r"\A" if sign == "^" else r"\Z"

    def _atom(self, sign: str) -> str:
        if sign == ".":
            return r"(?s:.)" if "s" in self.flags else r"[^\n\r]"
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        if sign in "?*+{}]":
            raise _wrong(f"“{sign}”的位置不对", f"'{sign}' stands in a wrong place")
        return regex.escape(sign, special_only=True)

    def _quantifier(self) -> str:
        sign = self._peek()
        if not sign or sign not in "?*+{":
            self._grow(1)
            return ""
        found = regex.compile(r"[?*+]\??|\{(\d+)(?:,(\d*))?\}\??").match(self.text, self.place)
        if found is None or any(int(each) > _MOST_REPEATS for each in found.groups() if each):
            raise _wrong("重复次数无效", "the number of repetitions is not valid")
        self.place = found.end()
        self._grow(max([int(each) for each in found.groups() if each], default=1))
        if self._peek() and self._peek() in "?*+{":
            raise _wrong("重复符号连在一起", "two repetition signs follow each other")
        return found.group()

    def _grow(self, times: int) -> None:
        self.sizes[-1] += self.last_size * max(times, 1)
        if self.sizes[-1] > _LARGEST:
            raise _wrong("重复次数太多", "there are too many repetitions")

    def _escape(self) -> str:
        sign = self._take()
        if sign.isdigit():
            return self._reference(sign)
        return self._common_escape(sign)

    def _reference(self, digits: str) -> str:
        while self._peek().isdigit() and int(digits + self._peek()) <= self.groups:
            digits += self._take()
        if int(digits) not in self.closed:
            raise _wrong(f"没有第 {digits} 个分组", f"there is no group {digits}")
        return f"\\g<{int(digits)}>"

    def _common_escape(self, sign: str) -> str:
        if sign in _SINGLE:
            return _SINGLE[sign]
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in "pP":
            return self._category(sign)
        raise _wrong(f"没有 \\{sign} 这个写法", f"there is no \\{sign}")

    def _category(self, sign: str) -> str:
        end = self.text.find("}", self.place)
        name = self.text[self.place + 1:end]
        if self._peek() != "{" or not regex.fullmatch(r"[LMNPZSC][a-z]?|Is[A-Za-z0-9\-]+", name):
            raise _wrong("\\p 之后应为类别名", "a category must follow \\p")
        self.place = end + 1
        return f"\\{sign}{{{'Block=' + name[2:] if name.startswith('Is') else name}}}"

    def _class(self) -> str:
        inverted = self._peek() == "^" and bool(self._take())
        parts: list[str] = []
        while self._peek() != "]" or not parts:
            if self._peek() == "-" and self.text.startswith("-[", self.place) and parts:
                self.place += 2
                return self._subtracted(parts, inverted)
            parts.append(self._class_item())
        self._take()
        return f"[{'^' if inverted else ''}{''.join(parts)}]"

    def _subtracted(self, parts: list[str], inverted: bool) -> str:
        without = self._class()
        if self._take() != "]":
            raise _wrong("减去的字符组之后应为 ]", "a ] must follow the subtracted class")
        return f"[[{'^' if inverted else ''}{''.join(parts)}]--{without}]"

    def _class_item(self) -> str:
        first, is_single = self._class_character()
        if self._peek() == "-" and self.text[self.place + 1:self.place + 2] not in ("]", "["):
            self._take()
            last, is_single_too = self._class_character()
            if not (is_single and is_single_too):
                raise _wrong("字符范围无效", "the character range is not valid")
            return f"{first}-{last}"
        return first

    def _class_character(self) -> tuple[str, bool]:
        sign = self._take()
        if sign == "\\":
            escaped = self._take()
            return self._common_escape(escaped), escaped in _SINGLE
        if sign == "[":
            raise _wrong("字符组里的 [ 要写成 \\[", "a [ within a class is written \\[")
        return ("\\" + sign if sign in r"\-^[]&|~" else sign), True


def _without_space(pattern: str) -> str:
    """The pattern without the white space outside classes, as flag x asks."""
    kept, depth, escaped = [], 0, False
    for sign in pattern:
        if depth or sign not in " \t\n\r":
            kept.append(sign)
        if not escaped:
            depth += (sign == "[") - (sign == "]" and depth > 0)
        escaped = sign == "\\" and not escaped
    return "".join(kept)


class Replacement:
    """What a match is replaced by: `$1` stands for a group, `\\$` and `\\\\` for themselves. PatternError for anything else."""

    def __init__(self, text: str, groups: int, most_characters: int) -> None:
        self.parts: list[str | int] = []
        self.left = most_characters
        place = 0
        while place < len(text):
            place = self._part(text, place, groups)

    def _part(self, text: str, place: int, groups: int) -> int:
        sign, after = text[place], text[place + 1:place + 2]
        if sign == "\\":
            if after not in ("\\", "$") or not after:
                raise _wrong("替换文本里的 \\ 之后只能是 \\ 或 $", "in a replacement only \\ or $ may follow \\")
            self.parts.append(after)
            return place + 2
        if sign != "$":
            self.parts.append(sign)
            return place + 1
        if not (after.isascii() and after.isdigit()):
            raise _wrong("替换文本里的 $ 之后应为数字", "in a replacement a digit must follow $")
        end = place + 2
        while text[end:end + 1].isdigit() and int(text[place + 1:end + 1]) <= groups:
            end += 1
        self.parts.append(int(text[place + 1:end]))
        return end

    def __call__(self, match: regex.Match) -> str:
        known = match.re.groups
        made = "".join(
            each if isinstance(each, str) else (match.group(each) or "" if each <= known else "") for each in self.parts)
        self.left -= len(made)
        if self.left < 0:
            raise PatternError("结果太长", "the result is too long")
        return made


def _wrong(zh: str, en: str) -> PatternError:
    return PatternError(zh, en)
