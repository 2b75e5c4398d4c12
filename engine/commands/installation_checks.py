"""What stands against a package in this installation: a requirement it may not lose, numbers another package gives, people and
connectors that aren't there. Unlike the rest of the check it may say something else tomorrow."""

from __future__ import annotations

from collections.abc import Iterator

from engine.commands.candidate_checks import candidate_reasons
from engine.commands.jobs import HTTP_REQUEST
from engine.commands.mandatory_rows import mandatory_reasons
from engine.errors import Reason, Text
from engine.model.did_you_mean import did_you_mean
from engine.packages import Package, PackageFiles, Unreadable, read_package
from engine.packages.drawing import Drawing, read_drawing
from engine.store import packages as versions
from engine.store.transaction import Tx


def reasons_here(tx: Tx, files: PackageFiles) -> list[Reason]:
    """Errors and warnings; none for files that can't be read, because their own reasons say why."""
    try:
        package = read_package(files)
    except Unreadable:
        return []
    drawings = {file: read_drawing(xml) for file, xml in {package.process_file: package.xml, **package.called_files}.items()}
    return [
        *mandatory_reasons(tx, package),
        *_taken_numbers(tx, package),
        *candidate_reasons(tx, [(file, work) for file, drawing in drawings.items() for work in drawing.work]),
        *_connectors(tx, drawings),
    ]


def _taken_numbers(tx: Tx, package: Package) -> Iterator[Reason]:
    """Case numbers are unique in the installation, so no two packages may count by one pattern."""
    for package_id, version_id in versions.newest_versions(tx).items():
        if package_id != package.id and tx.library.get(version_id).package.settings.number.clashes(package.settings.number):
            sentence = Text(f"流程包“{package_id}”的编号格式会给出同样的编号。", f"The package '{package_id}' has a number pattern that can give the same number.")
            yield Reason("package.toml", "number", "pattern", sentence)


def _connectors(tx: Tx, drawings: dict[str, Drawing]) -> Iterator[Reason]:
    """A connector that the operator hasn't set makes an incident of every case that comes there."""
    known = {each.name for each in tx.settings.transports.connectors}
    for file, drawing in drawings.items():
        for job in drawing.jobs:
            name = job.headers.get("connector", "")
            if job.type == HTTP_REQUEST and name and name not in known:
                hint = did_you_mean(name, known)
                yield Reason(file, job.element, "connector", Text(
                    f"这套系统还没有设置连接器“{name}”，工单走到这里会停下等人处理。{hint.zh}",
                    f"The connector '{name}' isn't set in this installation; a case that comes here stops until a person helps.{hint.en}",
                ), "warning")  # fmt: skip
