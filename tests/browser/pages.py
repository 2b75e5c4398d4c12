"""Every page of the product, found as people find them: by following links from where they begin, once per role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

LINKS = "() => [...document.querySelectorAll('a[href]')].filter(a => !a.hasAttribute('download')).map(a => a.href)"


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
    """Follows links breadth first. A page is kept once; `varied` says of which endpoints so many are kept for each person."""

    def __init__(self, urls: Map, address: str, varied: Mapping[str, int] | None = None):
        self._map = urls
        self._urls = urls.bind("127.0.0.1")
        self._address = address
        self._varied = varied or {}
        self.pages: list[FoundPage] = []
        self.reached: set[str] = set()

    def follow(self, page: Page, login: str, starts: Iterable[str]) -> Iterator[FoundPage]:
        """Opens what `page` reaches from `starts`; yields each whole page that is new while it is open."""
        waiting = list(starts)
        met: dict[str, set[str]] = {}
        for path in waiting:
            endpoint = self._endpoint(path)
            taken = met.setdefault(endpoint, set())
            if not endpoint or path in taken or len(taken) >= self._varied.get(endpoint, 1):
                continue
            taken.add(path)
            self.reached.add(endpoint)
            if self._open(page, path):
                yield from self._kept(FoundPage(self._endpoint(page.url), self._path(page.url), login))
                waiting += self._links(page)

    def unreached(self) -> set[str]:
        """Views that answer GET and that no link led to."""
        answering = {rule.endpoint for rule in self._map.iter_rules() if "GET" in (rule.methods or ())}
        return answering - self.reached

    def _open(self, page: Page, path: str) -> bool:
        """Whether a whole page came: neither a download nor a failure nor a part of a page."""
        try:
            answer = page.goto(self._address + path)
        except Error:
            return False  # a download
        return answer.ok and "text/html" in answer.headers.get("content-type", "") and "<html" in answer.text()

    def _kept(self, found: FoundPage) -> Iterator[FoundPage]:
        many = self._varied.get(found.endpoint)
        alike = [page for page in self.pages if page.endpoint == found.endpoint and (not many or page.login == found.login)]
        if found.path not in {page.path for page in alike} and len(alike) < (many or 1):
            self.pages.append(found)
            yield found

    def _links(self, page: Page) -> Iterator[str]:
        for link in page.evaluate(LINKS):
            if link.startswith(self._address + "/"):
                yield self._path(link)

    def _path(self, address: str) -> str:
        parts = urlsplit(address)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _endpoint(self, address: str) -> str:
        try:
            return self._urls.match(urlsplit(address).path, "GET")[0]
        except HTTPException:
            return ""
