"""The mail sink: takes every mail on loopback and keeps it in a Maildir for people and tests.

`python -m stack.mail PORT FOLDER [HOST]` runs it.
"""

import mailbox
import signal
import sys
import threading
from email.message import Message
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from stack.places import CHECKOUT
from stack.program import Program, answers_tcp


def program(port: int, folder: Path) -> Program:
    """Return the sink."""
    return Program(
        name="mail",
        command=(sys.executable, "-m", "stack.mail", str(port), str(folder)),
        folder=CHECKOUT,
        ready=answers_tcp(port, b"220"),
        priority=10,
    )


def mail_for(folder: Path, address: str) -> list[Message]:
    """Return the mails to an address, oldest first."""
    if not folder.exists():
        return []
    box = mailbox.Maildir(str(folder), create=False)
    return [
        mail
        for mail in sorted(box, key=mailbox.MaildirMessage.get_date)
        if address.lower() in str(mail["X-RcptTo"]).lower()
    ]


def main(port: str, folder: str, host: str = "127.0.0.1") -> None:
    """Take mail until told to stop."""
    controller = Controller(Mailbox(Path(folder)), hostname=host, port=int(port))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    controller.start()
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
