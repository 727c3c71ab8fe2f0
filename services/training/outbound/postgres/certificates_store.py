"""Certificates in PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, text, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from services.training.domain.certificate import Certificate, StatusPlace
from services.training.domain.errors import CertificateHeld, CertificateNotFound
from services.training.outbound.postgres.tables import CERTIFICATES

_COLUMNS = CERTIFICATES.c
_OLDEST_FIRST = (_COLUMNS.issued_at, _COLUMNS.certificate_id)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PostgresCertificates:
    """The certificates on one transaction."""

    connection: Connection

    def add(self, certificate: Certificate) -> None:
        """Insert a new certificate.

        Raises:
            CertificateHeld: one for its enrolment stands.
        """
        kept = self.connection.execute(
            insert(CERTIFICATES)
            .values(_row(certificate))
            .on_conflict_do_nothing(
                index_elements=["enrolment_id"],
                index_where=text("revoked_at IS NULL"),  # as the index says it: no parameter
            )
            .returning(_COLUMNS.certificate_id)
        ).first()
        if kept is None:
            raise CertificateHeld("The certificate of this enrolment was issued already.")

    def get(self, certificate_id: UUID, *, lock: bool = False) -> Certificate:
        """Return a certificate, its row locked until the transaction ends if asked.

        Raises:
            CertificateNotFound: there is none.
        """
        query = select(CERTIFICATES).where(_COLUMNS.certificate_id == certificate_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise CertificateNotFound("There is no such certificate.")
        return _certificate(row)

    def save(self, certificate: Certificate) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(CERTIFICATES)
            .where(
                _COLUMNS.certificate_id == certificate.certificate_id,
                _COLUMNS.version == certificate.version - 1,
            )
            .values(_row(certificate))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The certificate changed meanwhile: read it again.")

    def of_enrolments(self, enrolment_ids: Sequence[UUID]) -> Sequence[Certificate]:
        """Return the certificates that were issued for enrolments."""
        query = select(CERTIFICATES).where(_COLUMNS.enrolment_id.in_(enrolment_ids))
        return [_certificate(row) for row in self.connection.execute(query)]

    def of_subject(self, subject: str, *, lock: bool = False) -> Sequence[Certificate]:
        """Return all of a holder's certificates, oldest first, their rows locked if asked."""
        query = select(CERTIFICATES).where(_COLUMNS.subject == subject).order_by(*_OLDEST_FIRST)
        rows = self.connection.execute(query.with_for_update() if lock else query)
        return [_certificate(row) for row in rows]

    def everything(self) -> Iterator[Certificate]:
        """Return every certificate, oldest first, a few hundred in memory at a time."""
        query = select(CERTIFICATES).order_by(*_OLDEST_FIRST)
        rows = self.connection.execute(query.execution_options(yield_per=_AT_ONCE))
        return map(_certificate, rows)


def _row(certificate: Certificate) -> dict[str, Any]:
    return {
        "certificate_id": certificate.certificate_id,
        "version": certificate.version,
        "enrolment_id": certificate.enrolment_id,
        "subject": certificate.subject,
        "recipient_id": certificate.recipient_id,
        "name": certificate.name,
        "course_id": certificate.course_id,
        "course_version": certificate.course_version,
        "title": certificate.title,
        "issued_at": certificate.issued_at,
        "valid_until": certificate.valid_until,
        "list_id": certificate.place.list_id,
        "status_index": certificate.place.index,
        "credential": certificate.credential,
        "revoked_at": certificate.revoked_at,
        "revocation_reason": certificate.revocation_reason,
        "replaces": certificate.replaces,
    }


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(
        certificate_id=row.certificate_id,
        version=row.version,
        enrolment_id=row.enrolment_id,
        subject=row.subject,
        recipient_id=row.recipient_id,
        name=row.name,
        course_id=row.course_id,
        course_version=row.course_version,
        title=row.title,
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        place=StatusPlace(row.list_id, row.status_index),
        credential=row.credential,
        revoked_at=row.revoked_at,
        revocation_reason=row.revocation_reason,
        replaces=row.replaces,
    )
