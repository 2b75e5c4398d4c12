"""What leaves this installation and how, as its operator set it, and which connectors deployed packages name that nobody set."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.packages.drawing import read_drawing
from engine.store.packages import newest_versions
from engine.store.transaction import Tx
from engine.transports import QuietHours


@dataclass(frozen=True, slots=True)
class Use:
    """An element of a package that calls a connector."""

    package_id: str
    package: Text
    element_id: str


@dataclass(frozen=True, slots=True)
class ConnectorLine:
    """`host`: where it goes; the rest of its address may hold a secret. `route`: the kind of message it delivers, empty for calls only.
    `is_set` False: packages name it, and the operator hasn't set it."""

    name: str
    host: str
    route: str
    is_set: bool
    uses: list[Use]


@dataclass(frozen=True, slots=True)
class Connections:
    """`mail`: host and port of the mail server; empty without one."""

    mail: str
    sender: str
    quiet_hours: QuietHours
    connectors: list[ConnectorLine]

    @property
    def missing(self) -> list[ConnectorLine]:
        return [each for each in self.connectors if not each.is_set]


def connections(tx: Tx) -> Connections:
    """Of administrators. Raises NotFound."""
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")
    transports, uses = tx.settings.transports, _uses(tx)
    known = [ConnectorLine(each.name, urlsplit(each.url).hostname or "", each.route, True, uses.pop(each.name, [])) for each in transports.connectors]
    unset = [ConnectorLine(name, "", "", False, found) for name, found in sorted(uses.items())]
    mail = transports.mail
    return Connections(f"{mail.host}:{mail.port}" if mail else "", mail.sender if mail else "", transports.quiet_hours, [*unset, *known])


def _uses(tx: Tx) -> dict[str, list[Use]]:
    """Connector -> the elements of newest versions that call it."""
    found: dict[str, list[Use]] = {}
    for package_id, version_id in newest_versions(tx).items():
        package = tx.library.get(version_id).package
        for xml in (package.xml, *package.called_files.values()):
            for job in read_drawing(xml).jobs:
                if name := job.headers.get("connector"):
                    found.setdefault(name, []).append(Use(package_id, package.name, job.element))
    return found
