"""A small package of no procedure anybody has: parcels are weighed and sent."""

from __future__ import annotations

import json

from engine.packages import PackageFiles

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d">
  <bpmn:message id="m" name="parcel_stopped" />
  <bpmn:process id="parcels" name="寄包裹" isExecutable="true">
    <bpmn:startEvent id="parcel_brought" name="送来包裹"><bpmn:outgoing>to_weigh</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="to_weigh" name="称" sourceRef="parcel_brought" targetRef="weigh_parcel" />
    <bpmn:userTask id="weigh_parcel" name="称重">
      <bpmn:documentation>放到秤上。</bpmn:documentation>
      <bpmn:extensionElements>
        <zeebe:formDefinition formId="weigh_parcel" />
        <zeebe:properties><zeebe:property name="huixiang:stage" value="1 收件" /><zeebe:property name="huixiang:publicText" value="正在称重。" /></zeebe:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>"""

SETTINGS = """
[package]
id = "parcels"
name = "寄包裹"

[number]
pattern = "P{YYYY}-{NNN}"
reset = "year"

[[type]]
value = "大件"

[[clock]]
name = "weigh"
label = "称重"
start = ["parcel_brought"]
stop = ["weigh_parcel"]
limits = "weigh_limit"

[[case_message]]
name = "parcel_stopped"
label = "停止"
by = ["customer"]
"""

ENGLISH = """
[package]
name = "Sending parcels"
[value]
"大件" = "Bulky"
[element.weigh_parcel]
name = "Weigh the parcel"
"""

STORY = """
title = "一件包裹"
at = 2023-10-09T09:00:00+08:00
[[step]]
start = { by = "customer" }
[[step]]
complete = "weigh_parcel"
by = "wang.min"
"""


def form(form_id: str, *fields: dict) -> bytes:
    return json.dumps({"type": "default", "id": form_id, "schemaVersion": 18, "components": list(fields)}).encode()


def parcels(**changed: str | bytes | None) -> PackageFiles:
    """The package with some files changed or added (name with `_` for `.` and `__` for `/`), or left out (None)."""
    files: dict[str, bytes] = {
        "parcels.bpmn": DIAGRAM.encode(),
        "package.toml": SETTINGS.encode(),
        "texts/en.toml": ENGLISH.encode(),
        "scenarios/one_parcel.toml": STORY.encode(),
        "forms/weigh_parcel.form": form("weigh_parcel", {"type": "textfield", "key": "weight", "label": "重量", "id": "w"}),
        "weigh_limit.dmn": b"<definitions/>",
        "README.md": "# 包裹".encode(),
    }
    for key, content in changed.items():
        name = ".".join(key.replace("__", "/").rsplit("_", 1))
        if content is None:
            files.pop(name)
        else:
            files[name] = content.encode() if isinstance(content, str) else content
    return PackageFiles("parcels", files)


def sentences(reasons: list) -> str:
    """Every reason in one text: file, element, field, words."""
    return "\n".join(f"{each.severity} {each.file} {each.element} {each.field}: {each.text.en}" for each in reasons)
