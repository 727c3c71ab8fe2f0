"""Claim: however often `work` dies while it sends an alert, everybody gets it, once but for few.

An alert goes to some thousand recipients by mail and text while the process is killed with -9 and
started again, between claim and hand-over, and between hand-over and commit. A checker that looks
at the mail sink and the simulator of texts alone counts who got nothing, and repeats: at most one
for each sender that was killed, with the reference of the first. The controls are databases that
make a good worker a bad one: in one what was claimed is held for ever, and nobody takes up what a
dead sender left; the other forgets what was sent.
"""

import asyncio
import random
import signal
import sys
import time
from typing import Final

from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.texts import program
from trials.sending import issue, mails_in, one, tell, texts_in, wait
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
            got = mails_in(harness.platform.mails) | texts_in(harness.platform.texts)
        finally:
            alone.stop_all()
        counted = int(one(alone, "SELECT coalesce(sum(possible_repeats), 0) FROM deliveries"))
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
    asyncio.run(tell(alone, mails, phones))
    wait(alone, "SELECT count(*) FROM channels", MAILS + TEXTS)
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
    issue(alone)
    return mails | phones


def _send_and_kill(alone: Alone, recipients: int) -> None:
    for number in range(KILLS):
        alone.start("alerts-work")
        time.sleep(random.uniform(0.1, 0.9))
        alone.stop("alerts-work", signal.SIGKILL)
        settled = one(alone, SETTLED)
        print(f"  work killed {number + 1} of {KILLS}, {settled} of {recipients} settled")
        sys.stdout.flush()
    alone.start("alerts-work")
    wait(alone, OPEN, 0)
    alone.stop("alerts-work")
