"""A mail as it goes out."""

import pytest

from chassis.mail_relay import MailRelay
from services.identity.outbound.mail_server import SmtpMailServer

SERVER = SmtpMailServer(relay=MailRelay(host="localhost", port=25), sender="noreply@isp.example")
LINK = f"https://information-sharing.example/alerts/by-post-code/stop?token={'a' * 32}"


def lines(text: str, unsubscribe: str | None = None) -> list[bytes]:
    mail = SERVER.written("shop@corner.example", "Rhybuddion i'r tŷ", text, unsubscribe)
    return bytes(mail).split(b"\r\n")


def test_a_mail_program_can_read_where_to_unsubscribe() -> None:
    """As RFC 8058 writes it: in one line, and not encoded."""
    sent = lines("Hello.\n", LINK)
    assert f"List-Unsubscribe: <{LINK}>".encode() in sent
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sent


def test_what_cannot_be_unsubscribed_from_says_nothing_of_it() -> None:
    assert not [line for line in lines("Hello.\n") if line.startswith(b"List-")]


@pytest.mark.parametrize("text", [f"{LINK}\n", "Tŷ Coffi\n", "long " * 150 + "\n"])
def test_every_line_is_one_that_any_server_takes(text: str) -> None:
    """Seven bits and 998 characters (RFC 5321, RFC 5322)."""
    sent = lines(text, LINK)
    assert all(len(line) <= 998 and line.isascii() for line in sent)


@pytest.mark.parametrize("text", [f"{LINK}\n", "Tŷ Coffi\n"])
def test_the_text_comes_back_the_same(text: str) -> None:
    mail = SERVER.written("shop@corner.example", "Hello", text, None)
    assert text == mail.get_content()


def test_a_line_break_in_a_subject_adds_no_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        SERVER.written("shop@corner.example", "Hello\r\nBcc: all@corner.example", "x", None)
