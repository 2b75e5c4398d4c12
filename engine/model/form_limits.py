"""Is a value within what its field allows: required, length, range, step, pattern, dates, number of rows or files."""

from __future__ import annotations

from collections.abc import Sized
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from engine.feel import FeelDate, FeelDateTime
from engine.model.form_components import fits_pattern
from engine.model.form_filling import Filling, Level
from engine.model.form_inputs import Wrong
from engine.model.form_schema import MANY_OF, ONE_OF, Field, Limits

LONGEST = 20_000
"""Characters of any text, where the form sets no limit of its own."""


def check_required(owner: Field, value: object) -> None:
    """Raises Wrong when a required field has no value; a required checkbox must be ticked."""
    if not owner.is_required or not is_empty(value):
        return
    if owner.type == "checkbox":
        raise Wrong("请勾选此项。", "Tick this box.")
    if owner.type == "filepicker":
        raise Wrong("请上传文件。", "Upload a file.")
    if owner.type in (*ONE_OF, *MANY_OF):
        raise Wrong("请选择一项。" if owner.type in ONE_OF else "请至少选择一项。", "Choose one." if owner.type in ONE_OF else "Choose at least one.")
    raise Wrong("请填写此项。", "Fill in this field.")


def is_empty(value: object) -> bool:
    """Nothing was filled in; the number 0 is something."""
    return value is None or value is False or (isinstance(value, Sized) and len(value) == 0)


def check_count(owner: Field, count: int) -> None:
    """Rows of a list, files of a field."""
    least = max(owner.limits.min_count, 1 if owner.is_required else 0)
    most = owner.limits.max_count
    if owner.type == "filepicker":
        most = most if most is not None else (None if owner.is_multiple else 1)
        _check_count(count, least, most, ("个文件", "file", "files"))
    else:
        _check_count(count, least, most, ("行", "row", "rows"))


def check_limits(limits: Limits, value: object, filling: Filling, level: Level) -> None:
    """Raises Wrong naming what is expected."""
    if isinstance(value, str):
        _check_text(limits, value, filling, level)
    elif isinstance(value, Decimal):
        _check_number(limits, value, filling, level)
    elif limits.has_no_past:
        _check_not_past(value, filling.now, filling.zone)


def _check_count(count: int, least: int, most: int | None, words: tuple[str, str, str]) -> None:
    if count < least:
        raise Wrong(f"至少需要 {least} {words[0]}。", f"At least {least} {words[1] if least == 1 else words[2]} needed.")
    if most is not None and count > most:
        raise Wrong(f"最多 {most} {words[0]}。", f"At most {most} {words[1] if most == 1 else words[2]}.")


def _check_text(limits: Limits, value: str, filling: Filling, level: Level) -> None:
    least, most = (filling.setting(each, level) for each in (limits.min_length, limits.max_length))
    longest = min(int(most), LONGEST) if isinstance(most, Decimal) else LONGEST
    if isinstance(least, Decimal) and len(value) < least:
        raise Wrong(f"至少 {least} 个字，现在 {len(value)} 个。", f"At least {least} characters; there are {len(value)}.")
    if len(value) > longest:
        raise Wrong(f"最多 {longest} 个字，现在 {len(value)} 个。", f"At most {longest} characters; there are {len(value)}.")
    if limits.pattern and fits_pattern(value, limits.pattern) is not True:
        raise Wrong("格式不对，请参照示例填写。", "The format doesn't match; see the example.")


def _check_number(limits: Limits, value: Decimal, filling: Filling, level: Level) -> None:
    least, most = (filling.setting(each, level) for each in (limits.minimum, limits.maximum))
    if isinstance(least, Decimal) and value < least:
        raise Wrong(f"不能小于 {least}。", f"Must be at least {least}.")
    if isinstance(most, Decimal) and value > most:
        raise Wrong(f"不能大于 {most}。", f"Must be at most {most}.")
    if limits.digits is not None and len(f"{value:f}".partition(".")[2].rstrip("0")) > limits.digits:
        _refuse_digits(limits.digits)
    if limits.step and not _is_multiple(value, limits.step):
        raise Wrong(f"应为 {limits.step} 的倍数。", f"Must be a multiple of {limits.step}.")


def _is_multiple(value: Decimal, step: Decimal) -> bool:
    """Exactly: Python's default context would give up beyond 28 digits."""
    return Fraction(value) % Fraction(step) == 0


def _refuse_digits(digits: int) -> None:
    if digits == 0:
        raise Wrong("请填写整数。", "Enter a whole number.")
    raise Wrong(f"最多 {digits} 位小数。", f"At most {digits} decimal places.")


def _check_not_past(value: object, now: datetime, zone: str) -> None:
    local = now.astimezone(ZoneInfo(zone))
    is_past = isinstance(value, FeelDate) and value < FeelDate.from_python(local.date())
    if isinstance(value, FeelDateTime):
        is_past = value.to_python() < now
    if is_past:
        raise Wrong("不能早于现在。", "Must not be in the past.")
