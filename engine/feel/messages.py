"""Every sentence of this package, in Chinese and English, by code."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # syntax
    "unexpected-token": ("这里不应出现“{found}”，应为{expected_zh}。", "Unexpected '{found}'; expected {expected_en}."),
    "too-much": ("“{found}”多余：它前面的表达式已经完整。", "'{found}' is too much: the expression before it is complete."),
    "joined-tests": ("一个单元格里不能用“{found}”连接比较；请写成范围，如 [5..10]，或用逗号列出。",
                     "Comparisons in a cell are not joined by '{found}'; write a range such as [5..10], or list them with commas."),
    "unexpected-end": ("表达式在这里中断，还缺{expected_zh}。", "The expression ends too early; expected {expected_en}."),
    "unexpected-character": ("无法识别的字符“{found}”。", "Unknown character '{found}'."),
    "full-width": ("“{found}”是全角符号，请改用半角“{wanted}”。", "'{found}' is a full-width sign; write '{wanted}'."),
    "unterminated-string": ("字符串缺少结尾的双引号。", "The string has no closing quote."),
    "unterminated-comment": ("注释缺少结尾的 */。", "The comment has no closing */."),
    "single-quote": ("字符串要用双引号，不能用单引号。", "Strings need double quotes, not single ones."),
    "single-equals": ("相等只写一个等号：=。", "Equality is written with one sign: =."),
    "empty-expression": ("表达式是空的。", "The expression is empty."),
    "duplicate-key": ("同一个上下文里有两个“{name}”。", "The context has two entries named '{name}'."),
    "unknown-type": ("没有名为“{name}”的类型{hint_zh}。", "There is no type named '{name}'{hint_en}."),
    # limits
    "too-long": ("文本超过 {limit} 个字符。", "The text is longer than {limit} characters."),
    "too-deep": ("嵌套太深。", "The nesting is too deep."),
    "too-many-steps": ("计算步骤超过 {limit} 步。", "The evaluation takes more than {limit} steps."),
    "too-many-items": ("列表超过 {limit} 项。", "The list has more than {limit} items."),
    "too-many-characters": ("字符串超过 {limit} 个字符。", "The string has more than {limit} characters."),
    "too-many-calls": ("函数互相调用超过 {limit} 层。", "Functions call each other more than {limit} deep."),
    "pattern-too-slow": ("正则匹配耗时过长。", "The pattern takes too long to match."),
    # names and paths
    "unknown-name": ("没有名为“{name}”的值{hint_zh}。", "There is no value named '{name}'{hint_en}."),
    "unknown-entry": ("{kind_zh}里没有“{name}”{hint_zh}。", "The {kind_en} has no '{name}'{hint_en}."),
    "unknown-function": ("没有名为“{name}”的函数{hint_zh}。", "There is no function named '{name}'{hint_en}."),
    "not-a-function": ("{kind_zh}不能当作函数调用。", "A {kind_en} can't be called."),
    # operators
    "wrong-operands": ("“{operator}”不能用于{left_zh}和{right_zh}。", "'{operator}' does not take {left_en} and {right_en}."),
    "not-comparable": ("{left_zh}和{right_zh}不能比较。", "A {left_en} and a {right_en} can't be compared."),
    "wrong-operand": ("“{operator}”不能用于{kind_zh}。", "'{operator}' does not take a {kind_en}."),
    "division-by-zero": ("除数为零。", "Division by zero."),
    "number-out-of-range": ("结果超出数字的范围。", "The result is outside the range of numbers."),
    "time-out-of-range": ("结果超出日期或时长的范围。", "The result is outside the range of dates and durations."),
    "zone-on-one-side": ("一个值带时区，另一个不带，无法比较或相减。", "Only one of the two values has a time zone."),
    "not-a-boolean": ("{place_zh}应为真或假，得到{kind_zh}。", "{place_en} must be true or false; got a {kind_en}."),
    "not-a-list": ("这里需要列表，得到{kind_zh}。", "A list is needed here; got a {kind_en}."),
    "wrong-filter": ("方括号里应为条件或序号，得到{kind_zh}。", "A filter needs a condition or an index; got a {kind_en}."),
    "no-such-item": ("列表有 {count} 项，没有第 {index} 项。", "The list has {count} items, none with the index {index}."),
    "wrong-range": ("范围的两端无效。", "The two ends do not make a range."),
    "invalid-literal": ("“{text}”不是有效的日期、时间或时长。", "'{text}' is no date, time or duration."),
    # calls
    "wrong-argument-count": ("{name} 的参数个数不对（给了 {given} 个）。", "{name} does not take {given} arguments."),
    "unknown-argument": ("{name} 没有名为“{argument}”的参数{hint_zh}。", "{name} has no parameter '{argument}'{hint_en}."),
    "missing-argument": ("{name} 缺少参数“{argument}”。", "{name} needs '{argument}'."),
    "wrong-argument": ("{name} 的参数“{argument}”应为{wanted_zh}，得到{kind_zh}。", "{name}: '{argument}' must be {wanted_en}; got a {kind_en}."),
    "invalid-argument": ("{name}：{reason_zh}。", "{name}: {reason_en}."),
    "external-function": ("不支持外部函数（{kind}）。", "External functions ({kind}) are not supported."),
    "wrong-type": ("值应为{wanted_zh}，得到{kind_zh}。", "The value must be {wanted_en}; got a {kind_en}."),
    "no-clock": ("没有给出当前时间。", "No current time was given."),
}

_KINDS: dict[str, tuple[str, str]] = {
    "null": ("空值", "null"), "number": ("数字", "number"), "string": ("字符串", "string"), "boolean": ("真假值", "boolean"),
    "date": ("日期", "date"), "time": ("时间", "time"), "date and time": ("日期时间", "date and time"),
    "days and time duration": ("时长", "duration"), "years and months duration": ("年月时长", "years and months duration"),
    "list": ("列表", "list"), "context": ("上下文", "context"), "range": ("范围", "range"), "function": ("函数", "function"),
}


def say(code: str, **values: object) -> tuple[str, str]:
    """The sentence of `code` in Chinese and English, with `values` put in."""
    zh, en = MESSAGES[code]
    known = {"hint_zh": "", "hint_en": ""} | values
    return zh.format(**known), en.format(**known)


def kind_words(kind: str, prefix: str = "kind") -> dict[str, str]:
    """The words for a kind of value (or several, joined by " / "), ready to hand to `say`: `{prefix}_zh` and `{prefix}_en`."""
    words = [_KINDS.get(each, (each, each)) for each in kind.split(" / ")]
    return {f"{prefix}_zh": "或".join(zh for zh, _ in words), f"{prefix}_en": " or ".join(en for _, en in words)}


def hint_words(candidate: str | None) -> dict[str, str]:
    """The words of a "did you mean" hint, ready to hand to `say`."""
    if candidate is None:
        return {"hint_zh": "", "hint_en": ""}
    return {"hint_zh": f"（是不是“{candidate}”？）", "hint_en": f" (did you mean '{candidate}'?)"}
