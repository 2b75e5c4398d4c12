"""The workbench's pages: which packages somebody may work on, a draft with its files, who is at it, copies that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.packages.bundle import PackageFiles
from engine.queries.catalogue import PackageLine, package_line
from engine.store import package_drafts
from engine.store import packages as versions
from engine.store.tables import DeploymentRequest, Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class WorkbenchLine:
    """One package in the list. `changed`: how many files of the draft differ from the newest version; None without a draft."""

    id: str
    name: Text
    number: int | None
    changed: int | None
    changed_at: datetime | None
    changed_by: str
    may_edit: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """`state`: same, changed or added, against the newest version. `kind`: diagram, table, form, text."""

    name: str
    kind: str
    saved_at: datetime
    saved_by: str
    state: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    id: str
    name: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as its pages show it; without one `has_draft` is False and the files are those of the newest version."""

    id: str
    name: Text
    package: PackageLine | None
    has_draft: bool
    base_number: int | None
    revision: int
    files: list[FileLine]
    removed: list[str]
    copies: list[CopyLine]
    others: list[tuple[str, str]]
    may_edit: bool
    may_deploy: bool

    @property
    def newest_number(self) -> int | None:
        return self.package.versions[0].number if self.package else None

    @property
    def is_behind(self) -> bool:
        """Another version was deployed since the draft began."""
        return self.has_draft and self.base_number != self.newest_number

    @property
    def changed(self) -> int:
        return sum(line.state != "same" for line in self.files) + len(self.removed)

    def of_kind(self, kind: str) -> list[FileLine]:
        return [line for line in self.files if line.kind == kind]


@dataclass(frozen=True, slots=True)
class FileContent:
    """`revision` 0: there is no draft, this is the newest version's file."""

    name: str
    content: bytes
    revision: int
    draft_revision: int
    is_readonly: bool


def packages(tx: Tx) -> list[WorkbenchLine]:
    """The packages whose workbench the actor may open. Raises NotFound for who may open none."""
    if not permissions.may_see_any_workbench(tx.actor):
        raise NotFound("workbench")
    ids = [id_ for id_ in package_drafts.package_ids(tx) if permissions.may_see_workbench(tx.actor, id_)]
    return [_line(tx, id_) for id_ in ids]


def draft_page(tx: Tx, package_id: str) -> DraftPage:
    """Raises NotFound."""
    see_workbench(tx, package_id)
    package, people = _package(tx, package_id), _people(tx)
    deployed = _deployed(tx, package_id)
    shared = {
        "id": package_id, "name": package.name if package else Text(package_id, package_id), "package": package,
        "may_edit": permissions.may_edit_package(tx.actor, package_id), "may_deploy": permissions.may_deploy(tx.actor, package_id),
    }  # fmt: skip
    if not package_drafts.has_draft(tx, package_id):
        version = package.versions[0]
        files = [FileLine(name, kind_of(name), version.deployed_at, version.deployed_by, "same") for name in sorted(deployed)]
        return DraftPage(**shared, has_draft=False, base_number=version.number, revision=0, files=files, removed=[], copies=[], others=[])
    draft = package_drafts.draft(tx, package_id)
    contents = package_drafts.contents(tx, package_id)
    return DraftPage(
        **shared, has_draft=True, base_number=draft.base_number, revision=draft.revision,
        files=[_file(row, contents[row.name], deployed, people) for row in package_drafts.file_rows(tx, package_id)],
        removed=sorted(deployed.keys() - contents.keys()),
        copies=[CopyLine(row.id, row.name, row.saved_at, people.get(row.saved_by, "")) for row in package_drafts.copies(tx, package_id)],
        others=others(tx, package_id),
    )  # fmt: skip


def file_content(tx: Tx, package_id: str, name: str) -> FileContent:
    """One file of the draft, else of the newest version, to read. Raises NotFound."""
    see_workbench(tx, package_id)
    if package_drafts.has_draft(tx, package_id):
        row, draft = package_drafts.file(tx, package_id, name), package_drafts.draft(tx, package_id)
        return FileContent(name, row.content, row.revision, draft.revision, not permissions.may_edit_package(tx.actor, package_id))
    files = _deployed(tx, package_id)
    if name not in files:
        raise NotFound("file")
    return FileContent(name, files[name], 0, 0, True)


