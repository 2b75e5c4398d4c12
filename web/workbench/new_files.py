"""What a new file of a draft is called and begins with: a form, a decision table, a scenario, a text."""

from __future__ import annotations

import json
import re

from engine.errors import InvalidValues, Text

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_SCENARIO = 'title = "{id}"\nat = 2024-01-08T09:00:00+08:00\n\n[[step]]\nstart = {{ by = "customer", values = {{ }} }}\n'
_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="definitions_{id}" name="{id}" namespace="huixiang">
  <decision id="{id}" name="{id}">
    <decisionTable id="table_{id}" hitPolicy="FIRST">
      <input id="input_1"><inputExpression id="expression_1" typeRef="string"><text></text></inputExpression></input>
      <output id="output_1" name="result" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI><dmndi:DMNDiagram><dmndi:DMNShape dmnElementRef="{id}"><dc:Bounds height="80" width="180" x="160" y="100" /></dmndi:DMNShape>\
</dmndi:DMNDiagram></dmndi:DMNDI>
</definitions>
"""
# Kinds of files that the form for a new one offers, with their words.
KINDS = {
    "form": Text("表单", "Form"),
    "table": Text("决策表", "Decision table"),
    "scenario": Text("场景", "Scenario"),
}


def named(package_id: str, kind: str, id_: str) -> tuple[str, bytes]:
    """File name and first content. Raises InvalidValues."""
    if not _ID.fullmatch(id_):
        raise InvalidValues({"name": Text("请用小写字母、数字和下划线，例如 check_address。", "Please use lower-case letters, digits and underscores, such as check_address.")})
    if kind == "form":
        return f"forms/{id_}.form", json.dumps({"type": "default", "id": id_, "schemaVersion": 16, "components": []}, indent=2).encode()
    if kind == "table":
        return f"{id_}.dmn", _TABLE.format(id=id_).encode()
    if kind == "scenario":
        return f"scenarios/{id_}.toml", _SCENARIO.format(id=id_).encode()
    raise InvalidValues({"kind": Text("请选择种类。", "Please choose a kind.")})
