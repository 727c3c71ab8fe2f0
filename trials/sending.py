"""Alerts without the rest of the platform: recipients, an issued alert, and what reached whom."""

import json
import mailbox
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from chassis.jetstream import connect
from isp.identity.v1 import identity_events_pb2, subscriptions_pb2
from stack.alone import Alone

Got = dict[str, list[str]]
"""By recipient, the references of what came."""

END: Final = "end:"
"""Before the reference of a message that withdraws an alert; recipients here read English."""

_WITHDRAWN: Final = ("issued in error", "of which we told you has changed")
"""What such a message says: the second where it may not name what it is about."""

PRIORITIES: Final = {"Extreme": 0, "Severe": 1, "Moderate": 2, "Minor": 3}


async def tell(
    alone: Alone, mails: set[str], phones: set[str], region: str = "LON", *, account: str = ""
) -> None:
    """Tell of recipients as identity does, in London or elsewhere, or of somebody's account."""
    client = await connect(alone.account("identity"))
    js = client.jetstream()
    subject = identity_events_pb2.RecipientChanged.DESCRIPTOR.full_name
    channels = dict.fromkeys(mails, subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL)
    channels |= dict.fromkeys(phones, subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS)
    for address, channel in channels.items():
        message = identity_events_pb2.RecipientChanged(
            recipient_id=str(uuid4()),
            version=1,
            active=True,
            channel=channel,
            address=address,
            regions=[] if account else [region],
            account_subject=account,
            language="en",
            stop_token=uuid4().hex,
        )
        headers = {"Nats-Msg-Id": str(uuid4())}
        await js.publish(subject, message.SerializeToString(), headers=headers)
    await client.close()


def issue(
    alone: Alone,
    *,
    severity: str = "Extreme",
    audience: Sequence[Sequence[str]] = (("INCLUDE", "REGION", "LON"),),
) -> UUID:
    """Write what an approval writes of an alert, for everyone in London; return its id."""
    now, alert_id = datetime.now(UTC), uuid4()
    expires_at = now + timedelta(hours=1)
    content = {
        "headline": "Demonstration",
        "description": "Demonstration, not official.",
        "instruction": "Do nothing.",
        "action_line": "Demonstration: do nothing.",
        "language": "en-GB",
        "severity": severity,
        "urgency": "Immediate",
        "certainty": "Observed",
        "tlp": "CLEAR",
        "minimum_tier": "PUBLIC",
        "closed_group": None,
        "audience": [list(each) for each in audience],
        "expires_at": expires_at.isoformat(),
    }
    alone.execute(
        "alerts",
        "INSERT INTO alerts (alert_id, status, version, content, digest, minimum_tier,"
        " named_subjects, hands, created_at, sorted_at, expires_at, issued_at, issued_by)"
        " VALUES (%s, 'ISSUED', 3, %s, '', 1, '{}', '{author}', %s, %s, %s, %s, 'approver')",
        (alert_id, json.dumps(content), now, now, expires_at, now),
    )
    alone.execute(
        "alerts",
        "INSERT INTO dispatches (alert_id, alert_version, notice, priority, created_at, due_at,"
        " after, queued) VALUES (%s, 3, 'ISSUED', %s, %s, %s, %s, 0)",
        (alert_id, PRIORITIES[severity], now, now, "00000000-0000-0000-0000-000000000000"),
    )
    return alert_id


def wait(alone: Alone, count: str, wanted: int) -> None:
    """Wait until a query of alerts' database gives a number.

    Raises:
        TimeoutError: it does not.
    """
    until = time.monotonic() + 180
    while int(one(alone, count)) != wanted:
        if time.monotonic() > until:
            raise TimeoutError(f"{count}: {one(alone, count)}, not {wanted}")
        time.sleep(0.2)


def one(alone: Alone, query: str) -> Any:
    """Return what a query of alerts' database gives."""
    return alone.execute("alerts", query)[0][0]


def mails_by_headline(folder: Path) -> dict[int, Got]:
    """Return the mails that a sink took, by the number in their alert's headline."""
    found: dict[int, Got] = defaultdict(lambda: defaultdict(list))
    for mail, said in _mails(folder):
        for number in _numbers(f"{mail['Subject']} {said}"):
            found[number][str(mail["X-RcptTo"])].append(_kind(said) + str(mail["Message-ID"]))
    return found


def mails_by_alert(folder: Path) -> dict[str, Got]:
    """Return the mails that a sink took by the alert to which they lead, named in them or not."""
    found: dict[str, Got] = defaultdict(lambda: defaultdict(list))
    for mail, said in _mails(folder):
        for alert_id in set(re.findall(r"/alerts/([0-9a-f-]{36})", said)):
            found[alert_id][str(mail["X-RcptTo"])].append(_kind(said) + str(mail["Message-ID"]))
    return found


def _mails(folder: Path) -> Iterator[tuple[Message, str]]:
    """Yield each mail with its plain text."""
    for mail in mailbox.Maildir(str(folder), create=False):
        plain = next(
            (each for each in mail.walk() if each.get_content_type() == "text/plain"), mail
        )
        yield mail, bytes(plain.get_payload(decode=True) or b"").decode(errors="replace")


def texts_by_headline(folder: Path) -> dict[int, Got]:
    """Return the texts that a simulator took, likewise."""
    found: dict[int, Got] = defaultdict(lambda: defaultdict(list))
    for file in folder.glob("*.json"):
        text = json.loads(file.read_text("utf-8"))
        for number in _numbers(text["text"]):
            found[number][text["phone_number"]].append(_kind(text["text"]) + text["reference"])
    return found


def told(words: str, mails: Path, texts: Path) -> list[str]:
    """Return to whom mails and texts with some words went, once for each."""
    found = [str(mail["X-RcptTo"]) for mail, said in _mails(mails) if words in f"{mail} {said}"]
    kept = [json.loads(file.read_text("utf-8")) for file in texts.glob("*.json")]
    return found + [each["phone_number"] for each in kept if words in each["text"]]


def _kind(said: str) -> str:
    """Return what is put before the reference of a withdrawal."""
    return END if any(each in said for each in _WITHDRAWN) else ""


def _numbers(said: str) -> set[int]:
    return {int(each) for each in re.findall(r"Trial ([0-9]{6}) demonstration", said)}


def mails_in(folder: Path) -> Got:
    """Return the mails that a sink took."""
    got: Got = defaultdict(list)
    for mail in mailbox.Maildir(str(folder), create=False):
        got[str(mail["X-RcptTo"])].append(str(mail["Message-ID"]))
    return got


def texts_in(folder: Path) -> Got:
    """Return the texts that a simulator took."""
    got: Got = defaultdict(list)
    for file in folder.glob("*.json"):
        text = json.loads(file.read_text("utf-8"))
        got[text["phone_number"]].append(text["reference"])
    return got
