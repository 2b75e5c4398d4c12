"""A package as one value: diagram, forms, tables, texts, settings, rows and scenarios of one version."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from engine.errors import NotFound, Reason, Text, Undeployable
from engine.model.forms import Form, read_form
from engine.packages.bundle import SHARED, PackageFiles
from engine.packages.called import uncalled
from engine.packages.documents import Document, read_documents
from engine.packages.embedded_forms import embedded_forms
from engine.packages.messages import FILE as MESSAGES
from engine.packages.messages import Message, read_messages
from engine.packages.rows import Row, read_rows
from engine.packages.scenarios import Scenario, read_scenario
from engine.packages.settings import PackageSettings
from engine.packages.settings_reading import read_settings
from engine.packages.texts import ENGLISH, Texts
from engine.packages.toml_reading import Problems, Table, read_toml

T = TypeVar("T")
_NAME_OF_PROCESS = re.compile(rb"<(?:\w+:)?process\b[^>]*?\bname=\"([^\"]{1,200})\"")


class Unreadable(Undeployable):
    """These files are not a package that could be run; `reasons` says why (409). `package`: what could be read of it."""

    def __init__(self, reasons: list[Reason], package: Package):
        super().__init__(reasons)
        self.package = package


@dataclass(frozen=True)
class Package:
    """`warnings`: what reading found and could do without. `called_files`: diagrams that calls may run, own and of processes/shared."""

    id: str
    name: Text
    summary: Text
    readme: str
    process_file: str
    xml: bytes
    forms: Mapping[str, Form]
    form_files: Mapping[str, bytes]
    decision_files: Mapping[str, bytes]
    called_files: Mapping[str, bytes]
    settings: PackageSettings
    texts: Texts
    rows: tuple[Row, ...]
    scenarios: tuple[Scenario, ...]
    documents: tuple[Document, ...]
    messages: tuple[Message, ...]
    hash: str
    warnings: tuple[Reason, ...] = field(default=())

    def message(self, id_: str) -> Message:
        """Raises NotFound."""
        found = next((each for each in self.messages if each.id == id_), None)
        if found is None:
            raise NotFound("message")
        return found


def read_package(files: PackageFiles) -> Package:
    """Raises Unreadable with every reason found when the files can't be a package."""
    package, reasons = _read(_ByContent(files))
    if any(each.severity == "error" for each in reasons):
        raise Unreadable(list(reasons), package)
    return package


class _ByContent:
    """Files that are equal when their bytes are, so that the same ones are read once."""

    def __init__(self, files: PackageFiles):
        self.files, self._key = files, (files.id, files.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=16)
def _read(by_content: _ByContent) -> tuple[Package, tuple[Reason, ...]]:
    reading = _Reading(by_content.files)
    package = reading.package()
    return package, tuple(reading.reasons)


class _Reading:
    """Reads file after file and goes on past what is wrong, so that an owner gets all reasons at once."""

    def __init__(self, files: PackageFiles):
        self.files = files
        self.reasons: list[Reason] = []

    def package(self) -> Package:
        # A lone diagram has no package.toml and works with defaults.
        toml = self._toml("package.toml", lambda table, _: table)
        texts = self._toml(ENGLISH, lambda table, _: Texts.read(table.values))
        about = toml.table("package")
        settings = read_settings(self.files.id, toml, texts, self._problems("package.toml"))
        process_file = self._process_file(about)
        xml = self.files.files.get(process_file, b"")
        name = about.text("name", "") or _process_name(xml) or self.files.id
        summary = about.text("summary", "")
        self._check_id(about)
        about.done()
        toml.done()
        forms = self._by_suffix(".form")
        return Package(
            id=self.files.id, name=texts.text(("package", "name"), name), summary=texts.text(("package", "summary"), summary),
            readme=self.files.files.get("README.md", b"").decode("utf-8", "replace"), process_file=process_file, xml=xml,
            forms=self._forms(forms | self._embedded()), form_files=forms, decision_files=self._by_suffix(".dmn"), called_files=self._called_files(process_file),
            settings=settings, texts=texts, rows=self._toml("rows.toml", lambda table, _: read_rows(table)),
            scenarios=self._scenarios(), documents=self._toml("documents.toml", lambda table, _: read_documents(table, texts)),
            messages=self._toml(MESSAGES, lambda table, _: read_messages(table, texts)), hash=self.files.hash, warnings=tuple(self.reasons),
        )

    def _problems(self, file: str) -> Problems:
        problems = Problems(file)
        # The same list: what is added later is found too.
        problems.found = self.reasons
        return problems

    def _toml(self, file: str, read: Callable[[Table, Problems], T]) -> T:
        problems = self._problems(file)
        tables = read_toml(self.files.files[file], problems) if file in self.files.files else {}
        return read(Table(tables, "", problems), problems)

    def _process_file(self, about: Table) -> str:
        own = {name: xml for name, xml in self._by_suffix(".bpmn").items() if not name.startswith(SHARED)}
        named = about.text("process", "")
        if named and named not in own:
            about.problems.add("package", "process", f"没有文件“{named}”。", f"There is no file '{named}'.")
        if not named and len(uncalled(own)) == 1:
            return uncalled(own)[0]
        if not named:
            found = "没有流程图（.bpmn）。", "There is no diagram (.bpmn)."
            if own:
                found = "有几个流程图：请在 package.toml 里写明 process。", "There are several diagrams: name one as process in package.toml."
            about.problems.add("package", "process", *found)
        return named or next(iter(own), "")

    def _check_id(self, about: Table) -> None:
        written = about.text("id", self.files.id)
        if written != self.files.id:
            about.problems.add("package", "id", f"编号“{written}”和文件夹“{self.files.id}”不一样。", f"The id '{written}' is not the folder's name '{self.files.id}'.")

    def _by_suffix(self, suffix: str) -> dict[str, bytes]:
        return {name: content for name, content in sorted(self.files.files.items()) if name.endswith(suffix)}

    def _called_files(self, process_file: str) -> dict[str, bytes]:
        return {name: content for name, content in self._by_suffix(".bpmn").items() if name != process_file}

    def _embedded(self) -> dict[str, bytes]:
        return {f"{file}/{id_}.form": form for file, xml in self._by_suffix(".bpmn").items() for id_, form in embedded_forms(xml).items()}

    def _forms(self, files: Mapping[str, bytes]) -> dict[str, Form]:
        forms: dict[str, Form] = {}
        for name, content in files.items():
            try:
                form = read_form(content, name)
            except Undeployable as refused:
                self.reasons += refused.reasons
                continue
            if form.id in forms:
                self.reasons.append(Reason(name, form.id, "id", Text("另一个文件已有同名表单。", "Another file has a form of this name.")))
            forms[form.id] = form
        return forms

    def _scenarios(self) -> tuple[Scenario, ...]:
        stories = [name for name in sorted(self.files.files) if name.startswith("scenarios/") and name.endswith(".toml")]
        return tuple(self._scenario(name) for name in stories)

    def _scenario(self, name: str) -> Scenario:
        return self._toml(name, lambda table, problems: read_scenario(PurePosixPath(name).stem, table, problems))


def _process_name(xml: bytes) -> str:
    found = _NAME_OF_PROCESS.search(xml)
    return found[1].decode("utf-8", "replace") if found else ""
