"""What every verb on an endpoint does first: find it for this caller's organisation."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.alerts.domain.errors import NoOrganisation, WebhookNotFound
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.webhook_ports import Webhooks


def organisation_of(caller: Principal) -> str:
    """Return the organisation for which somebody calls.

    Raises:
        NoOrganisation: they are of none.
    """
    if not caller.organisation_id:
        raise NoOrganisation("Endpoints belong to organisations, and you are of none.")
    return caller.organisation_id


def own_webhook(
    webhooks: Webhooks, caller: Principal, webhook_id: UUID, *, lock: bool = False
) -> Webhook:
    """Return an endpoint of the caller's organisation.

    Raises:
        WebhookNotFound: there is none of theirs; another organisation's looks the same.
    """
    found = webhooks.find(webhook_id, lock=lock)
    mine = caller.organisation_id
    if found is None or not mine or found.organisation_id != mine:
        raise WebhookNotFound("There is no such endpoint.")
    return found


def same_webhook(webhook: Webhook, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if webhook.version != expected:
        raise StaleVersion("The endpoint changed since you read it: read it again.")
