"""Every page of the product, found as people find them: by following links from the start page, once per role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

LINKS = "() => [...document.querySelectorAll('a[href]')].filter(a => !a.download).map(a => a.href)"


@dataclass(frozen=True)
class FoundPage:
    """One page as somebody sees it; `login` is empty for a customer."""

    endpoint: str
    path: str
    login: str

    @property
    def name(self) -> str:
        return self.endpoint.replace(".", "-")


class Crawl:
    """Follows links breadth first; an endpoint is opened `most` times for each person at most."""

    def __init__(self, urls: Map, address: str, most: Callable[[str], int]):
        self._urls = urls.bind("127.0.0.1")
        self._address = address
        self._most = most
        self.pages: list[FoundPage] = []

    def follow(self, page, login: str, starts: Iterable[str]) -> None:
        """Opens what `page` (a browser's) reaches from `starts` and keeps the whole pages among it."""
        waiting = list(starts)
        met: dict[str, set[str]] = {}
        for path in waiting:
            endpoint = self._endpoint(path)
            taken = met.setdefault(endpoint, set())
            if not endpoint or path in taken or len(taken) >= self._most(endpoint):
                continue
            taken.add(path)
            if self._open(page, path):
                self._keep(FoundPage(endpoint, path, login))
                waiting += self._links(page)

    def _open(self, page, path: str) -> bool:
        """Whether a whole page came: neither a download nor a failure nor a part of a page."""
        answer = page.request.get(self._address + path)
        is_page = answer.ok and "text/html" in answer.headers.get("content-type", "") and "<html" in answer.text()
        if is_page:
            page.goto(self._address + path)
        return is_page

    def _keep(self, found: FoundPage) -> None:
        alike = [page for page in self.pages if page.endpoint == found.endpoint]
        if found.path not in {page.path for page in alike} and len(alike) < self._most(found.endpoint):
            self.pages.append(found)

    def _links(self, page) -> Iterator[str]:
        for link in page.evaluate(LINKS):
            parts = urlsplit(link)
            if link.startswith(self._address):
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def _endpoint(self, path: str) -> str:
        try:
            return self._urls.match(urlsplit(path).path, "GET")[0]
        except HTTPException:
            return ""


def unreached(urls: Map, pages: Iterable[FoundPage], others: Iterable[str]) -> list[str]:
    """GET endpoints that no link led to; `others` are those that are no pages."""
    answering = {rule.endpoint for rule in urls.iter_rules() if "GET" in (rule.methods or ())}
    return sorted(answering - {page.endpoint for page in pages} - set(others))
