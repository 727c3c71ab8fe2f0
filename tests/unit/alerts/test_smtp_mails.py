"""Handing mails to a server: a real one, that refuses and breaks off as the test says."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from chassis.mail_relay import MailRelay
from services.alerts.domain.delivery import Outcome
from services.alerts.domain.message import Message
from services.alerts.outbound.smtp_mails import IDLE_SECONDS, SmtpMails

ADDRESS = "shop@corner.example"
STOP = f"https://isp.example/alerts/by-post-code/stop?token={'a' * 32}"
MESSAGE = Message(subject="Severe alert: Tŷ", text="Tŷ Coffi\n", stop=STOP)


class Scripted:
    """Takes everything unless told otherwise; remembers what it took and who connected."""

    def __init__(self) -> None:
        self.rcpt = "250 OK"
        self.data = "250 OK"
        self.taken: list[bytes] = []
        self.peers: set[object] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.peers.add(session.peer)
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        if self.data == "break off":
            self.taken.append(envelope.content)
            assert server.transport is not None
            server.transport.abort()
            return "250 OK"
        if self.data.startswith("250"):
            self.taken.append(envelope.content)
        return self.data


@contextmanager
def running(script: Scripted, port: int = 0, **given: Any) -> Iterator[int]:
    """Run the server; yield its port."""
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
    controller = Controller(script, hostname="127.0.0.1", port=port, **given)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def to_port(port: int, seconds: float = 2) -> SmtpMails:
    relay = MailRelay(host="127.0.0.1", port=port)
    return SmtpMails(relay=relay, sender="alerts@isp.example", timeout_seconds=seconds)


@pytest.fixture
def script() -> Scripted:
    return Scripted()


@pytest.fixture
def mails(script: Scripted) -> Iterator[SmtpMails]:
    with running(script) as port:
        yield to_port(port)


def test_a_mail_arrives_whole_with_its_reference_and_the_one_click_stop(
    mails: SmtpMails, script: Scripted
) -> None:
    """RFC 8058: in one line, and not encoded."""
    reference = uuid4()
    assert Outcome.TAKEN is mails.send(ADDRESS, MESSAGE, reference).outcome
    (raw,) = script.taken
    assert f"List-Unsubscribe: <{STOP}>".encode() in raw.split(b"\r\n")
    mail = message_from_bytes(raw, policy=default)
    assert MESSAGE.text == mail.get_content().replace("\r\n", "\n")
    assert {
        "To": ADDRESS,
        "Subject": MESSAGE.subject,
        "Message-ID": f"<{reference}@isp.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }.items() <= dict(mail.items()).items()


def test_the_connection_is_kept_and_each_mail_has_one_recipient(
    mails: SmtpMails, script: Scripted
) -> None:
    for number in range(3):
        mails.send(f"{number}@corner.example", MESSAGE, uuid4())
    assert 1 == len(script.peers)
    assert [f"{number}@corner.example" for number in range(3)] == [
        message_from_bytes(raw)["To"] for raw in script.taken
    ]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 No such user here", Outcome.NO_ADDRESS),
        ("550 No such user here", Outcome.NO_ADDRESS),
        ("553 5.1.3 Bad address", Outcome.NO_ADDRESS),
        ("554 5.2.1 Mailbox disabled", Outcome.NO_ADDRESS),
        ("550 5.7.1 Relaying denied", Outcome.LATER),
        ("552 5.2.2 Mailbox full", Outcome.LATER),
        ("554 Denied", Outcome.LATER),
        ("450 4.2.1 Try again later", Outcome.LATER),
    ],
)
def test_only_what_speaks_of_the_address_is_held_to_it(
    mails: SmtpMails, script: Scripted, answer: str, outcome: Outcome
) -> None:
    script.rcpt = answer
    said = mails.send(ADDRESS, MESSAGE, uuid4())
    assert outcome is said.outcome
    assert ADDRESS not in said.why
    script.rcpt = "250 OK"
    assert Outcome.TAKEN is mails.send(ADDRESS, MESSAGE, uuid4()).outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("451 4.3.0 Local error", Outcome.LATER), ("554 5.6.0 Not taken", Outcome.REFUSED)],
)
def test_a_mail_that_is_not_taken_says_nothing_of_the_address(
    mails: SmtpMails, script: Scripted, answer: str, outcome: Outcome
) -> None:
    script.data = answer
    assert outcome is mails.send(ADDRESS, MESSAGE, uuid4()).outcome
    assert [] == script.taken


@pytest.mark.parametrize(
    ("to", "subject"), [("a\r\nBcc: all@x.example", "Hello"), (ADDRESS, "a\nb")]
)
def test_what_can_be_no_mail_is_refused_and_stops_nobody_else(
    mails: SmtpMails, script: Scripted, to: str, subject: str
) -> None:
    said = mails.send(to, Message(subject=subject, text="x"), uuid4())
    assert Outcome.REFUSED is said.outcome
    assert [] == script.taken
    assert Outcome.TAKEN is mails.send(ADDRESS, MESSAGE, uuid4()).outcome


def test_an_address_that_is_not_ascii_is_reached_where_the_server_takes_such(
    script: Scripted,
) -> None:
    """RFC 6531."""
    for takes, outcome in ((False, Outcome.LATER), (True, Outcome.TAKEN)):
        with running(script, enable_SMTPUTF8=takes) as port:
            mails = to_port(port)
            assert outcome is mails.send("tŷ@corner.example", MESSAGE, uuid4()).outcome
            assert Outcome.TAKEN is mails.send(ADDRESS, MESSAGE, uuid4()).outcome
    assert "To: tŷ@corner.example".encode() in script.taken[1].split(b"\r\n")


def test_a_server_that_takes_it_and_breaks_off_leaves_the_outcome_unknown(
    mails: SmtpMails, script: Scripted
) -> None:
    script.data = "break off"
    assert Outcome.UNKNOWN is mails.send(ADDRESS, MESSAGE, uuid4()).outcome
    assert 1 == len(script.taken)
    script.data = "250 OK"
    assert Outcome.TAKEN is mails.send(ADDRESS, MESSAGE, uuid4()).outcome


def test_a_server_that_is_away_was_handed_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert Outcome.AWAY is to_port(port).send(ADDRESS, MESSAGE, uuid4()).outcome


def test_a_server_that_says_nothing_was_handed_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mails = to_port(silent.getsockname()[1], seconds=0.3)
        assert Outcome.AWAY is mails.send(ADDRESS, MESSAGE, uuid4()).outcome


def test_a_server_that_was_started_again_meanwhile_takes_the_next(script: Scripted) -> None:
    """The kept connection is dead by then; who was idle looks before it hands over."""
    with running(script) as port:
        mails = to_port(port)
        mails.send(ADDRESS, MESSAGE, uuid4())
    with running(script, port):
        mails._used_at -= IDLE_SECONDS + 1
        assert Outcome.TAKEN is mails.send(ADDRESS, MESSAGE, uuid4()).outcome
    assert 2 == len(script.taken)


@pytest.mark.parametrize("text", [f"{STOP}\n", "Tŷ Coffi\n", "long " * 400 + "\n"])
def test_every_line_is_one_that_any_server_takes(mails: SmtpMails, text: str) -> None:
    """Seven bits and 998 characters (RFC 5321, RFC 5322)."""
    mail = mails.written(ADDRESS, Message(text=text, subject="Tŷ", stop=STOP), uuid4())
    assert all(len(line) <= 998 and line.isascii() for line in mail.as_bytes().split(b"\r\n"))


def test_recipients_never_see_each_other(mails: SmtpMails, script: Scripted) -> None:
    mails.send(ADDRESS, MESSAGE, uuid4())
    mail = message_from_bytes(script.taken[0])
    assert {"Cc", "Bcc"}.isdisjoint(mail.keys())
