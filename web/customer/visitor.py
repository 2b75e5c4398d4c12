"""Who a customer is: nobody on the public pages, the holder of a number and a code on a case's own."""

from __future__ import annotations

from engine.model import people
from engine.model.people import Actor
from engine.queries import customer_status
from web.current import process_engine
from web.language import language
from web.limits import limited


def stranger() -> Actor:
    return people.customer(language=language())


def holder(number: str, code: str) -> Actor:
    """The customer of the case that number and code open. Raises NotFound."""
    instance_id = process_engine().ask(stranger(), customer_status.opened_by, number, code)
    return people.customer(instance_id, language())


def ask(actor: Actor, query, *args, **kwargs):
    return process_engine().ask(actor, query, *args, **kwargs)


def execute(actor: Actor, command, *args, **kwargs):
    return process_engine().execute(actor, command, *args, **kwargs)


def guarded(view):
    """Counts answers that say “not found”: whoever guesses codes is stopped, whoever has the right one isn't."""
    count = limited(
        "20 per 10 minutes", "60 per day", methods=("GET", "HEAD", "POST"), deduct_when=lambda answer: answer.status_code == 404
    )
    return count(view)
