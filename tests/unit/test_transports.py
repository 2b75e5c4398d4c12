"""Ways out of the house are read from settings; what can't be meant is refused when the program starts."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.errors import Refused
from engine.transports import Transports, read_transports

FILE = """
[[connector]]
name = "sms_gateway"
url = "https://sms.example.com/send"
route = "sms"
headers = { Authorization = "Bearer {{secret}}" }
secret = "SMS_TOKEN"
body = { phone = "{{address}}", sign = "{{secret}}" }
"""
MAIL = {"HUIXIANG_SMTP_HOST": "mail.example.com", "HUIXIANG_SMTP_FROM": "care@example.com"}


def read(tmp_path, text: str = FILE, **environ: str) -> Transports:
    file = tmp_path / "connectors.toml"
    file.write_text(text)
    return read_transports({"HUIXIANG_CONNECTORS": str(file), "SMS_TOKEN": 'a"b'} | environ)


def test_nothing_is_set_and_nothing_is_sent():
    found = read_transports({})

    assert [found.serving(route) for route in ("email", "sms", "chat", "phone", "page")] == [None] * 5


def test_a_secret_comes_from_the_environment_and_shows_nowhere(tmp_path):
    connector = read(tmp_path).serving("sms")

    assert connector.headers == {"Authorization": 'Bearer a"b'}
    assert connector.body == {"phone": "{{address}}", "sign": 'a"b'}
    assert 'a"b' not in repr(connector)
    assert "secret" not in repr(read_transports(MAIL | {"HUIXIANG_SMTP_PASSWORD": "secret"}))


def test_mail_goes_to_the_server_unless_a_connector_takes_it(tmp_path):
    assert read_transports(MAIL).serving("email").host == "mail.example.com"
    assert read(tmp_path, FILE.replace('"sms"\n', '"email"\n'), **MAIL).serving("email").name == "sms_gateway"


@pytest.mark.parametrize(
    "environ",
    [
        MAIL | {"HUIXIANG_SMTP_SECURITY": "ssl"},
        MAIL | {"HUIXIANG_SMTP_PORT": "mail"},
        MAIL | {"HUIXIANG_SMTP_FROM": "care"},
        {"HUIXIANG_QUIET_HOURS": "21-8"},
        {"HUIXIANG_CONNECTORS": "/nowhere.toml"},
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(environ):
    with pytest.raises(Refused) as refused:
        read_transports(environ)

    assert any(name in refused.value.text.zh for name in environ)


@pytest.mark.parametrize(
    ("before", "after"),
    [("https://sms.example.com/send", "ftp://x/y"), ('route = "sms"', 'route = "phone"'), ("SMS_TOKEN", "ANOTHER"), ("headers", "haeders"), ("[[connector]]", "[[")],
)
def test_a_connector_that_cannot_be_meant_is_refused(tmp_path, before, after):
    with pytest.raises(Refused):
        read(tmp_path, FILE.replace(before, after))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2023-10-09T20:59:59+08:00", "2023-10-09T20:59:59+08:00"),
        ("2023-10-09T21:00:00+08:00", "2023-10-10T08:00:00+08:00"),
        ("2023-10-10T03:30:00+08:00", "2023-10-10T08:00:00+08:00"),
        ("2023-10-09T23:30:00+00:00", "2023-10-10T00:00:00+00:00"),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(at, until):
    hours = read_transports({}).quiet_hours

    assert hours.delayed(datetime.fromisoformat(at), "Asia/Shanghai") == datetime.fromisoformat(until)


def test_quiet_hours_can_be_left_out():
    night = datetime.fromisoformat("2023-10-10T03:30:00+08:00")

    assert read_transports({"HUIXIANG_QUIET_HOURS": ""}).quiet_hours.delayed(night, "Asia/Shanghai") == night
