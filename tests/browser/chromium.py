"""Debian's Chromium, headless, that speaks to nobody but this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine has a name: a request to the outside fails instead of waiting.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that keeps nothing."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**how())
        yield started
        started.close()


def how() -> dict:
    """Which program with which flags: the browser that CHROMIUM names, else the installed one."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "chromium is missing: make test installs it"
    # Chromium's own sandbox refuses to start for root.
    return {"executable_path": program, "args": [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)}
