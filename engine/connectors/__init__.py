"""What talks to the outside: mail over SMTP, anything else over HTTP. Knows no case; addresses pass through and stay nowhere."""

from engine.connectors.http import call, deliver
from engine.connectors.letter import Letter, Undelivered
from engine.connectors.smtp import send_mail

__all__ = ["Letter", "Undelivered", "call", "deliver", "send_mail"]
