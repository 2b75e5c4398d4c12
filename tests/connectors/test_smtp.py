"""Mail, against a real SMTP server on the loopback."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import pytest

from engine.connectors import Letter, Undelivered, send_mail
from tests.connectors.certificate import self_signed
from tests.connectors.mail_server import mail_server

AT = datetime(2023, 10, 9, 1, tzinfo=UTC)
LETTER = Letter("0123abcd", "li@example.com", "R-001 已收到", "我们已收到您的反馈。\n谢谢。", "R-001")


def test_a_letter_arrives_as_it_was_written():
    with mail_server() as mailbox:
        send_mail(mailbox.server(), LETTER, AT)

    (letter,) = mailbox.letters
    assert (letter["From"], letter["To"], letter["Subject"]) == ("care@example.com", "li@example.com", "R-001 已收到")
    assert letter.get_content().splitlines() == LETTER.text.splitlines()
    assert letter["Message-ID"] == "<0123abcd@example.com>"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_the_same_letter_has_the_same_id_at_every_attempt():
    with mail_server() as mailbox:
        send_mail(mailbox.server(), LETTER, AT)
        send_mail(mailbox.server(), LETTER, AT)

    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 1


def test_a_subject_cannot_add_a_header():
    with mail_server() as mailbox:
        send_mail(mailbox.server(), Letter("1", "li@example.com", "Hello\r\nBcc: all@example.com", "x", "R-001"), AT)

    assert (mailbox.letters[0]["Bcc"], mailbox.recipients) == (None, ["li@example.com"])


def test_a_recipient_that_does_not_exist_is_final_and_one_that_is_busy_is_not():
    with mail_server() as mailbox:
        mailbox.answers += ["550 no such user", "450 try later"]
        with pytest.raises(Undelivered) as unknown:
            send_mail(mailbox.server(), LETTER, AT)
        with pytest.raises(Undelivered) as busy:
            send_mail(mailbox.server(), LETTER, AT)

    assert (unknown.value.is_final, busy.value.is_final) == (True, False)
    assert "li@example.com" not in str(unknown.value) + str(busy.value)


def test_a_server_that_is_away_is_tried_again():
    with mail_server() as mailbox:
        gone = mailbox.server()

    with pytest.raises(Undelivered) as failure:
        send_mail(gone, LETTER, AT)

    assert not failure.value.is_final


@pytest.mark.parametrize("address", ["", "no address", "a@b@c", "li@example.com\r\nBcc: x@example.com", "李"])
def test_what_is_no_address_is_final(address):
    with mail_server() as mailbox, pytest.raises(Undelivered) as failure:
        send_mail(mailbox.server(), Letter("1", address, "s", "t", "R-001"), AT)

    assert failure.value.is_final


def test_login_goes_over_an_encrypted_connection(tmp_path, monkeypatch):
    certificate = self_signed(tmp_path)
    trusting = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    with mail_server(certificate, ("care", "secret")) as mailbox:
        send_mail(mailbox.server(security="starttls", user="care", password="secret"), LETTER, AT)
        with pytest.raises(Undelivered):
            send_mail(mailbox.server(security="starttls", user="care", password="wrong"), LETTER, AT)

    assert len(mailbox.letters) == 1


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    with mail_server(self_signed(tmp_path)) as mailbox, pytest.raises(Undelivered) as failure:
        send_mail(mailbox.server(security="starttls"), LETTER, AT)

    assert "SSL" in str(failure.value)
    assert mailbox.letters == []
