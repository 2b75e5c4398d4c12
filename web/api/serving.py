"""One request: who asks, what was sent, what is done, what is answered; the same for every operation."""

from __future__ import annotations

from flask import Response, request

from engine.model.json_values import json_text, read_json
from web.api.bearer import authenticate, counted_as
from web.api.fields import checked
from web.api.operations import Operation
from web.identity import open_to_all
from web.limits import limited

MOST_BYTES = 1_000_000
RATE = "6000 per minute"
WRONG_TOKENS = "60 per minute"


def view_of(operation: Operation):
    """The view of an operation. Open to all means: no sign-in page; the token is asked for here."""

    @open_to_all
    @limited(RATE, by=counted_as)
    @limited(WRONG_TOKENS, by=counted_as, deduct_when=lambda answer: answer.status_code == 401)
    def view(**path: str) -> Response:
        request.max_content_length = MOST_BYTES
        authenticate()
        body = read_json(request.get_data()) if request.content_length or request.data else {}
        answer = operation.do(checked(operation.fields, body), **path)
        text = "" if operation.status == 204 else json_text(answer)
        return Response(text, operation.status, mimetype="application/json" if text else None)

    view.__name__ = operation.name
    return view
