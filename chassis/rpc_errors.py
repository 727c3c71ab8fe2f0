"""The one map between refusals and gRPC statuses, both ways.

Leaving a service a refusal becomes a status with ErrorInfo (`domain: isp`, reason) and, for wrong
input, BadRequest. Arriving at a client it becomes a `RemoteRefusal` with the same words.
"""

from dataclasses import dataclass, field
from typing import Final

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from chassis.errors import (
    Conflict,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    Refusal,
    StepUpRequired,
    Unauthenticated,
    Unavailable,
    Unmet,
    Violation,
)

DOMAIN: Final = "isp"

CODES: Final[dict[type[Refusal], int]] = {
    NotFound: code_pb2.NOT_FOUND,
    Invalid: code_pb2.INVALID_ARGUMENT,
    Conflict: code_pb2.ABORTED,
    Unmet: code_pb2.FAILED_PRECONDITION,
    Denied: code_pb2.PERMISSION_DENIED,
    Unauthenticated: code_pb2.UNAUTHENTICATED,
    Exhausted: code_pb2.RESOURCE_EXHAUSTED,
    Unavailable: code_pb2.UNAVAILABLE,
}
"""The status code of each kind."""

MOST_VIOLATIONS: Final = 20
_LONGEST_FIELD: Final = 80
_LONGEST_WORDS: Final = 120
_LONGEST_MESSAGE: Final = 300
"""Bytes. A status travels in trailers, of which gRPC takes 8 KiB: more and the client is told
RESOURCE_EXHAUSTED instead of what was wrong."""


def status_of(refusal: Refusal) -> status_pb2.Status:
    """Return the status that carries a refusal."""
    code = next((CODES[kind] for kind in type(refusal).__mro__ if kind in CODES), code_pb2.UNKNOWN)
    info = error_details_pb2.ErrorInfo(reason=refusal.reason, domain=DOMAIN)
    if isinstance(refusal, StepUpRequired):
        info.metadata["acr"] = refusal.acr
        info.metadata["max_age_seconds"] = str(refusal.max_age_seconds)
    details = [_packed(info)]
    if isinstance(refusal, Invalid):
        bad = error_details_pb2.BadRequest()
        for each in refusal.violations[:MOST_VIOLATIONS]:
            bad.field_violations.add(
                field=_cut(each.field, _LONGEST_FIELD),
                description=_cut(each.description, _LONGEST_WORDS),
            )
        details.append(_packed(bad))
    message = _cut(str(refusal), _LONGEST_MESSAGE)
    return status_pb2.Status(code=code, message=message, details=details)


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore")


def _packed(message: error_details_pb2.ErrorInfo | error_details_pb2.BadRequest) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRefusal:
    """A refusal as a client sees it.

    An error without our ErrorInfo has the reason INTERNAL, or the transport's own word
    (UNAVAILABLE, DEADLINE_EXCEEDED, EXHAUSTED), and no message.
    """

    code: grpc.StatusCode
    reason: str
    message: str = ""
    violations: tuple[Violation, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


_TRANSPORT: Final = {
    grpc.StatusCode.UNAVAILABLE: "UNAVAILABLE",
    grpc.StatusCode.DEADLINE_EXCEEDED: "DEADLINE_EXCEEDED",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "EXHAUSTED",
    grpc.StatusCode.CANCELLED: "UNAVAILABLE",
}


def refusal_of(error: grpc.RpcError) -> RemoteRefusal:
    """Return what a failed call says; words of unknown origin are left out."""
    try:
        status = rpc_status.from_call(error)
    except ValueError:  # the transport's code is not the status's: trailers were cut off
        status = None
    code: grpc.StatusCode = error.code()
    info, violations = error_details_pb2.ErrorInfo(), list[Violation]()
    for detail in status.details if status else ():
        bad = error_details_pb2.BadRequest()
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            detail.Unpack(info)
        elif detail.Unpack(bad):
            violations += [Violation(each.field, each.description) for each in bad.field_violations]
    if info.domain != DOMAIN:
        return RemoteRefusal(code=code, reason=_TRANSPORT.get(code, "INTERNAL"))
    return RemoteRefusal(
        code=code,
        reason=info.reason,
        message=status.message,
        violations=tuple(violations),
        metadata=dict(info.metadata),
    )
