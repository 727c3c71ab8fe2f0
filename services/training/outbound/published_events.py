"""Domain events as messages in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.usage import UsageEvents
from isp.training.v1 import training_events_pb2
from kernel.ports import Ids
from kernel.usage import Used
from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import Enrolment
from services.training.domain.events import (
    CertificateIssued,
    CourseCompleted,
    Event,
    LearnerMailDue,
    Snapshot,
)

_AGAIN: Final = UUID("6c0b2f35-6f0e-4d6c-9b45-0a0f6f2f8c11")


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of training on one transaction."""

    connection: Connection
    ids: Ids
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        OutboxTable(self.connection).append(*map(self._message, events))

    def again(self, event: Snapshot) -> None:
        """Keep a snapshot under an id that is the same for the same version of its aggregate."""
        said = _snapshot(event, _AGAIN)
        again = uuid5(_AGAIN, f"{said.subject}:{said.aggregate_id}:{said.aggregate_version}")
        OutboxTable(self.connection).append_again(_snapshot(event, again))

    def _message(self, event: Event) -> OutgoingEvent:
        if isinstance(event, Used):
            return self.usage.recorded(event.caller, event.metric, at=event.at, detail=event.detail)
        if isinstance(event, LearnerMailDue):
            return _mail(event, event.mail_id or self.ids.new())
        return _snapshot(event, self.ids.new())


def _snapshot(event: Snapshot, event_id: UUID) -> OutgoingEvent:
    if isinstance(event, CourseCompleted):
        return _completed(event.enrolment, event_id)
    certificate = event.certificate
    if isinstance(event, CertificateIssued):
        message, at = training_events_pb2.CertificateIssued, certificate.issued_at
    else:
        message = training_events_pb2.CertificateRevoked  # type: ignore[assignment] # the other kind
        at = certificate.revoked_at or certificate.issued_at
    return OutgoingEvent(
        event_id=event_id,
        message=message(certificate=_certificate(certificate)),
        aggregate_id=str(certificate.certificate_id),
        aggregate_version=certificate.version,
        occurred_at=at,
    )


def _mail(event: LearnerMailDue, event_id: UUID) -> OutgoingEvent:
    title, title_cy = event.titles
    return OutgoingEvent(
        event_id=event_id,
        message=training_events_pb2.LearnerMailDue(
            subject=event.subject,
            mail=training_events_pb2.LearnerMail.Value(f"LEARNER_MAIL_{event.mail.name}"),
            title=title,
            title_cy=title_cy,
            about=str(event.about),
            moment=_moment(event.moment),
            stop_token=event.stop_token,
            takes_back=map(str, event.takes_back),
        ),
        aggregate_id=event.subject,
        aggregate_version=1,
        occurred_at=event.at,
    )


def _completed(enrolment: Enrolment, event_id: UUID) -> OutgoingEvent:
    assert enrolment.completed_at is not None
    return OutgoingEvent(
        event_id=event_id,
        message=training_events_pb2.CourseCompleted(
            enrolment_id=str(enrolment.enrolment_id),
            subject=enrolment.subject,
            course_id=str(enrolment.course_id),
            course_version=enrolment.course_version,
            completed_at=_moment(enrolment.completed_at),
        ),
        aggregate_id=str(enrolment.enrolment_id),
        aggregate_version=enrolment.version,
        occurred_at=enrolment.completed_at,
    )


def _certificate(certificate: Certificate) -> training_events_pb2.CertificateSnapshot:
    return training_events_pb2.CertificateSnapshot(
        certificate_id=str(certificate.certificate_id),
        enrolment_id=str(certificate.enrolment_id),
        subject=certificate.subject,
        course_id=str(certificate.course_id),
        course_version=certificate.course_version,
        issued_at=_moment(certificate.issued_at),
        valid_until=_moment(certificate.valid_until),
        revoked_at=_moment(certificate.revoked_at) if certificate.revoked_at else None,
        version=certificate.version,
    )


def _moment(at: datetime) -> Timestamp:
    said = Timestamp()
    said.FromDatetime(at)
    return said
