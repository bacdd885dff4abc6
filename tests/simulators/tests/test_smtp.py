"""The mail server of the tests keeps what it is given and fails as it is told."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.simulators.smtp import MailServer


@pytest.fixture
def mail():
    """A server that listens."""
    with MailServer() as running:
        yield running


def post(mail, *addresses, **headers):
    """Send one letter; ``headers`` replace the usual ones, None leaves one out."""
    letter = EmailMessage()
    usual = {
        "From": "biz@deneme.example.com", "To": ", ".join(addresses),
        "Subject": "Deneme", "Date": "Mon, 02 Nov 2026 10:00:00 +0300",
        "Message-ID": "<1@deneme.example.com>",
    } | headers  # fmt: skip
    for name, value in usual.items():
        if value is not None:
            letter[name] = value
    letter.set_content("Merhaba")
    with smtplib.SMTP(mail.host, mail.port, timeout=10) as line:
        return line.send_message(letter, to_addrs=addresses)


def test_a_letter_is_kept_with_envelope_headers_and_times(mail):
    post(mail, "Ayse@Example.com")
    (letter,) = mail.delivered()
    assert letter.recipients == ["Ayse@Example.com"]
    assert letter.message["Subject"] == "Deneme"
    assert letter.begun <= letter.ended
    assert mail.addresses() == {"ayse@example.com": 1}


def test_an_address_can_be_put_off(mail):
    mail.refuse("late@example.com", "451 4.2.0 Greylisted")
    refused = post(mail, "late@example.com", "good@example.com")
    assert refused["late@example.com"][0] == 451
    assert mail.addresses() == {"good@example.com": 1}


def test_an_address_put_off_is_taken_later(mail):
    mail.refuse("late@example.com")
    mail.welcome("Late@example.com")
    post(mail, "late@example.com")
    assert mail.addresses() == {"late@example.com": 1}


def test_the_line_breaks_in_mid_run(mail):
    mail.drop_after(1)
    post(mail, "first@example.com")
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        post(mail, "second@example.com")
    assert mail.addresses() == {"first@example.com": 1}
    assert [letter.ended is None for letter in mail.letters] == [False, True]


def test_a_server_that_is_down_answers_nobody_and_comes_back_on_its_port(mail):
    mail.down()
    with pytest.raises(ConnectionError):
        post(mail, "a@example.com")
    mail.up()
    post(mail, "a@example.com")
    assert mail.addresses() == {"a@example.com": 1}


def test_a_letter_without_an_id_is_sent_back(mail):
    with pytest.raises(smtplib.SMTPDataError, match="Message-ID"):
        post(mail, "a@example.com", **{"Message-ID": None})
    assert not mail.delivered()


def test_what_was_kept_can_be_forgotten(mail):
    post(mail, "a@example.com")
    mail.forget()
    assert not mail.letters
