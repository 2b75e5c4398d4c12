"""How messages may leave this installation, as its operator says: a mail server, HTTP connectors, quiet hours."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from engine.errors import Refused, Text

# Ways a channel word of a package may be served. A call is a task for a person, and the page needs no transport.
EMAIL, SMS, CHAT, PHONE, PAGE = "email", "sms", "chat", "phone", "page"
ROUTES = (EMAIL, SMS, CHAT, PHONE, PAGE)
# Kind of contact data that is the address on a route.
ADDRESSES: Mapping[str, str] = {EMAIL: "email", SMS: "mobile", CHAT: "other"}
SECURITIES = ("starttls", "tls", "none")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_KEYS = frozenset({"name", "url", "route", "address", "method", "headers", "secret", "body", "timeout_seconds"})


@dataclass(frozen=True)
class MailServer:
    """An SMTP server that takes our mail. `security`: starttls, tls from the first byte, or none (a relay next door)."""

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: int = 20


@dataclass(frozen=True)
class HttpConnector:
    """One address that is called over HTTP. `route`: what it delivers, if it delivers messages; `address`: the kind of contact
    data it needs, "" for none (a robot in a group chat). `headers` hold secrets already."""

    name: str
    url: str
    route: str = ""
    address: str = ""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)
    timeout_seconds: int = 10


@dataclass(frozen=True)
class QuietHours:
    """From `start` to `end`, in the company's zone, nobody is disturbed; equal means never."""

    start: time = time(21)
    end: time = time(8)

    def delayed(self, at: datetime, zone: str) -> datetime:
        """`at`, or the end of the quiet hours it lies in."""
        local = at.astimezone(ZoneInfo(zone))
        if not self._holds(local.time()):
            return at
        end = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return (end if end > local else end + timedelta(days=1)).astimezone(at.tzinfo)

    def _holds(self, now: time) -> bool:
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


@dataclass(frozen=True)
class Transports:
    mail: MailServer | None = None
    connectors: tuple[HttpConnector, ...] = ()
    quiet_hours: QuietHours = QuietHours()

    def serving(self, route: str) -> MailServer | HttpConnector | None:
        """What delivers on this route; None: the customer reads it on the page."""
        found = next((each for each in self.connectors if each.route == route), None)
        return found or (self.mail if route == EMAIL else None)

    def connector(self, name: str) -> HttpConnector | None:
        return next((each for each in self.connectors if each.name == name), None)


def read_transports(environ: Mapping[str, str]) -> Transports:
    """From the settings of the mail server, HUIXIANG_CONNECTORS (a TOML file), HUIXIANG_QUIET_HOURS. Raises Refused for what can't be meant."""
    return Transports(_mail(environ), _connectors(environ), _quiet_hours(environ.get("HUIXIANG_QUIET_HOURS", "21:00-08:00")))


def _mail(environ: Mapping[str, str]) -> MailServer | None:
    host, security = environ.get("HUIXIANG_SMTP_HOST", ""), environ.get("HUIXIANG_SMTP_SECURITY", "starttls")
    if not host:
        return None
    port, sender = environ.get("HUIXIANG_SMTP_PORT", "465" if security == "tls" else "587"), environ.get("HUIXIANG_SMTP_FROM", "")
    if security not in SECURITIES:
        raise _unusable("HUIXIANG_SMTP_SECURITY", ", ".join(SECURITIES))
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise _unusable("HUIXIANG_SMTP_PORT", "1-65535")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender):
        raise _unusable("HUIXIANG_SMTP_FROM", "feedback@example.com")
    return MailServer(host, sender, int(port), security, environ.get("HUIXIANG_SMTP_USER", ""), environ.get("HUIXIANG_SMTP_PASSWORD", ""))


def _quiet_hours(written: str) -> QuietHours:
    if not written:
        return QuietHours(time(0), time(0))
    found = _HOURS.fullmatch(written)
    if found is None:
        raise _unusable("HUIXIANG_QUIET_HOURS", "21:00-08:00")
    return QuietHours(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))


def _connectors(environ: Mapping[str, str]) -> tuple[HttpConnector, ...]:
    file = environ.get("HUIXIANG_CONNECTORS", "")
    if not file:
        return ()
    try:
        tables = tomllib.loads(Path(file).read_text(encoding="utf-8")).get("connector", [])
        return tuple(_connector(table, environ) for table in tables)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unusable("HUIXIANG_CONNECTORS", f"[[connector]] ({type(error).__name__})") from error


def _connector(table: Mapping[str, Any], environ: Mapping[str, str]) -> HttpConnector:
    name, url, route = (str(table.get(key, "")) for key in ("name", "url", "route"))
    where = f"HUIXIANG_CONNECTORS [{name}]"
    if not name or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise _unusable(where, "name, url = https://...")
    if table.keys() - _KEYS:
        raise _unusable(where, ", ".join(sorted(_KEYS)))
    if route and route not in ADDRESSES:
        raise _unusable(f"{where} route", ", ".join(ADDRESSES))
    variable = str(table.get("secret", ""))
    if variable and not environ.get(variable):
        raise _unusable(f"{where} secret", f"{variable} in the environment")
    secret = environ.get(variable, "")
    headers = {str(key): str(value).replace("{{secret}}", secret) for key, value in table.get("headers", {}).items()}
    address = str(table.get("address", ADDRESSES.get(route, "")))
    body = json.loads(json.dumps(table.get("body")).replace("{{secret}}", json.dumps(secret)[1:-1]))
    return HttpConnector(name, url, route, address, str(table.get("method", "POST")).upper(), headers, body, int(table.get("timeout_seconds", 10)))


def _unusable(setting: str, wanted: str) -> Refused:
    return Refused("bad_setting", Text(f"设置 {setting} 不能用，应为：{wanted}。", f"The setting {setting} can't be used; wanted: {wanted}."))
