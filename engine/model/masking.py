"""Masks: how contact data and names are shown to everybody who doesn't need them raw (S3.10, C32, C33)."""

from __future__ import annotations

import re
import unicodedata

TITLES = ("先生", "女士", "小姐", "老师", "经理", "主任", "同学", "师傅", "总")
COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙"
    " 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延"
    " 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书"
    " 子桑 即墨 达奚 褚师".split()
)
_STARS = "****"


def plain(text: str) -> str:
    """The text with full-width letters, digits of any script and odd spaces as ASCII; every character keeps its place."""
    return text if text.isascii() else "".join(map(_plain, text))


def canonical(kind: str, raw: str) -> str:
    """One writing for one contact, so that it is found again: mobile 13812345678, phone 01088886666 or +14155552671, email lower case."""
    text = plain(raw).strip()
    if kind in ("mobile", "phone"):
        return _canonical_number(text)
    return re.sub(r"\s+", "", text.replace("(at)", "@").replace("[at]", "@")).lower()


def contact_kind(raw: str) -> str:
    """mobile, phone, email, or other: what somebody typed into a contact field."""
    text = plain(raw).strip()
    if re.search(r"@|\(at\)|\[at\]", text, re.IGNORECASE):
        return "email"
    if re.search(r"[A-Za-z_]", _without_extension(text)) or len(_digits(text)) < 4:
        return "other"
    return "mobile" if re.fullmatch(r"1[3-9]\d{9}", _canonical_number(text)) else "phone"


def is_number(raw: str) -> bool:
    """Whether a number can be dialled, or is the last four digits, which are all some callers leave (S3.60): a mobile, a
    landline with or without its area, a 400 or 800 hotline, a foreign number."""
    return _NUMBER.fullmatch(_canonical_number(plain(raw).strip())) is not None


def mask_contact(raw: str) -> str:
    """The mask of whatever kind of contact this is; four digits are all a caller gave and stay (S3.60)."""
    kind = contact_kind(raw)
    if kind == "email":
        return mask_email(raw)
    return mask_mobile(raw) if kind in ("mobile", "phone") else mask_other(raw)


def mask_mobile(raw: str) -> str:
    """13812345678 -> 138****5678, likewise other numbers of ten digits and more; shorter ones keep only their end."""
    number = _canonical_number(plain(raw))
    sign, digits = ("+", number[1:]) if number.startswith("+") else ("", number)
    if len(digits) >= 10:
        return f"{sign}{digits[:3]}{_STARS}{digits[-4:]}"
    if len(digits) >= 8:
        return f"{_STARS}{digits[-4:]}"
    return digits if len(digits) == 4 else f"{_STARS}{digits[-2:]}" if digits else ""


def mask_email(raw: str) -> str:
    """The first three letters of the part before the @, no domain; only the first where three would tell most of it."""
    prefix = canonical("email", raw).split("@")[0]
    return f"{prefix[:3] if len(prefix) > 3 and prefix.isascii() else prefix[:1]}***"


def mask_other(raw: str) -> str:
    """An id of a chat service, a document number: the first character."""
    text = raw.strip()
    return f"{text[:1]}***" if text else ""


def mask_name(raw: str) -> str:
    """张三 -> 张*, 欧阳娜娜 -> 欧阳*, John Smith -> J***; 张女士 and what is masked already stay (S0.14)."""
    name = raw.strip()
    if not name or name.endswith("*") or _is_title(name):
        return name
    if _is_latin(name):
        return f"{name[0].upper()}***"
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    return f"{surname}*"


_NUMBER = re.compile(
    r"\d{4}|1[3-9]\d{9}|(?:86)?0?(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}|[2-9]\d{6,7}|[48]00\d{7}|\+[1-9]\d{7,14}"
)


def _plain(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    normal = unicodedata.normalize("NFKC", char)
    return normal if len(normal) == 1 else char


def _canonical_number(text: str) -> str:
    text = _without_extension(text)
    digits = _digits(text)
    is_international = text.lstrip(" (").startswith("+")
    national = re.sub(r"^(0086|86|0)(?=1[3-9]\d{9}$)", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}", national) and (not is_international or digits.startswith("86")):
        return national
    if is_international:
        return f"+{digits}"
    return f"+{digits[2:]}" if re.fullmatch(r"00[1-9]\d{8,}", digits) else digits


def _without_extension(text: str) -> str:
    return re.split(r"(?<=[\d\s)])(?:转|ext\.?|x)", text, maxsplit=1, flags=re.IGNORECASE)[0]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _is_title(name: str) -> bool:
    surname = next((name.removesuffix(title) for title in TITLES if name.endswith(title)), "")
    return len(surname) == 1 or surname in COMPOUND_SURNAMES


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(char, "") or not char.isalpha() for char in name)
