"""A real mail server on the loopback for tests: keeps what it was given, or refuses as it is told."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from engine.transports import MailServer


@dataclass
class Mailbox:
    """`answers`: SMTP answers to the next recipients, in order; when they are used up, all is well."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 (aiosmtpd's name)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    def server(self, **changes: object) -> MailServer:
        return MailServer(**({"host": "127.0.0.1", "sender": "care@example.com", "port": self.port, "security": "none"} | changes))


@contextmanager
def mail_server(certificate: tuple[Path, Path] | None = None, login: tuple[str, str] | None = None) -> Iterator[Mailbox]:
    """`certificate`: speaks STARTTLS with it. `login`: who may send."""
    mailbox = Mailbox()
    options: dict[str, object] = {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        options |= {"tls_context": context, "require_starttls": True}
    if login:
        options |= {"authenticator": _authenticator(login), "auth_required": True, "auth_require_tls": bool(certificate)}
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    mailbox.port = controller.port
    yield mailbox
    controller.stop()


class _AnyPort(Controller):
    """Listens on a port that the system chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _authenticator(login: tuple[str, str]):
    def check(server, session, envelope, mechanism, given) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == login
        return AuthResult(success=is_right, handled=False)

    return check
