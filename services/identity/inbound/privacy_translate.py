"""Requests about somebody's data between protobuf and the domain."""

from datetime import date, datetime
from typing import Any, Final

from chassis.errors import Invalid, Violation
from chassis.requests import key_from, text_from
from isp.identity.v1 import privacy_requests_pb2 as pb
from services.identity.domain.privacy_request import (
    PrivacyRequestKind,
    PrivacyRequestState,
    Receipt,
    Received,
)
from services.identity.usecases.privacy_seen import PrivacySeen

_KIND: Final = "PRIVACY_REQUEST_KIND_"
_RECEIVED: Final = "REQUEST_RECEIVED_"
_BY_NO_OFFICER: Final = frozenset({Received.ONLINE, Received.DORMANCY})
_STATES: Final = {
    each: pb.PrivacyRequestState.Value(f"PRIVACY_REQUEST_STATE_{each.name}")
    for each in PrivacyRequestState
}
_EMAIL_LONGEST: Final = 254
_DAY_LONGEST: Final = 10


def kind_from(value: int) -> PrivacyRequestKind:
    """Return what is asked for.

    Raises:
        Invalid: it is none of the kinds.
    """
    name = _name(pb.PrivacyRequestKind, value, _KIND)
    if name not in PrivacyRequestKind.__members__:
        raise Invalid(Violation("kind", "must be an export or an erasure"))
    return PrivacyRequestKind[name]


def day_from(field: str, text: str) -> date:
    """Return a day.

    Raises:
        Invalid: it is not written YYYY-MM-DD.
    """
    try:
        return date.fromisoformat(text_from(field, text, _DAY_LONGEST))
    except ValueError:
        raise Invalid(Violation(field, "must be a day, as YYYY-MM-DD")) from None


def recorded_from(request: pb.RecordPrivacyRequestRequest) -> dict[str, Any]:
    """Return what an officer received.

    Raises:
        Invalid: something of it cannot be.
    """
    received = _name(pb.RequestReceived, request.received, _RECEIVED)
    if received not in Received.__members__ or Received[received] in _BY_NO_OFFICER:
        raise Invalid(Violation("received", "must say how it came, and not online"))
    return {
        "email": text_from("email", request.email, _EMAIL_LONGEST),
        "kind": kind_from(request.kind),
        "received": Received[received],
        "received_on": day_from("received_on", request.received_on),
        "key": key_from("RecordPrivacyRequest", request),
    }


def request_to_pb(seen: PrivacySeen, now: datetime) -> pb.PrivacyRequest:
    """Return a request as it is shown."""
    request = seen.request
    shown = pb.PrivacyRequest(
        request_id=str(request.request_id),
        kind=pb.PrivacyRequestKind.Value(f"{_KIND}{request.kind.name}"),
        state=_STATES[request.state],
        received=pb.RequestReceived.Value(f"{_RECEIVED}{request.received.name}"),
        received_on=request.received_on.isoformat(),
        due_on=request.due_on.isoformat(),
        clock=pb.ClockState.Value(f"CLOCK_STATE_{request.clock(now).name}"),
        extended_because=request.extended_because,
        receipts=[_receipt(each) for each in seen.receipts],
        email=seen.email,
        version=request.version,
    )
    shown.begins_at.FromDatetime(request.begins_at)
    if request.closed_at is not None:
        shown.closed_at.FromDatetime(request.closed_at)
    if request.until is not None and request.until > now:
        shown.until.FromDatetime(request.until)
    return shown


def _receipt(receipt: Receipt) -> pb.HolderReceipt:
    shown = pb.HolderReceipt(
        holder=receipt.holder, round=receipt.round, records=receipt.records, tries=receipt.tries
    )
    if receipt.answered_at is not None:
        shown.answered_at.FromDatetime(receipt.answered_at)
    return shown


def _name(enum: Any, value: int, prefix: str) -> str:
    known = enum.DESCRIPTOR.values_by_number.get(value)
    return "" if known is None else str(known.name).removeprefix(prefix)
