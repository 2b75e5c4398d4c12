"""Reads a form-js schema (.form, JSON) and says, field by field, why it can't be used."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.errors import Reason, Text
from engine.feel import Expression, FeelError, compile_expression, native
from engine.feel.value_text import value_text
from engine.model import form_schema as schema
from engine.model.form_components import LimitReader, known_attributes
from engine.model.form_schema import Field, Option, flat
from engine.model.form_sentences import UnknownTemplate, parts

MAX_BYTES = 1_000_000
NEWEST_SCHEMA = 19
_KEY = re.compile(r"[^\W\d]\w*")


class FormReader:
    """One reading of one file. `reasons` grows while it reads; errors make the form unusable, warnings don't."""

    def __init__(self, file: str):
        self.file = file
        self.form_id = ""
        self.reasons: list[Reason] = []

    def read(self, content: bytes) -> tuple[Field, ...]:
        """The fields; empty after a fault that leaves nothing to read."""
        form = self._json(content)
        if not isinstance(form, Mapping):
            return ()
        self.form_id = str(form.get("id") or "")
        self._check_head(form)
        components = form.get("components")
        if not isinstance(components, list):
            self.error("", "表单没有 components 列表", "the form has no list of components")
            return ()
        fields = self._fields(components)
        self._check_keys(fields)
        return fields

    def error(self, field: str, zh: str, en: str, severity: str = "error") -> None:
        self.reasons.append(Reason(self.file, self.form_id, field, Text(f"{zh}。", f"{en[:1].upper()}{en[1:]}."), severity))

    def expression(self, owner: str, text: object) -> Expression | None:
        """The FEEL expression after the `=`; None, with a reason, when it isn't one."""
        if text in (None, "", "="):
            self.error(owner, f"“{owner}”的表达式还是空的", f"the expression of '{owner}' is still empty")
            return None
        if not isinstance(text, str) or not text.startswith("="):
            self.error(owner, f"“{text}”应为以 = 开头的 FEEL 表达式", f"“{text}” must be a FEEL expression that begins with =")
            return None
        try:
            return compile_expression(text[1:])
        except FeelError as fault:
            self.error(owner, f"表达式“{text}”有误：{fault.zh}", f"the expression “{text}” is wrong: {fault.en}")
            return None

    def _json(self, content: bytes) -> object:
        if len(content) > MAX_BYTES:
            self.error("", "表单文件不能超过 1 MB", "a form file may have at most 1 MB")
            return None
        try:
            form = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
        except (ValueError, RecursionError):
            self.error("", "文件不是有效的 JSON", "the file is not valid JSON")
            return None
        if not isinstance(form, Mapping):
            self.error("", "文件不是表单", "the file is not a form")
        return form

    def _check_head(self, form: Mapping[str, object]) -> None:
        name = re.split(r"[\\/]", self.file)[-1].removesuffix(".form")
        if not self.form_id:
            self.error("", "表单没有 id", "the form has no id")
        elif self.form_id != name:
            self.error("", f"表单 id“{self.form_id}”与文件名“{name}”不同，不便查找", f"the form's id “{self.form_id}” isn't the file's name “{name}”, so it is hard to find", "warning")
        if form.get("type", "default") != "default":
            self.error("", "表单类型应为 default", "the form's type must be default")
        version = form.get("schemaVersion")
        if isinstance(version, Decimal) and version > NEWEST_SCHEMA:
            self.error("", f"表单版本 {version} 比本系统认识的新", f"schema version {version} is newer than what is known here", "warning")

    def _fields(self, components: Sequence[object]) -> tuple[Field, ...]:
        return tuple(field for each in components if (field := self._field(each)) is not None)

    def _field(self, component: object) -> Field | None:
        if not isinstance(component, Mapping) or not isinstance(component.get("type"), str):
            self.error("", "有一个组件没有类型", "a component has no type")
            return None
        kind = component["type"]
        owner = str(component.get("key") or component.get("path") or component.get("id") or kind)
        if kind not in schema.COMPONENTS:
            self.error(owner, f"不支持的组件“{kind}”", f"the component “{kind}” isn't supported")
            return None
        for name in component.keys() - known_attributes(kind):
            self.error(owner, f"不认识的属性“{name}”，已忽略", f"the attribute “{name}” isn't known and is ignored", "warning")
        return self._read(component, kind, owner)

    def _read(self, component: Mapping[str, object], kind: str, owner: str) -> Field:
        appearance = component.get("appearance")
        looks = appearance if isinstance(appearance, Mapping) else {}
        field = Field(
            id=str(component.get("id") or owner),
            type=kind,
            key=self._key(component, kind, owner),
            label=self._sentence(component, "label", owner),
            description=self._sentence(component, "description", owner),
            text=self._sentence(component, "text", owner),
            subtype=self._subtype(component, kind, owner),
            hide=self._hide(component, owner),
            is_readonly=self._readonly(component, owner),
            default=native(component.get("defaultValue")),
            prefix=self._text(looks, "prefixAdorner"),
            suffix=self._text(looks, "suffixAdorner"),
            canned=self._canned(component, kind, owner),
            properties=self._properties(component, owner),
        )
        return self._with_inside(LimitReader(self, component, owner).added_to(field), component, owner)

    def _with_inside(self, field: Field, component: Mapping[str, object], owner: str) -> Field:
        """What only some types have: options, children, rows, a source of values."""
        if field.type in (*schema.ONE_OF, *schema.MANY_OF):
            options, options_from = self._options(component, owner)
            return replace(field, options=options, options_from=options_from)
        if field.type in schema.CONTAINERS:
            return self._container(field, component, owner)
        if field.type == "table":
            return self._table(field, component, owner)
        if field.type == "expression":
            return replace(field, source=self.expression(owner, component.get("expression")))
        return field

    def _container(self, field: Field, component: Mapping[str, object], owner: str) -> Field:
        inside = component.get("components")
        fields = self._fields(inside) if isinstance(inside, list) else ()
        if field.type == "group" and component.get("path"):
            self.error(owner, "分组不能有 path", "a group can't have a path")
        rows = component.get("defaultRepetitions", Decimal(1))
        is_fixed = component.get("isRepeating") is False or component.get("allowAddRemove") is False
        return replace(field, fields=fields, default_rows=int(rows) if isinstance(rows, Decimal) else 1, has_fixed_rows=is_fixed)

    def _table(self, field: Field, component: Mapping[str, object], owner: str) -> Field:
        source, columns = component.get("dataSource"), component.get("columns")
        expression = self.expression(owner, source if str(source).startswith("=") else f"={source}")
        if columns_from := component.get("columnsExpression"):
            return replace(field, source=expression, columns_from=self.expression(owner, columns_from))
        if not isinstance(columns, list) or not all(isinstance(each, Mapping) and each.get("key") for each in columns):
            self.error(owner, "表格需要列，每列都有 key", "a table needs columns, each with a key")
            columns = []
        return replace(field, source=expression, columns=tuple((str(each["key"]), str(each.get("label") or each["key"])) for each in columns))

    def _options(self, component: Mapping[str, object], owner: str) -> tuple[tuple[Option, ...], Expression | None]:
        if "valuesExpression" in component:
            return (), self.expression(owner, component["valuesExpression"])
        if "valuesKey" in component:
            return (), self.expression(owner, f"={component['valuesKey']}")
        values = component.get("values")
        options = tuple(_option(each) for each in values if isinstance(each, Mapping) and each.get("value") not in (None, "")) if isinstance(values, list) else ()
        if not options or len({value_text(each.value) for each in options}) < len(values):
            self.error(owner, "需要选项，每个选项有不同的值", "options are needed, each with a value of its own")
        return options, None

    def _key(self, component: Mapping[str, object], kind: str, owner: str) -> str:
        if kind not in schema.KEYED:
            return ""
        name = "path" if kind == "dynamiclist" else "key"
        key = component.get(name)
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            self.error(owner, f"{name}“{key or ''}”应为一个变量名（字母、数字、下划线，没有点）", f"the {name} “{key or ''}” must be one variable name: letters, digits, underscores, no dots")
            return owner
        return key

    def _subtype(self, component: Mapping[str, object], kind: str, owner: str) -> str:
        if kind != "datetime":
            return ""
        subtype = component.get("subtype", "date")
        if subtype not in ("date", "time", "datetime"):
            self.error(owner, f"不认识的日期类型“{subtype}”", f"the date type “{subtype}” isn't known")
            return "date"
        return str(subtype)

    def _hide(self, component: Mapping[str, object], owner: str) -> Expression | None:
        condition = component.get("conditional")
        if not isinstance(condition, Mapping) or condition.get("hide") in (None, "", False):
            return None
        return self.expression(owner, condition["hide"])

    def _readonly(self, component: Mapping[str, object], owner: str) -> object:
        setting = component.get("readonly") or component.get("disabled") or False
        return setting if isinstance(setting, bool) else self.expression(owner, setting)

    def _canned(self, component: Mapping[str, object], kind: str, owner: str) -> Expression | None:
        written = component.get("properties")
        canned = written.get("canned") if isinstance(written, Mapping) else None
        if canned in (None, ""):
            return None
        if kind not in schema.TEXTS:
            self.error(owner, "canned 只能用于文本框", "canned belongs to a text field")
        return self.expression(owner, canned)

    def _sentence(self, component: Mapping[str, object], name: str, owner: str) -> str:
        text = self._text(component, name)
        try:
            parts(text)
        except FeelError as fault:
            self.error(owner, f"{name} 中的表达式有误：{fault.zh}", f"an expression in {name} is wrong: {fault.en}")
        except UnknownTemplate as fault:
            self.error(owner, f"{name}：{fault.text.zh}", f"{name}: {fault.text.en}")
        return text

    def _text(self, holder: Mapping[str, object], name: str) -> str:
        value = holder.get(name)
        return value if isinstance(value, str) else ""

    def _properties(self, component: Mapping[str, object], owner: str) -> dict[str, str]:
        found = component.get("properties")
        properties = {str(name): str(value) for name, value in found.items()} if isinstance(found, Mapping) else {}
        contact = properties.get("contact")
        if contact is not None and (contact not in schema.CONTACT_KINDS or component["type"] != "textfield"):
            kinds = ", ".join(schema.CONTACT_KINDS)
            self.error(owner, f"contact 只能用于文本框，值为 {kinds}", f"contact belongs to a textfield and is one of {kinds}")
        return properties

    def _check_keys(self, fields: tuple[Field, ...]) -> None:
        """One key twice on one level would let one field overwrite another."""
        keys = [each.key for each in flat(fields) if each.key]
        for key in sorted({each for each in keys if keys.count(each) > 1}):
            self.error(key, f"“{key}”出现了不止一次", f"“{key}” stands there more than once")
        for each in flat(fields):
            if each.type == "dynamiclist":
                self._check_rows(each)

    def _check_rows(self, rows: Field) -> None:
        self._check_keys(rows.fields)
        for each in flat(rows.fields):
            if each.type == "filepicker":
                self.error(each.key, "列表的行里不能上传文件", "a row of a list can't hold files")


def _option(each: Mapping[str, object]) -> Option:
    value = native(each["value"])
    label = each.get("label")
    text = label if isinstance(label, str) and label else value_text(value)
    return Option(value, Text(text, text))


def _refuse(constant: str) -> object:
    raise ValueError(constant)
