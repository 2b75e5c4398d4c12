"""Files of a case: encrypted bytes beside the database, a row that says what is known of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.model import contact_text
from engine.store import attachments
from engine.store.ids import new_id
from engine.store.tables import Attachment, UserTask

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


def add(
    case: RunningCase, file: Any, *, field: str | None = None, task: UserTask | None = None, is_public: bool = False
) -> dict[str, Any]:
    """Keep a checked file (engine.model.attachments.UploadedFile); returns what variables hold of it.

    Contact data in its name is masked: names stand in lists and exports.
    """
    name, _ = contact_text.mask_text(file.name)
    row = Attachment(
        id=new_id(),
        instance_id=case.row.id,
        user_task_id=task.id if task else None,
        element_id=task.element_id if task else None,
        field=field,
        round=case.row.round,
        name=name,
        media_type=file.media_type,
        is_public=is_public or case.tx.actor.is_customer,
        uploaded_by_kind=case.tx.actor.kind,
        uploaded_by=case.tx.actor.id if case.tx.actor.is_staff else None,
        at=case.tx.now,
    )
    written = attachments.write(case.tx, case.row.id, row.id, [file.content], person_ref=case.row.customer_id)
    row.size, row.sha256 = written.size, written.sha256
    case.tx.session.add(row)
    case.record("attachment_added", row.element_id, attachment=row.id, name=name, sha256=row.sha256, size=row.size)
    return {"id": row.id, "name": name, "media_type": row.media_type, "size": Decimal(row.size)}
