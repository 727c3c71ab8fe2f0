"""Endpoints as tests make them, and what stands in for the world around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.webhook import Mode, Webhook
from services.alerts.usecases.webhook_ports import Heard, Post
from tests.fakes.alerts import NOON, MemoryAlertsStores, person
from tests.fakes.deliveries import account
from tests.fakes.plumbing import SetClock

URL = "https://hooks.partner.example/alerts"


INTEGRATOR = person("venue", "integrator", organisation_id="hall")
COLLEAGUE = person("colleague", "integrator", organisation_id="hall")
STRANGER = person("stranger", "integrator", organisation_id="elsewhere")
FREELANCE = person("freelance", "integrator")


@dataclass
class SetAddresses:
    """Says of addresses what the test says; nothing is wrong with them unless said."""

    wrong: str | None = None

    def wrong_with(self, url: str) -> str | None:
        return self.wrong


class PlainSecrets:
    """Secrets that tell of what they are."""

    def secret(self, webhook_id: UUID, secret_id: UUID) -> str:
        return f"whsec_{webhook_id}:{secret_id}"


@dataclass
class MemoryPoster:
    """Endpoints that keep what they took, and answer as the test says."""

    clock: SetClock = field(default_factory=lambda: SetClock(NOON))
    taken: list[tuple[Webhook, UUID, str]] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def post(self, webhook: Webhook, message_id: UUID, body: str, at: datetime) -> HandOver:
        outcome = self.answers.pop(0) if self.answers else Outcome.TAKEN
        if outcome in {Outcome.TAKEN, Outcome.UNKNOWN}:
            self.taken.append((webhook, message_id, body))
        return HandOver(outcome=outcome, why=outcome.value)

    def post_all(self, posts: Sequence[Post], *, until: datetime) -> Sequence[Heard | None]:
        """One after another."""
        heard: list[Heard | None] = []
        failed: set[UUID] = set()
        for number, each in enumerate(posts):
            late = number > 0 and self.clock.now() >= until
            if late or each.webhook.webhook_id in failed:
                heard.append(None)
                continue
            became = self.post(each.webhook, each.message_id, each.body, self.clock.now())
            if became.outcome is not Outcome.TAKEN:
                failed.add(each.webhook.webhook_id)
            heard.append(Heard(became, self.clock.now()))
        return heard


def webhook(**given: Any) -> Webhook:
    """A live endpoint of one's organisation, unless said otherwise."""
    return Webhook(
        **{
            "webhook_id": uuid4(),
            "organisation_id": "hall",
            "owner": "venue",
            "mode": Mode.LIVE,
            "url": URL,
            "description": "Public address",
            "contact_email": "desk@partner.example",
            "secret_id": uuid4(),
            "version": 1,
            "created_at": NOON,
        }
        | given
    )


def registered(stores: MemoryAlertsStores, **given: Any) -> Webhook:
    """An endpoint as it stands after its registration, its owner's rights with it."""
    there = webhook(**given)
    stores.webhooks.add(there)
    stores.recipients.keep(there.recipient())
    if there.owner is not None:
        stores.recipients.accounts.setdefault(there.owner, owner_account())
    return there


def owner_account(**given: Any) -> Any:
    """The rights of who answers for an endpoint."""
    return account(**{"roles": frozenset({"integrator"}), "organisation_id": "hall"} | given)


def other_version(there: Webhook) -> Webhook:
    """The endpoint after somebody changed it."""
    return replace(there, version=there.version + 1)
