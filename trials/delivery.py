"""Claim: however often `work` dies while it sends an alert, everybody gets it, once but for few.

An alert goes to some thousand recipients by mail and text while the process is killed with -9 and
started again, between claim and hand-over, and between hand-over and commit. A checker that looks
at the mail sink and the simulator of texts alone counts who got nothing, and repeats: at most one
for each sender that was killed, with the reference of the first. The controls are databases that
make a good worker a bad one: in one what was claimed is held for ever, and nobody takes up what a
dead sender left; the other forgets what was sent.
"""

import asyncio
import json
import mailbox
import random
import signal
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from chassis.jetstream import connect
from isp.identity.v1 import identity_events_pb2, subscriptions_pb2
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.texts import program
from trials.verdict import Verdict

CONTROLS: Final = ("holds-for-ever", "forgets")
KILLS: Final = 8
MAILS: Final = 1500
TEXTS: Final = 900
"""As many as there are numbers that Ofcom set aside for drama, less those that always fail."""

SENDERS: Final = 6
"""Of one process: three of each channel. Each has one message in its hands when it is killed."""

SETTLED: Final = (
    "SELECT count(*) FROM deliveries"
    " WHERE state IN ('SENT', 'DELIVERED', 'PERMANENT', 'DROPPED', 'DEAD')"
)
OPEN: Final = (
    "SELECT (SELECT count(*) FROM dispatches WHERE finished_at IS NULL) + count(*)"
    " FROM deliveries WHERE state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')"
    " OR (state = 'SENDING' AND leased_until < '2099-01-01')"
)
SABOTAGE: Final = {
    "holds-for-ever": "IF NEW.state = 'SENDING' THEN NEW.leased_until := '2100-01-01'; END IF;",
    "forgets": (
        "IF NEW.state = 'SENT' AND random() < 0.3 THEN NEW.state := 'UNKNOWN';"
        " NEW.unsure := false; NEW.due_at := now(); END IF;"
    ),
}
Got = dict[str, list[str]]
"""By recipient, the references of what came."""


def run(control: str | None = None) -> Verdict:
    """Run the trial with the database as it is, or with a known-bad one."""
    with (
        throw_away_folder("isp-trial-") as folder,
        Harness(folder, servers=frozenset({"postgres", "nats", "mail"})) as harness,
    ):
        alone = Alone(harness, {"ISP_OIDC_JWKS_URL": "http://localhost:1/none"})
        try:
            wanted = _prepare(alone, control)
            _send_and_kill(alone, len(wanted))
            got = _mails(harness.platform.mails) | _texts(harness.platform.texts)
        finally:
            alone.stop_all()
        counted = int(_one(alone, "SELECT coalesce(sum(possible_repeats), 0) FROM deliveries"))
    lost = len(wanted - got.keys())
    repeats = sum(len(references) - 1 for references in got.values())
    other = sum(len(set(references)) - 1 for references in got.values())
    beyond = max(0, repeats - KILLS * SENDERS)
    uncounted = max(0, repeats - counted)
    wrong = lost + other + beyond + uncounted + len(got.keys() - wanted)
    return Verdict(
        name="delivery",
        figure=wrong,
        unit="messages lost, or repeated uncounted, anew, or beyond those in flight",
        goal="0" if control is None else "more than 0: the control must fail",
        met=(wrong == 0) if control is None else wrong > 0,
        peer=control or "",
        spread="",
        detail={
            "recipients": len(wanted),
            "lost": lost,
            "repeats": repeats,
            "in_flight_at_most": KILLS * SENDERS,
            "counted_as_possible": counted,
            "under_another_reference": other,
            "kills": KILLS,
        },
    )


def _prepare(alone: Alone, control: str | None) -> set[str]:
    """Tell of the recipients as identity does, and issue an alert; return the addresses."""
    alone.migrate("alerts")
    ports, secrets = alone.harness.platform.ports, alone.harness.platform.secrets
    texts = program(ports["sms"], alone.harness.platform.texts, ports["gateway"], secrets)
    quiet = (*texts.command[:-1], "")  # there is no gateway that could take receipts
    alone.launch("sms", quiet, {**texts.environment, "PATH": "/usr/bin:/bin"})
    alone.start("alerts-work")
    mails = {f"shop-{number}@corner.example" for number in range(MAILS)}
    phones = {f"+447700900{number:03}" for number in range(100, 100 + TEXTS)}
    asyncio.run(_tell(alone, mails, phones))
    _wait(alone, "SELECT count(*) FROM channels", MAILS + TEXTS)
    alone.stop("alerts-work")
    if control is not None:
        alone.execute(
            "alerts",
            "CREATE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {SABOTAGE[control]} RETURN NEW; END $$",
        )
        alone.execute(
            "alerts",
            "CREATE TRIGGER sabotage BEFORE UPDATE ON deliveries"
            " FOR EACH ROW EXECUTE FUNCTION sabotage()",
        )
    _issue(alone)
    return mails | phones


async def _tell(alone: Alone, mails: set[str], phones: set[str]) -> None:
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
            regions=["LON"],
            language="en",
            stop_token=uuid4().hex,
        )
        headers = {"Nats-Msg-Id": str(uuid4())}
        await js.publish(subject, message.SerializeToString(), headers=headers)
    await client.close()


def _issue(alone: Alone) -> None:
    """Write what an approval writes of an alert for everyone in London."""
    now, alert_id = datetime.now(UTC), uuid4()
    expires_at = now + timedelta(hours=1)
    content = {
        "headline": "Demonstration",
        "description": "Demonstration, not official.",
        "instruction": "Do nothing.",
        "action_line": "Demonstration: do nothing.",
        "language": "en-GB",
        "severity": "Extreme",
        "urgency": "Immediate",
        "certainty": "Observed",
        "tlp": "CLEAR",
        "minimum_tier": "PUBLIC",
        "closed_group": None,
        "audience": [["INCLUDE", "REGION", "LON"]],
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
        " after, queued) VALUES (%s, 3, 'ISSUED', 0, %s, %s, %s, 0)",
        (alert_id, now, now, "00000000-0000-0000-0000-000000000000"),
    )


def _send_and_kill(alone: Alone, recipients: int) -> None:
    for number in range(KILLS):
        alone.start("alerts-work")
        time.sleep(random.uniform(0.1, 0.9))
        alone.stop("alerts-work", signal.SIGKILL)
        settled = _one(alone, SETTLED)
        print(f"  work killed {number + 1} of {KILLS}, {settled} of {recipients} settled")
        sys.stdout.flush()
    alone.start("alerts-work")
    _wait(alone, OPEN, 0)
    alone.stop("alerts-work")


def _wait(alone: Alone, count: str, wanted: int) -> None:
    until = time.monotonic() + 180
    while int(_one(alone, count)) != wanted:
        if time.monotonic() > until:
            raise TimeoutError(f"{count}: {_one(alone, count)}, not {wanted}")
        time.sleep(0.2)


def _one(alone: Alone, query: str) -> Any:
    return alone.execute("alerts", query)[0][0]


def _mails(folder: Path) -> Got:
    got: Got = defaultdict(list)
    for mail in mailbox.Maildir(str(folder), create=False):
        got[str(mail["X-RcptTo"])].append(str(mail["Message-ID"]))
    return got


def _texts(folder: Path) -> Got:
    got: Got = defaultdict(list)
    for file in folder.glob("*.json"):
        text = json.loads(file.read_text("utf-8"))
        got[text["phone_number"]].append(text["reference"])
    return got
