"""The real application on a port of this machine, in a thread, with a company and a clock of its own."""

from __future__ import annotations

import threading

from werkzeug.serving import make_server

from tests.company import Company
from web.app import create_app


class Served:
    """Serves until `stop`; `company` is the one behind the pages, its clock moves their time."""

    def __init__(self, company: Company):
        self.company = company
        self.app = create_app(company.process_engine)
        # The clock stands still while somebody fills a form; a person would need longer.
        self.app.config["LEAST_SECONDS_TO_FILL_A_FORM"] = 0
        self._listen(0)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def trigger_due(self) -> None:
        """What the worker does every second: until nothing more is due."""
        while self.company.process_engine.trigger_due():
            pass

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=10)
        self._server.server_close()

    def start_again(self) -> None:
        """After `stop`, at the same address."""
        self._listen(self._server.server_port)

    def _listen(self, port: int) -> None:
        self._server = make_server("127.0.0.1", port, self.app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
