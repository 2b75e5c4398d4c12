"""What stands against deploying a draft, as its pages tell it; what the same bytes say of themselves is worked out once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from engine.commands import deploy
from engine.commands.installation_checks import reasons_here
from engine.errors import Reason
from engine.packages.bundle import PackageFiles
from engine.packages.named_elements import named_elements
from web.current import ask
from web.language import of

_MOST = 32
_known: OrderedDict[tuple[str, str], list[Reason]] = OrderedDict()
_lock = Lock()


def reasons_of(files: PackageFiles) -> list[Reason]:
    """Errors first. What depends on the installation, its people and its newest version, is asked anew each time."""
    return sorted([*_own_reasons(files), *ask(reasons_here, files)], key=lambda reason: reason.severity != "error")


def _own_reasons(files: PackageFiles) -> list[Reason]:
    key = (files.id, files.hash)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    found = deploy.check(files)
    with _lock:
        _known[key] = found
        while len(_known) > _MOST:
            _known.popitem(last=False)
    return found


def errors_in(reasons: list[Reason]) -> list[Reason]:
    return [reason for reason in reasons if reason.severity == "error"]


def warnings_in(reasons: list[Reason]) -> list[Reason]:
    return [reason for reason in reasons if reason.severity == "warning"]


def told(files: PackageFiles, reasons: list[Reason]) -> list[dict[str, str]]:
    """In the reader's language, with the name of what each stands at."""
    names = {file: _names(files, file) for file in {reason.file for reason in reasons}}
    return [
        {
            "file": reason.file, "element": reason.element, "field": reason.field, "severity": reason.severity, "text": of(reason.text),
            "place": names[reason.file].get(reason.element) or reason.element or reason.file,
        }
        for reason in reasons
    ]  # fmt: skip


def _names(files: PackageFiles, file: str) -> dict[str, str]:
    """Id -> name of what a diagram or table holds."""
    content = files.files.get(file, b"") if file.endswith((".bpmn", ".dmn")) else b""
    return {each.id: each.name for each in named_elements(content) if each.name}
