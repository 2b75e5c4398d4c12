"""A web service on the loopback for tests: keeps what it was sent, and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from engine.transports import HttpConnector


@dataclass
class Service:
    """`answers`: (status, headers, body) of the next calls, in order; when they are used up, 200 with `{}`."""

    port: int = 0
    calls: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)

    def connector(self, **changes: Any) -> HttpConnector:
        return HttpConnector(**({"name": "gateway", "url": f"http://127.0.0.1:{self.port}/send"} | changes))


@contextmanager
def web_service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 (http.server's name)
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            service.calls.append((self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(sent)))
            status, headers, body = service.answers.pop(0) if service.answers else (200, {}, b"{}")
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join()
