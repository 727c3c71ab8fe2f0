"""What every verb about a partner's provider does: find what was read, keep the next version."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from services.identity.domain.partner_provider import PartnerProvider
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def provider_as_read(tx: Stores, provider_id: UUID, expected_version: int) -> PartnerProvider:
    """Return a provider, locked, at the version that was read.

    Raises:
        PartnerNotFound: there is none.
        StaleVersion: it changed since.
    """
    provider = tx.providers.get(provider_id, lock=True)
    if provider.version != expected_version:
        raise StaleVersion("The provider changed since you read it.")
    return provider


def keep_and_carry(tx: Stores, ids: Ids, provider: PartnerProvider) -> None:
    """Keep the next version, and have Keycloak told if it must know."""
    tx.providers.save(provider)
    if provider.carrying:
        task = Task(task_id=ids.new(), subject=str(provider.provider_id), kind=TaskKind.PROVIDER)
        tx.tasks.add(task)
