"""Everything that training holds of a learner's launched units."""

from collections.abc import Iterator
from uuid import UUID

from kernel.ports import HeldRow
from services.training.domain.launch import Registration
from services.training.usecases.records_ports import RecordStores

LEARNING = "teaching, and showing learners how far they are"


def unit_rows(tx: RecordStores, subject: str) -> Iterator[HeldRow]:
    """Yield the rows of every registration of a learner, table by table."""
    for each in tx.launches.of_subject(subject):
        yield ("registrations", LEARNING, _registration(each))
        yield from _records(tx, each.registration)
        yield from _said(tx, each.registration)


def _registration(each: Registration) -> dict[str, object]:
    return {
        "registration": each.registration,
        "actor": each.actor,
        "course_id": each.course_id,
        "course_version": each.course_version,
        "opened_at": each.opened_at,
        "satisfied_at": each.satisfied_at,
    }


def _records(tx: RecordStores, registration: UUID) -> Iterator[HeldRow]:
    for number, standing in tx.launches.standings(registration).items():
        yield (
            "unit_records",
            LEARNING,
            {
                "registration": registration,
                "number": number,
                "completed": standing.record.completed,
                "passed": standing.record.passed,
                "waived": standing.record.waived,
                "satisfied_at": standing.satisfied_at,
            },
        )
    for launched in tx.launches.sessions_of(registration):
        session = launched.session
        yield (
            "unit_sessions",
            LEARNING,
            {
                "session_id": session.session_id,
                "registration": registration,
                "number": launched.number,
                "mode": session.mode.value,
                "launched_at": session.launched_at,
                "heard_at": launched.heard_at,
                "verbs": sorted(each.name for each in session.verbs),
                "terminated_at": session.terminated_at,
                "abandoned_at": session.abandoned_at,
            },
        )
    for session_id, rule, times in tx.launches.refusals(registration):
        said = {"session_id": session_id, "rule": rule, "times": times}
        yield ("refused_statements", LEARNING, said)


def _said(tx: RecordStores, registration: UUID) -> Iterator[HeldRow]:
    for each in tx.statements.everything(registration):
        yield (
            "statements",
            LEARNING,
            {
                "statement_id": each.statement_id,
                "registration": registration,
                "stored_at": each.stored_at,
                "voided": each.voided,
                "document": each.document.decode(),
            },
        )
    for document in tx.unit_documents.everything(registration):
        place = document.place
        yield (
            "unit_documents",
            LEARNING,
            {
                "registration": registration,
                "kind": place.kind.value,
                "activity_id": place.activity_id,
                "document_id": place.document_id,
                "content_type": document.content_type,
                # What is no text is shown as far as it is one.
                "content": document.content.decode(errors="replace").replace("\0", "\ufffd"),
                "updated_at": document.updated_at,
            },
        )
