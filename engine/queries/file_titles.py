"""What the files of a package are about: the words of the procedure beside the names that programs use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.errors import Text
from engine.queries.workbench import see_workbench
from engine.store import packages as versions
from engine.store.transaction import Tx

_FIXED = {
    "package.toml": Text("设置：编号、时限、状态、保存期", "Settings: numbers, clocks, statuses, retention"),
    "texts/en.toml": Text("英文", "English"),
    "messages.toml": Text("发出的消息", "Messages that go out"),
    "documents.toml": Text("单据", "Documents"),
    "rows.toml": Text("需求对照", "Requirements"),
    "README.md": Text("说明", "About it"),
}


def titles(tx: Tx, package_id: str) -> dict[str, Text]:
    """By file name, as the newest version has them: what a draft adds has none, nor does a package that was never deployed.

    Raises NotFound.
    """
    see_workbench(tx, package_id)
    version_id = versions.newest_version_id(tx, package_id)
    if version_id is None:
        return dict(_FIXED)
    loaded = tx.library.get(version_id)
    return _FIXED | dict(_of_scenarios(loaded)) | dict(_of_forms(loaded)) | dict(_of_tables(loaded)) | {loaded.package.process_file: loaded.package.name}


def _of_tables(loaded: Any) -> Iterator[tuple[str, Text]]:
    for id_, decision in loaded.decisions.items():
        if decision.name:
            yield f"{id_}.dmn", loaded.package.texts.decision(id_, decision.name)


def _of_forms(loaded: Any) -> Iterator[tuple[str, Text]]:
    """A form is called like the step that shows it, or like what one sends with it."""
    texts = loaded.package.texts
    for message in loaded.package.settings.case_messages:
        yield f"forms/{message.form}.form", message.label
    for element in loaded.definition.elements.values():
        if element.form_id and element.name:
            yield f"forms/{element.form_id}.form", texts.element(element.id, "name", element.name)


def _of_scenarios(loaded: Any) -> Iterator[tuple[str, Text]]:
    for scenario in loaded.package.scenarios:
        yield f"scenarios/{scenario.name}.toml", Text(scenario.title, scenario.title)
