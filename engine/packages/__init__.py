"""Reads process packages: a folder or a zip of diagram, forms, tables, texts and settings becomes one value with one hash.

Nothing here runs a procedure or knows its words; what a file says wrongly becomes a reason for its owner.
"""

from engine.packages.bundle import BadBundle, PackageFiles
from engine.packages.checks import reasons
from engine.packages.documents import Document, DocumentField
from engine.packages.folder import packages_in, read_folder
from engine.packages.library import Library, LoadedVersion
from engine.packages.package import Package, Unreadable, read_package
from engine.packages.rows import Row
from engine.packages.scenarios import SCENARIO_EPOCH, Scenario
from engine.packages.settings import CaseMessage, CustomerPage, PackageSettings, Priority, RegisterColumn, Retention, Satisfaction, Status, Type
from engine.packages.texts import Texts

__all__ = [
    "SCENARIO_EPOCH", "BadBundle", "CaseMessage", "CustomerPage", "Document", "DocumentField", "Library", "LoadedVersion", "Package", "PackageFiles", "PackageSettings", "Priority",
    "RegisterColumn", "Retention", "Row", "Satisfaction", "Scenario", "Status", "Texts", "Type", "Unreadable", "packages_in", "read_folder",
    "read_package", "reasons",
]
