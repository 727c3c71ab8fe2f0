"""Alerts that ask, people who answer, and officers who help, for the tests of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from kernel.idempotency import RequestKey
from services.alerts.domain.alert import Alert
from services.alerts.domain.help import NATIONAL, Staffing
from services.alerts.domain.recipient import Recipient
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.answer_ports import AnswerLink
from tests.fakes.alerts import NOON, MemoryAlertsStores, issued, key, person
from tests.fakes.deliveries import recipient

LINKS = LinkSealer("secret")
DUTY = person("duty", "duty-officer")
OWNER = person("owner", regions=frozenset({"LON"}))


def asking(stores: MemoryAlertsStores, **given: Any) -> Alert:
    """An alert that is out and asks for an answer."""
    out = issued(**{"asks_answer": True} | given)
    stores.alerts.add(out)
    return out


def asked(stores: MemoryAlertsStores, **given: Any) -> Recipient:
    """Somebody without an account whom it was sent to."""
    there = recipient(**given)
    stores.recipients.keep(there)
    return there


def link(alert: Alert, to: Recipient, **given: Any) -> str:
    """The link that they were sent."""
    said = {
        "thread_id": alert.alert_id,
        "recipient_id": to.recipient_id,
        "ends_at": alert.content.expires_at,
    } | given
    return LINKS.seal(AnswerLink(**said))


def staffed(stores: MemoryAlertsStores, queue: str = NATIONAL, **given: Any) -> Staffing:
    """An officer is at a queue."""
    said = {"since": NOON, "until": NOON + timedelta(hours=1), "officer": "duty"} | given
    shift = Staffing(staffing_id=uuid4(), queue=queue, **said)
    stores.help.begin(shift)
    return shift


def fresh(rpc: str = "AnswerAlert", of: UUID | None = None) -> RequestKey:
    """A key that did not come before."""
    return key(str(of or uuid4()), rpc=rpc)
