"""One call over HTTP with a JSON body, as an operator's connector says: text messages, chat robots, and jobs of a procedure."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from engine.connectors.letter import Letter, Undelivered
from engine.transports import HttpConnector

MOST_BYTES = 1_000_000
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_DELIVERY = {"to": "{{address}}", "subject": "{{subject}}", "text": "{{text}}", "id": "{{id}}"}
_LATER = frozenset({408, 425, 429})


def deliver(connector: HttpConnector, letter: Letter) -> None:
    """Hand a letter over. Raises Undelivered, whose words never hold the address."""
    names = {"address": letter.address, "subject": letter.subject, "text": letter.text, "id": letter.id, "case": letter.case_number}
    call(connector, letter.id, names, _DELIVERY)


def call(connector: HttpConnector, key: str, names: Mapping[str, Any], default_body: Any = "{{body}}") -> bytes:
    """The answer's body. `key`: the same at every attempt (Idempotency-Key). Raises Undelivered.

    In the connector's body `{{name}}` stands for one of `names`; alone in a string it keeps its type.
    """
    body = json.dumps(_filled(default_body if connector.body is None else connector.body, names), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key, **connector.headers}
    request = urllib.request.Request(connector.url, body, headers, method=connector.method)
    try:
        with _OPENER.open(request, timeout=connector.timeout_seconds) as answer:
            content = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as refused:
        refused.close()
        raise Undelivered(f"HTTP {refused.code}", is_final=refused.code < 500 and refused.code not in _LATER) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Undelivered(type(reason).__name__) from None
    if len(content) > MOST_BYTES:
        raise Undelivered("the answer is too long", is_final=True)
    return content


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An address and a secret go to the place the operator named and nowhere else: a redirect is a refusal."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _filled(template: Any, names: Mapping[str, Any]) -> Any:
    if isinstance(template, dict):
        return {key: _filled(value, names) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(each, names) for each in template]
    if not isinstance(template, str):
        return template
    alone = _PLACE.fullmatch(template)
    if alone and alone[1] in names:
        return names[alone[1]]
    return _PLACE.sub(lambda found: str(names.get(found[1], found[0])), template)
