"""Mail by SMTP (RFC 5321): one letter, one connection, a Message-ID that is the same at every attempt."""

from __future__ import annotations

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from datetime import datetime

from engine.connectors.letter import Letter, Undelivered
from engine.transports import MailServer

_PERMANENT = 500


def send_mail(server: MailServer, letter: Letter, sent_at: datetime) -> None:
    """Hand the letter to the server. Raises Undelivered; its words never hold the address, nor what the server said."""
    message = _message(server, letter, sent_at)
    try:
        with _connected(server) as connection:
            connection.send_message(message, server.sender, [letter.address])
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        raise Undelivered(f"SMTP {code} recipient refused", is_final=code >= _PERMANENT) from None
    except smtplib.SMTPResponseException as refused:
        raise Undelivered(f"SMTP {refused.smtp_code} {type(refused).__name__}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(type(error).__name__) from None


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _message(server: MailServer, letter: Letter, sent_at: datetime) -> EmailMessage:
    try:
        recipient = Address(addr_spec=letter.address)
    except (ValueError, IndexError, MessageError):
        raise Undelivered("not an e-mail address", is_final=True) from None
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = server.sender, recipient
    message["Subject"] = " ".join(letter.subject.split()) or letter.case_number
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{letter.id}@{server.sender.rsplit('@', 1)[1]}>"
    # Answering machines leave such mail alone (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
