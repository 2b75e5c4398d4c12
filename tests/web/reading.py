"""Reads everything a person can reach by links, pages, parts of pages and downloads alike, without a browser."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from werkzeug.test import Client

ADDRESS = re.compile(r'\b(?:href|src|hx-get|data-[a-z-]+)="(/[^"#]*)')
MOST = 600
# Editors of a package's files, one address each: what is in them was written by its owner and knows no case.
FILES_OF_PACKAGES = re.compile(r"/workbench/\w+/(files|content)/")


def read_all(client: Client, starts: list[str], only: tuple[str, ...] = ("/",)) -> dict[str, bytes]:
    """Path -> what came, for every path that answered 200; `only`: how paths that are followed begin."""
    waiting, read = list(starts), {}
    for path in waiting:
        with client.get(path, follow_redirects=True) as answer:
            if answer.status_code != 200:
                continue
            read[path] = str(answer.headers).encode() + answer.get_data()
        assert len(read) < MOST, "links without end"
        if "text/html" in answer.content_type:
            waiting += [link for link in links_in(read[path].decode()) if link not in waiting and link.startswith(only)]
    return read


def links_in(page: str) -> list[str]:
    found = dict.fromkeys(html.unescape(address) for address in ADDRESS.findall(page))
    return [address for address in found if not urlsplit(address).path.startswith("/static/") and not FILES_OF_PACKAGES.match(address)]
