"""Finds contact data in any text, and gives the text with masks in its place.

It looks for mobile, landline and foreign numbers, email addresses, ids of chat services after their word, and ID-card
numbers, written with full-width digits, spaces, dashes or invisible characters too. Dates, business keys (20231001-001),
amounts and a company's 400 hotline are no contacts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.model.masking import mask_email, mask_mobile, mask_other, plain


@dataclass(frozen=True, slots=True)
class Found:
    """Contact data at text[start:end]. kind: mobile, phone, email, wechat, qq, id_card."""

    kind: str
    raw: str
    mask: str
    start: int
    end: int

    @property
    def vault_kind(self) -> str:
        """The word under which the vault keeps it: mobile, phone, email or other."""
        return self.kind if self.kind in ("mobile", "phone", "email") else "other"


def mask_text(text: str) -> tuple[str, list[Found]]:
    """The text with every contact replaced by its mask, and what was found, by position in the given text."""
    found = find_contacts(text)
    parts, last = [], 0
    for each in found:
        parts += [text[last : each.start], each.mask]
        last = each.end
    return "".join([*parts, text[last:]]), found


def mask_unfinished(text: str) -> str:
    """The text with a number that somebody is still typing at its end masked, too: seven digits and more that begin as a
    mobile or landline number does. Nothing is kept of it; the finished number is."""
    found = _UNFINISHED.search(plain(text))
    return text if found is None else text[: found.start()] + mask_mobile(found[0]) + text[found.end() :]


def find_contacts(text: str) -> list[Found]:
    """In order, never overlapping."""
    normal = plain(text)
    dates: list[tuple[int, int]] | None = None
    taken: list[tuple[int, int]] = []
    found = []
    for kind, start, end in _candidates(normal):
        if dates is None:
            dates = [each.span() for each in _DATE.finditer(normal)]
        is_date = kind in ("mobile", "phone") and any(_overlap((start, end), date) for date in dates)
        if is_date or any(_overlap((start, end), other) for other in taken):
            continue
        taken.append((start, end))
        found.append(Found(kind, text[start:end], _mask(kind, normal[start:end]), start, end))
    return sorted(found, key=lambda each: each.start)


# Up to two of these may stand between two digits of one number; the last ones can't be seen.
_GAP = r"[ \t\-–—‑_.·•/()\u00a0\u200b\u200c\u200d\u2060\ufeff]{0,2}"
_NUMERALS = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\2(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{3,6})(?!\d)"
)
_MOBILE = re.compile(rf"(?<![\d*+])(?:\(?\+?(?:00)?86\)?{_GAP})?\(?0?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_LANDLINE = re.compile(
    rf"(?<![\d*+])(?:\(?\+?(?:00)?86\)?{_GAP})?\(?0(?:10|2\d|[3-9]\d\d)\)?{_GAP}[2-9](?:{_GAP}\d){{6,7}}"
    rf"(?:{_GAP}(?:转|ext\.?|x){_GAP}\d{{1,5}})?(?!\d)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    rf"(?<![\d*+])(?:\(?\+?(?:00)?86\)?{_GAP})?(?:1{_GAP}[3-9](?:{_GAP}\d){{5,8}}"
    rf"|\(?0(?:10|2\d)\)?(?:{_GAP}\d){{4,6}}|\(?0[3-9]\d\d\)?(?:{_GAP}\d){{3,5}})(?=\s*$)"
)
_FOREIGN = re.compile(rf"(?<![\d*+])\+{_GAP}(?!86{_GAP}1[3-9])[1-9](?:{_GAP}\d){{7,14}}(?!\d)")
_AFTER_WORD = re.compile(
    rf"(?:电话|手机|座机|固话|致电|来电|联系方式|(?<![a-z])(?:tel|phone|mobile)(?![a-z]))"
    rf"(?:号码?|是|为|number|no|is|at|[\s:=.#])*(\+?\d(?:{_GAP}\d){{6,14}})(?!\d)",
    re.IGNORECASE,
)
_AT = r"[ \t]{0,2}(?:@|\(at\)|\[at\])[ \t]{0,2}"
_HAS_AT = re.compile(_AT, re.IGNORECASE)
_EMAIL = re.compile(
    rf"[A-Za-z0-9._%+'-]{{1,64}}{_AT}[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,4}}\.[A-Za-z]{{2,24}}", re.IGNORECASE
)
_ANY_EMAIL = re.compile(rf"[^\s@,;:<>()，。；：、]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.\w{{2,24}}", re.IGNORECASE)
# Without a word like 号 or a colon in between, an id needs a digit: "wechat payment" is none.
_WECHAT = re.compile(
    r"(?:微信|(?<![a-z])(?:wechat|weixin|wx|vx)(?![a-z]))"
    r"(?:(?P<said>\s{0,3}(?:号码?|id|账号)?\s{0,3}(?:[:=是为]|(?<=[号码d]))\s{0,3})|\s{0,3})(?P<id>[a-z][a-z0-9_-]{5,19})(?![a-z0-9])",
    re.IGNORECASE,
)
_QQ = re.compile(rf"(?:(?<![a-z])qq|扣扣|企鹅)(?:号码?|账号|number|is|[\s:=是为#])*([1-9](?:{_GAP}\d){{4,11}})(?!\d)", re.IGNORECASE)
_ID_CARD = re.compile(
    rf"(?<!\d)[1-9](?:{_GAP}\d){{5}}{_GAP}(?:1{_GAP}[89]|2{_GAP}0)(?:{_GAP}\d){{2}}{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
    rf"{_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])(?:{_GAP}\d){{3}}{_GAP}[\dXx](?![\dA-Za-z])"
)


_SHORTEST_NUMBER = re.compile(r"(?:\D*\d){5}")


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind and span; what comes first wins where two overlap."""
    # Most texts hold no @: looking for addresses in them would take longer than all the rest.
    for pattern in (_EMAIL, _ANY_EMAIL) if _HAS_AT.search(text) else ():
        yield from (("email", *each.span()) for each in pattern.finditer(text))
    spoken = text.translate(_NUMERALS)
    # No number of any kind has fewer digits; most texts have none, and nothing has to be looked for in them.
    has_numbers = _SHORTEST_NUMBER.match(spoken) is not None
    for kind, pattern in (("id_card", _ID_CARD), ("phone", _FOREIGN), ("mobile", _MOBILE)) if has_numbers else ():
        yield from ((kind, *each.span()) for each in pattern.finditer(text))
    if has_numbers:
        yield from (("mobile", *each.span()) for each in _MOBILE.finditer(spoken))
        yield from (("phone", *each.span()) for each in _LANDLINE.finditer(text))
    yield from (("wechat", *each.span("id")) for each in _WECHAT.finditer(text) if each["said"] or re.search(r"[\d_]", each["id"]))
    if has_numbers:
        yield from (("qq", *each.span(1)) for each in _QQ.finditer(text))
        yield from (("phone", *each.span(1)) for each in _AFTER_WORD.finditer(text))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _mask(kind: str, raw: str) -> str:
    if kind in ("mobile", "phone"):
        return mask_mobile(raw.translate(_NUMERALS) if kind == "mobile" else raw)
    return mask_email(raw) if kind == "email" else mask_other(raw)
