"""What is wrong with a decision file: where, how bad, and one sentence in each language."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.errors import FeelError

MESSAGES: dict[str, tuple[str, str]] = {
    "unreadable": ("文件不是可读的 XML。", "The file is no readable XML."),
    "not-dmn": ("文件不是 DMN 1.1 至 1.5 的决策文件。", "The file is no DMN 1.1 to 1.5 file."),
    "document-type": ("文件含有 DOCTYPE 或实体，已拒绝。", "The file has a DOCTYPE or entities and is refused."),
    "too-large": ("文件超过 {limit} 字节。", "The file is larger than {limit} bytes."),
    "too-many-elements": ("文件超过 {limit} 个元素。", "The file has more than {limit} elements."),
    "too-deep": ("文件的元素嵌套超过 {limit} 层。", "The elements are nested more than {limit} deep."),
    "no-decision": ("文件里没有决策。", "The file has no decision."),
    "duplicate-id": ("标识“{id}”出现了两次。", "The id '{id}' occurs twice."),
    "unknown-reference": ("引用的“{href}”不存在。", "'{href}', which is referred to, does not exist."),
    "requirement-cycle": ("决策之间互相依赖，形成循环：{path}。", "The decisions need each other in a circle: {path}."),
    "unknown-import": ("找不到导入的模型“{namespace}”。", "The imported model '{namespace}' is not there."),
    "unknown-type": ("没有名为“{name}”的类型{hint_zh}。", "There is no type named '{name}'{hint_en}."),
    "language": ("不支持表达式语言“{language}”，请使用 FEEL。", "The expression language '{language}' is not supported; use FEEL."),
    "external-function": ("“{name}”是外部函数（{kind}），不支持。", "'{name}' is an external function ({kind}), which is not supported."),
    "unknown-hit-policy": ("没有名为“{policy}”的命中策略。", "There is no hit policy '{policy}'."),
    "aggregation": ("聚合“{aggregation}”不能用于此表。", "The aggregation '{aggregation}' can't be used in this table."),
    "no-output-order": ("命中策略“{policy}”需要声明输出值的顺序。", "The hit policy '{policy}' needs the output values in their order."),
    "wrong-cell-count": ("这一行有 {found} 个单元格，应为 {wanted} 个。", "The row has {found} cells; {wanted} are needed."),
    "unknown-name": ("没有名为“{name}”的值{hint_zh}。", "There is no value named '{name}'{hint_en}."),
    "unknown-function": ("没有名为“{name}”的函数{hint_zh}。", "There is no function named '{name}'{hint_en}."),
    "type-clash": ("{left_zh}和{right_zh}不能这样结合（{operator}）。", "A {left_en} and a {right_en} can't be combined with {operator}."),
    "cell-type": ("这一列是{left_zh}，单元格里是{right_zh}。", "The column holds a {left_en}; the cell has a {right_en}."),
    "value-not-declared": ("“{value}”不在这一列声明的取值之内。", "'{value}' is not among the values this column declares."),
    "gap": ("没有规则覆盖：{combination}。", "No rule covers: {combination}."),
    "overlap": ("规则 {rules} 同时命中：{combination}。", "The rules {rules} all match: {combination}."),
    "never-fires": ("规则 {rule} 永远不会生效。", "Rule {rule} can never fire."),
    # while deciding
    "not-unique": ("命中策略为“唯一”，但规则 {rules} 同时命中。", "The hit policy is UNIQUE, but the rules {rules} match."),
    "not-any": ("命中策略为“任意”，但规则 {rules} 的结果不同。", "The hit policy is ANY, but the rules {rules} differ."),
    "not-an-output-value": ("结果“{value}”不在声明的输出值之内。", "The result '{value}' is not among the declared output values."),
    "not-an-input-value": ("输入“{name}”的值“{value}”不在声明的取值之内。", "'{value}' is not among the declared values of '{name}'."),
    "missing-input": ("缺少输入“{name}”。", "The input '{name}' is missing."),
    "wrong-input": ("输入“{name}”应为{wanted_zh}，得到{kind_zh}。", "The input '{name}' must be {wanted_en}; got a {kind_en}."),
    "wrong-result": ("“{name}”的结果应为{wanted_zh}，得到{kind_zh}。", "The result of '{name}' must be {wanted_en}; got a {kind_en}."),
    "not-compiled": ("“{name}”有错误，无法求值。", "'{name}' has an error and can't be evaluated."),
    "unknown-decision": ("没有名为“{name}”的决策{hint_zh}。", "There is no decision '{name}'{hint_en}."),
    "condition": ("条件应为真或假，得到{kind_zh}。", "The condition must be true or false; got a {kind_en}."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason against a file: `element` is an id, `field` says which part of it (such as "rule 3, input 2")."""

    file: str
    element: str
    field: str
    code: str
    zh: str
    en: str
    severity: str = "error"       # error, warning


class UnreadableDecisions(Exception):
    """The file can't be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.file}: {problem.en}")
        self.problem = problem


def say(code: str, **values: object) -> tuple[str, str]:
    """The sentence of `code` in Chinese and English, with `values` put in."""
    zh, en = MESSAGES[code]
    known = {"hint_zh": "", "hint_en": ""} | values
    return zh.format(**known), en.format(**known)


def problem(file: str, element: str, field: str, code: str, severity: str = "error", **values: object) -> Problem:
    """A problem of this package's own list of messages."""
    zh, en = say(code, **values)
    return Problem(file, element, field, code, in_place(field, "zh") + zh, in_place(field, "en") + en, severity)


def feel_problem(file: str, element: str, field: str, error: FeelError) -> Problem:
    """The problem that an expression is no FEEL; names the character."""
    place = error.position + 1
    zh, en = f"第 {place} 个字符：{error.zh}", f"character {place}: {error.en}"
    return Problem(file, element, field, error.code, in_place(field, "zh") + zh, in_place(field, "en") + en)


_WORDS = {"rule": "规则", "input": "输入", "output": "输出", "default": "默认输出", "row": "行", "variable": "变量", "import": "导入",
          "if": "条件", "then": "成立时", "else": "否则", "in": "来源", "match": "筛选条件"}


def in_place(field: str, language: str) -> str:
    """The beginning of a sentence that says which cell is meant: "规则 3，输入 2：" of "rule 3, input 2"."""
    if not field:
        return ""
    if language == "en":
        return f"{field[0].upper()}{field[1:]}: "
    parts = (part.split(" ") for part in field.split(", "))
    return "，".join(" ".join((_WORDS.get(first, first), *rest)) for first, *rest in parts) + "："