def copy_content(tx: Tx, package_id: str, copy_id: str) -> tuple[str, bytes]:
    """Name and content of a copy that was kept. Raises NotFound."""
    see_workbench(tx, package_id)
    row = package_drafts.copy(tx, package_id, copy_id)
    return row.name, row.content


def draft_files(tx: Tx, package_id: str) -> PackageFiles:
    """The draft as a package; without one the newest version. Raises NotFound, BadBundle."""
    see_workbench(tx, package_id)
    if package_drafts.has_draft(tx, package_id):
        return PackageFiles(package_id, package_drafts.contents(tx, package_id))
    return PackageFiles(package_id, _deployed(tx, package_id))


def version_files(tx: Tx, package_id: str, number: int) -> PackageFiles:
    """Raises NotFound."""
    see_workbench(tx, package_id)
    return PackageFiles.from_bytes(package_drafts.version_bytes(tx, package_id, number), package_id)


def others(tx: Tx, package_id: str) -> list[tuple[str, str]]:
    """Name and open file of everybody else who has the draft open now."""
    people = _people(tx)
    return [(people.get(row.person_id, ""), row.name) for row in package_drafts.present(tx, package_id) if row.person_id != tx.actor.id]


def file_state(tx: Tx, package_id: str, name: str) -> tuple[int, int, str]:
    """Revision of a draft's file and of the draft, and who saved the file last. Raises NotFound."""
    see_workbench(tx, package_id)
    row, draft = package_drafts.file(tx, package_id, name), package_drafts.draft(tx, package_id)
    return row.revision, draft.revision, _people(tx).get(row.saved_by, "")


def see_workbench(tx: Tx, package_id: str) -> None:
    """Raises NotFound for who may not, and for a package that isn't there."""
    is_there = versions.newest_version_id(tx, package_id) is not None or package_drafts.has_draft(tx, package_id)
    if not (is_there and permissions.may_see_workbench(tx.actor, package_id)):
        raise NotFound("package")


def kind_of(name: str) -> str:
    kinds = {"bpmn": "diagram", "dmn": "table", "form": "form"}
    if name.startswith("scenarios/"):
        return "scenario"
    return kinds.get(name.rsplit(".", 1)[-1], "text")


def _line(tx: Tx, package_id: str) -> WorkbenchLine:
    package = _package(tx, package_id)
    draft = package_drafts.draft(tx, package_id) if package_drafts.has_draft(tx, package_id) else None
    asked = select(DeploymentRequest.id).where(DeploymentRequest.package_id == package_id, DeploymentRequest.state == "waiting")
    return WorkbenchLine(
        id=package_id,
        name=package.name if package else Text(package_id, package_id),
        number=package.versions[0].number if package else None,
        changed=_count_changed(tx, package_id) if draft else None,
        changed_at=draft.changed_at if draft else None,
        changed_by=_people(tx).get(draft.changed_by, "") if draft else "",
        may_edit=permissions.may_edit_package(tx.actor, package_id),
        waiting=len(tx.session.scalars(asked).all()),
    )


def _count_changed(tx: Tx, package_id: str) -> int:
    draft, deployed = package_drafts.contents(tx, package_id), _deployed(tx, package_id)
    return sum(draft.get(name) != deployed.get(name) for name in draft.keys() | deployed.keys())


def _file(row, content: bytes, deployed: dict[str, bytes], people: dict[str, str]) -> FileLine:
    state = "added" if row.name not in deployed else "same" if deployed[row.name] == content else "changed"
    return FileLine(row.name, kind_of(row.name), row.saved_at, people.get(row.saved_by, ""), state)


def _package(tx: Tx, package_id: str) -> PackageLine | None:
    """None for a package that was never deployed."""
    return package_line(tx, package_id) if versions.newest_version_id(tx, package_id) else None


def _deployed(tx: Tx, package_id: str) -> dict[str, bytes]:
    """Files of the newest version; none for a package that was never deployed."""
    if versions.newest_version_id(tx, package_id) is None:
        return {}
    return dict(PackageFiles.from_bytes(package_drafts.version_bytes(tx, package_id), package_id).files)


def _people(tx: Tx) -> dict[str, str]:
    return dict(tx.session.execute(select(Person.id, Person.name)).all())
