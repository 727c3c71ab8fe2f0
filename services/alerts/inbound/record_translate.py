"""What went out, and the public log, as protobuf."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, key_from
from isp.alerts.v1 import alert_pb2, cap_pb2, ledger_pb2
from kernel.idempotency import RequestKey
from kernel.principals import ANONYMOUS
from services.alerts.domain.cap.importing import CapImport
from services.alerts.domain.cap.message import LONGEST_NAME, CapMessage
from services.alerts.domain.cap.weighing import Weight
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.issued_message import IssuedMessage
from services.alerts.domain.public_part import seen_by
from services.alerts.domain.tree_head import SignedTreeHead
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.cap_xml import read_cap
from services.alerts.messages import alert_to_pb, for_readers, moment, word
from services.alerts.usecases.list_cap_imports import Came
from services.alerts.usecases.record_ports import LogEntry
from services.alerts.usecases.verify_code import Verified

CODE_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Import:
    """A message to import, its document's digest, the key, and what its Unknowns are taken for."""

    message: CapMessage
    digest: bytes
    key: RequestKey
    weight: Weight


def import_from(request: cap_pb2.ImportCapRequest) -> Import:
    """Return what to import.

    Raises:
        Invalid: the document cannot be read, the key is no UUID, or a word is unknown.
    """
    key, weight = key_from("ImportCap", request), _weight(request)
    digest = hashlib.sha256(request.document).digest()
    return Import(read_cap(request.document), digest, key, weight)


def _weight(request: cap_pb2.ImportCapRequest) -> Weight:
    wrong = Wrong()
    severity = word(alert_pb2.Severity.DESCRIPTOR, request.severity, "SEVERITY_")
    urgency = word(alert_pb2.Urgency.DESCRIPTOR, request.urgency, "URGENCY_")
    certainty = word(alert_pb2.Certainty.DESCRIPTOR, request.certainty, "CERTAINTY_")
    weight = Weight(
        severity=wrong.word(Severity, severity, "severity") if request.severity else None,
        urgency=wrong.word(Urgency, urgency, "urgency") if request.urgency else None,
        certainty=wrong.word(Certainty, certainty, "certainty") if request.certainty else None,
    )
    wrong.check()
    return weight


def identifier_from(said: str) -> str:
    """Return a message's identifier.

    Raises:
        Invalid: it can be none.
    """
    if not said or len(said) > LONGEST_NAME or "\x00" in said:
        raise Invalid(Violation("identifier", f"must have 1 to {LONGEST_NAME} characters"))
    return said


def code_said(said: str) -> str:
    """Return what was typed as a code.

    Raises:
        Invalid: it is nothing, or longer than anyone types.
    """
    if not 1 <= len(said) <= CODE_LONGEST:
        raise Invalid(Violation("code", f"must have 1 to {CODE_LONGEST} characters"))
    return said


def start_from(said: int) -> int:
    """Return the place from which the log is wanted.

    Raises:
        Invalid: it is negative.
    """
    if said < 0:
        raise Invalid(Violation("start", "must be 0 or more"))
    return said


def earlier_size_from(said: int) -> int:
    """Return how long the log was earlier.

    Raises:
        Invalid: it is not 1 or more: with nothing every log begins.
    """
    if said < 1:
        raise Invalid(Violation("earlier_size", "must be 1 or more"))
    return said


def message_to_pb(message: IssuedMessage) -> cap_pb2.IssuedMessage:
    """Return a message that everyone may read."""
    return cap_pb2.IssuedMessage(
        identifier=message.identifier,
        alert_id=str(message.alert_id),
        notice=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{message.notice.name}"),
        sent=moment(message.sent),
        headline=message.headline,
        document=message.document,
    )


def verified_to_pb(verified: Verified) -> ledger_pb2.VerifyCodeResponse:
    """Return what a code stands for; of what is not for everyone only the time and the kind."""
    message, alert = verified.message, verified.alert
    said = ledger_pb2.VerifyCodeResponse(
        code=message.code,
        issued_at=moment(message.sent),
        status=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{alert.status.name}"),
        exercise=alert.content.cap_status is CapStatus.EXERCISE,
        superseded=alert.successor is not None,
        cap_status=cap_status_to_pb(alert.content.cap_status),
    )
    public = seen_by(alert, ANONYMOUS) if message.public else None
    if public is not None:
        said.alert.CopyFrom(for_readers(alert_to_pb(public)))
        said.identifier = message.identifier
    return said


def cap_status_to_pb(status: CapStatus) -> alert_pb2.CapStatus.ValueType:
    """Return whether something is meant."""
    return alert_pb2.CapStatus.Value(f"CAP_STATUS_{status.name}")


def head_to_pb(signed: SignedTreeHead) -> ledger_pb2.TreeHead:
    """Return a signed head."""
    return ledger_pb2.TreeHead(
        size=signed.head.size,
        root=signed.head.root,
        signed_at=moment(signed.head.signed_at),
        audit_hash=signed.head.audit_hash,
        signed_bytes=signed.head.signed_bytes(),
        signature=signed.signature,
        public_key=signed.public_key,
    )


def entry_to_pb(entry: LogEntry) -> ledger_pb2.LogEntry:
    """Return a message of the log."""
    return ledger_pb2.LogEntry(
        index=entry.index, identifier=entry.identifier, document=entry.document
    )


def imports_to_pb(
    origin: CapImport | None, waiting: Iterable[Came]
) -> cap_pb2.ListCapImportsResponse:
    """Return what came in from elsewhere about an alert."""
    said = cap_pb2.ListCapImportsResponse()
    if origin is not None:
        said.origin.CopyFrom(_came_to_pb(origin))
    for each in waiting:
        shown = _came_to_pb(each.message)
        shown.status = alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{each.draft.status.value}")
        shown.headline = each.draft.content.headline
        said.waiting.append(shown)
    return said


def _came_to_pb(came: CapImport) -> cap_pb2.CapImport:
    return cap_pb2.CapImport(
        sender=came.sender,
        identifier=came.identifier,
        sent=moment(came.sent),
        msg_type=cap_pb2.CapMsgType.Value(f"CAP_MSG_TYPE_{came.msg_type.name}"),
        alert_id=str(came.alert_id),
    )
