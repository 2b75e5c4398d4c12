"""A request that comes twice (a second click, a lost answer, a page reloaded) is done once and answered twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.commands import cases
from engine.commands.cases import Started
from engine.errors import Conflict, Text
from engine.store import codes, done_requests
from engine.store import cases as case_rows
from engine.store.transaction import Tx


def once(tx: Tx, key: str, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The command's result; None for a request that was done before. Without a key it is always done.

    A command that refuses leaves nothing behind: sent again it is tried again.
    """
    if key and not done_requests.claim(tx, key):
        return None
    return command(tx, *args, **kwargs)


def start(tx: Tx, key: str, package_id: str, *args: Any, **kwargs: Any) -> Started:
    """Start a case; of one that this request has started already the same number and code again."""
    if not key:
        return cases.start(tx, package_id, *args, **kwargs)
    code = codes.code_of(tx.vault, key)
    if not done_requests.claim(tx, key):
        return _again(tx, key, code)
    started = cases.start(tx, package_id, *args, code=code, **kwargs)
    done_requests.note(tx, key, started.business_key)
    return started


def _again(tx: Tx, key: str, code: str) -> Started:
    row = case_rows.case_by_key(tx, done_requests.business_key(tx, key))
    if row is None:
        raise Conflict("done_already", Text("这次提交已经收到。", "This has been received already."))
    return Started(row.id, row.business_key, code)
