"""Applications in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from services.identity.domain.application import Application
from services.identity.outbound.postgres.subscribers_store import profile_of
from services.identity.outbound.postgres.tables import APPLICATIONS


@dataclass(frozen=True, slots=True)
class PostgresApplications:
    """The applications on one transaction."""

    connection: Connection

    def add(self, application: Application) -> None:
        """Insert an application."""
        profile = application.profile
        self.connection.execute(
            insert(APPLICATIONS).values(
                application_id=application.application_id,
                token_digest=application.token_digest,
                email=profile.email,
                given_name=profile.given_name,
                family_name=profile.family_name,
                organisation_name=profile.organisation_name,
                regions=sorted(profile.regions),
                sectors=sorted(profile.sectors),
                language=profile.language,
                created_at=application.created_at,
                confirmed_at=application.confirmed_at,
            )
        )

    def find(self, token_digest: bytes) -> Application | None:
        """Return the application with a token, its row locked until the transaction ends."""
        row = self.connection.execute(
            select(APPLICATIONS)
            .where(APPLICATIONS.c.token_digest == token_digest)
            .with_for_update()
        ).one_or_none()
        if row is None:
            return None
        return Application(
            application_id=row.application_id,
            profile=profile_of(row),
            token_digest=row.token_digest,
            created_at=row.created_at,
            confirmed_at=row.confirmed_at,
        )

    def save(self, application: Application) -> None:
        """Keep when it was confirmed."""
        self.connection.execute(
            update(APPLICATIONS)
            .where(APPLICATIONS.c.application_id == application.application_id)
            .values(confirmed_at=application.confirmed_at)
        )

    def forget(self, before: datetime) -> int:
        """Delete those made before then, confirmed or not; return how many."""
        old = delete(APPLICATIONS).where(APPLICATIONS.c.created_at < before)
        return self.connection.execute(old).rowcount
