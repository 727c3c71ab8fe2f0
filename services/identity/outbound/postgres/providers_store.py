"""Partners' identity providers, and who came by them, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_provider import (
    ALIAS,
    BrokeredPerson,
    PartnerProvider,
    ProviderEnds,
    ProviderProtocol,
    ProviderStatus,
)
from services.identity.outbound.postgres.partner_tables import BROKERED_PEOPLE, PARTNER_PROVIDERS

_C: Final = PARTNER_PROVIDERS.c
_P: Final = BROKERED_PEOPLE.c
MOST_UNDECIDED: Final = 100


@dataclass(frozen=True, slots=True)
class PostgresProviders:
    """The providers on one transaction, and who came by them."""

    connection: Connection

    def add(self, provider: PartnerProvider) -> None:
        """Insert a proposal."""
        self.connection.execute(insert(PARTNER_PROVIDERS).values(_row(provider)))

    def get(self, provider_id: UUID, *, lock: bool = False) -> PartnerProvider:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            PartnerNotFound: there is none.
        """
        query = select(PARTNER_PROVIDERS).where(_C.provider_id == provider_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise PartnerNotFound("There is no such provider.")
        return _provider(row)

    def save(self, provider: PartnerProvider) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(PARTNER_PROVIDERS)
            .where(_C.provider_id == provider.provider_id, _C.version == provider.version - 1)
            .values(_row(provider))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The provider changed meanwhile: read it again.")

    def carried(self, provider: PartnerProvider) -> None:
        """Keep that Keycloak knows this version of it, and forget the secret."""
        self.connection.execute(
            update(PARTNER_PROVIDERS)
            .where(_C.provider_id == provider.provider_id, _C.version == provider.version)
            .values(unsent_secret=None, carrying=False)
        )

    def page(self, *, after: Place | None, size: int) -> Sequence[PartnerProvider]:
        """Return at most `size`, oldest first."""
        query = select(PARTNER_PROVIDERS).order_by(_C.proposed_at, _C.provider_id).limit(size)
        if after is not None:
            query = query.where(tuple_(_C.proposed_at, _C.provider_id) > (after.at, after.item_id))
        return [_provider(row) for row in self.connection.execute(query)]

    def confirmed(self) -> Sequence[PartnerProvider]:
        """Return all that two people made, oldest first, those that were ended too."""
        query = select(PARTNER_PROVIDERS).where(_C.confirmed_at.is_not(None))
        rows = self.connection.execute(query.order_by(_C.proposed_at, _C.provider_id))
        return [_provider(row) for row in rows]

    def active(self) -> Sequence[PartnerProvider]:
        """Return all by which people sign in."""
        query = select(PARTNER_PROVIDERS).where(_C.status == ProviderStatus.ACTIVE.name)
        return [_provider(row) for row in self.connection.execute(query)]

    def count(self) -> int:
        """Return how many there are that are not ended."""
        open_ones = select(func.count()).where(_C.status != ProviderStatus.DISABLED.name)
        return self.connection.scalar(open_ones) or 0

    def keep_person(self, person: BrokeredPerson) -> None:
        """Insert or change how somebody came."""
        row = asdict(person)
        changes = {name: value for name, value in row.items() if name != "subject"}
        self.connection.execute(
            upsert(BROKERED_PEOPLE)
            .values(row)
            .on_conflict_do_update(index_elements=[_P.subject], set_=changes)
        )

    def find_person(self, subject: str) -> BrokeredPerson | None:
        """Return how somebody came, their row locked, or None."""
        query = select(BROKERED_PEOPLE).where(_P.subject == subject).with_for_update()
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _person(row)

    def came_by(self, subject: str) -> str | None:
        """Return the alias of the provider by which somebody came, or None; nothing is locked."""
        query = select(_P.provider_id).where(_P.subject == subject)
        provider_id = self.connection.execute(query).scalar_one_or_none()
        return None if provider_id is None else f"{ALIAS}{provider_id}"

    def undecided(self) -> Sequence[BrokeredPerson]:
        """Return those of whose organisation something was said, oldest first."""
        query = (
            select(BROKERED_PEOPLE)
            .where(_P.suggested_organisation != "", _P.decided_at.is_(None))
            .order_by(_P.came_at, _P.subject)
            .limit(MOST_UNDECIDED)
        )
        return [_person(row) for row in self.connection.execute(query)]


def _row(provider: PartnerProvider) -> dict[str, Any]:
    row = {name: getattr(provider, name) for name in _PLAIN}
    return row | {
        "protocol": provider.protocol.name,
        "status": provider.status.name,
        **asdict(provider.ends),
    }


_PLAIN: Final = (
    *("provider_id", "name", "version", "proposed_by", "proposed_at", "confirmed_by"),
    *("confirmed_at", "disabled_by", "disabled_at", "disabled_because", "unsent_secret"),
    "carrying",
)
"""What stands in a row as it is."""


def _provider(row: Row[Any]) -> PartnerProvider:
    return PartnerProvider(
        protocol=ProviderProtocol[row.protocol],
        status=ProviderStatus[row.status],
        ends=ProviderEnds(
            issuer=row.issuer,
            sign_in_url=row.sign_in_url,
            token_url=row.token_url,
            keys_url=row.keys_url,
            client_id=row.client_id,
            certificate=row.certificate,
        ),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _person(row: Row[Any]) -> BrokeredPerson:
    return BrokeredPerson(
        subject=row.subject,
        provider_id=row.provider_id,
        came_at=row.came_at,
        suggested_organisation=row.suggested_organisation,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        confirmed=row.confirmed,
    )
