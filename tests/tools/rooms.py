"""The house on paper: rooms from the ground up, what may import what, and the one home of each outside library."""

from __future__ import annotations

# Ground first. A room may import every room of a lower storey; rooms of one storey do not know each other.
STOREYS: tuple[tuple[str, ...], ...] = (
    ("engine.feel",),
    ("engine.errors", "engine.clock", "engine.settings", "engine.transports"),
    ("engine.model",),
    ("engine.packages", "engine.bpmn", "engine.decisions", "engine.connectors", "engine.documents", "engine.store"),
    ("engine.commands", "engine.queries"),
    ("engine.dispatch",),
    ("engine.process_engine",),
    ("engine.scenarios",),
    ("engine.demo",),
    ("engine.worker", "web"),
    ("engine.cli",),
)

# On the same storey, and still allowed: each with its reason.
NEIGHBOURS: dict[tuple[str, str], str] = {
    ("engine.settings", "engine.errors"): "a setting that can't be read is refused in both languages",
    ("engine.clock", "engine.errors"): "the same",
    ("engine.transports", "engine.errors"): "the same",
    ("engine.settings", "engine.transports"): "part of one installation's settings",
    ("web", "engine.worker"): "one process serves and triggers by default",
}

# Imports nothing of ours at all: someone could take the folder away and publish it.
ALONE = ("engine.feel",)

# Outside library -> the rooms or files that may import it. A library that is missing here may be imported nowhere.
HOMES: dict[str, tuple[str, ...]] = {
    "SpiffWorkflow": ("engine.bpmn",),
    "lxml": ("engine.bpmn", "engine.decisions", "engine.packages"),
    "regex": ("engine.feel",),
    "sqlalchemy": ("engine.store", "engine.queries"),
    "alembic": ("engine.store",),
    "psycopg": ("engine.store",),
    "cryptography": ("engine.store.vault",),
    "argon2": ("engine.commands.passwords",),
    "holidays": ("engine.model.public_days",),
    "segno": ("web", "engine.documents"),
    "openpyxl": ("engine.documents",),
    "weasyprint": ("engine.documents",),
    "rapidfuzz": ("engine.queries.similar",),
    "granian": ("web.server", "engine.cli"),
    "flask": ("web",),
    "flask_login": ("web",),
    "flask_wtf": ("web",),
    "flask_limiter": ("web",),
    "jinja2": ("web",),
    "markupsafe": ("web",),
    "werkzeug": ("web",),
    "wtforms": ("web",),
}

TOP_FOLDERS = {"processes", "engine", "web", "tests", ".ci"}


def storey_of(module: str) -> int:
    """How high the module's room lies; raises LookupError for a module that belongs to no room."""
    for height, rooms in enumerate(STOREYS):
        if any(is_in(module, room) for room in rooms):
            return height
    raise LookupError(module)


def room_of(module: str) -> str:
    return next(room for rooms in STOREYS for room in rooms if is_in(module, room))


def is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")
