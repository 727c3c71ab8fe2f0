"""Take up an endpoint of an organisation."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.errors import TooManyWebhooks
from services.alerts.domain.webhook import MOST_OF_AN_ORGANISATION, Mode, Webhook
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.webhook_ports import WebhookAddresses, WebhookSecrets
from services.alerts.usecases.webhook_reading import organisation_of, own_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """What somebody says of their endpoint."""

    url: str
    mode: Mode
    description: str
    contact_email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWebhook:
    """Keep an endpoint in the caller's name, and show its secret this once."""

    unit_of_work: UnitOfWork
    addresses: WebhookAddresses
    secrets: WebhookSecrets
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, said: NewWebhook, key: RequestKey
    ) -> tuple[Webhook, str]:
        """Return the endpoint and its secret, empty once the endpoint was changed.

        Raises:
            Invalid: alerts may not be posted to the address.
            NoOrganisation: the caller is of none.
            TooManyWebhooks: the organisation has as many as one may have.
            IdempotencyKeyReused: the key came with another body.
        """
        organisation_id = organisation_of(caller)
        if wrong := self.addresses.wrong_with(said.url):
            raise Invalid(Violation("url", wrong))
        webhook_id = self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(webhook_id))
            if earlier is not None:
                webhook = own_webhook(tx.webhooks, caller, UUID(earlier))
                return webhook, self._secret(webhook) if webhook.version == 1 else ""
            if len(tx.webhooks.of(organisation_id, lock=True)) >= MOST_OF_AN_ORGANISATION:
                raise TooManyWebhooks(
                    f"An organisation may have {MOST_OF_AN_ORGANISATION} endpoints: delete one."
                )
            webhook = self._new(webhook_id, organisation_id, caller.person, said)
            self._keep(tx, caller, webhook)
        return webhook, self._secret(webhook)

    def _new(self, webhook_id: UUID, organisation_id: str, owner: str, said: NewWebhook) -> Webhook:
        return Webhook(
            webhook_id=webhook_id,
            organisation_id=organisation_id,
            owner=owner,
            mode=said.mode,
            url=said.url,
            description=said.description,
            contact_email=said.contact_email,
            contact_by=owner,
            secret_id=self.ids.new(),
            version=1,
            created_at=self.clock.now(),
        )

    def _keep(self, tx: Stores, caller: Principal, webhook: Webhook) -> None:
        tx.webhooks.add(webhook)
        tx.recipients.keep(webhook.recipient())
        mode = webhook.mode.value
        tx.audit.record(caller, "alerts:register-webhook", str(webhook.webhook_id), mode=mode)
        tx.outbox.add(
            Used(
                caller=caller,
                metric="alerts.webhook-registered",
                at=webhook.created_at,
                detail=mode.lower(),
            )
        )

    def _secret(self, webhook: Webhook) -> str:
        return self.secrets.secret(webhook.webhook_id, webhook.secret_id)
