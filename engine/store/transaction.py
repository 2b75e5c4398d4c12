"""What a command or query works with: session, moment, actor. Who and when can't be forgotten, and time is a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from engine.model.people import Actor
from engine.settings import Settings
from engine.store.attachment_files import AttachmentFiles, AttachmentFolder
from engine.store.vault import Vault


@dataclass
class Tx:
    """One transaction. `library` is the room of packages'; `load_calendar` reads the working calendar when needed.

    `served`: job type -> what does such a job at once, within this transaction. `cases_started`: by those jobs, so far.
    """

    session: Session
    now: datetime
    actor: Actor
    library: Any
    vault: Vault
    settings: Settings
    load_calendar: Callable[[Tx], Any] | None = None
    files: AttachmentFiles | None = None
    served: Mapping[str, Callable[[Any, Any], Mapping[str, Any]]] = field(default_factory=dict)
    cases_started: int = 0

    @cached_property
    def calendar(self) -> Any:
        """The company's working calendar (engine.model.calendar.WorkingCalendar)."""
        if self.load_calendar is None:
            raise LookupError("This transaction was made without a calendar.")
        return self.load_calendar(self)

    @cached_property
    def attachment_files(self) -> AttachmentFiles:
        """Where the encrypted bytes of attachments lie."""
        return self.files or AttachmentFolder(self.settings.data_dir / "attachments")
