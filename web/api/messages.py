"""Publishing messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.commands import published_messages
from web.api.bearer import execute


def publish(body: dict[str, Any]) -> dict[str, object]:
    life = timedelta(seconds=body["timeToLiveSeconds"])
    done = execute(published_messages.publish, body["name"], body["correlationKey"], body["variables"], life, body["messageId"])
    return {"correlated": done.correlated, "isBuffered": done.is_buffered}
