"""Asks every service's audit log at once and puts the answers in one order, by time.

No rule of who may see what is here: each service decides and answers for itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import grpc

from isp.privacy.v1 import search_audit_pb2 as pb

_OUR_FAULT: Final = frozenset(
    {
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.UNAUTHENTICATED,
    }
)
"""What is wrong with the question or its asker, wherever it is asked."""

_USUAL_PAGE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEverywhere:
    """A page over all logs.

    `missing` are those that did not answer: their rows are not there. `strangers` are those that
    have no name of the person who was asked about.
    """

    entries: Sequence[tuple[str, pb.AuditEntry]]
    missing: Sequence[str]
    strangers: Sequence[str]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class EveryAuditLog:
    """Stubs of isp.privacy.v1.AuditSearchService, by the service whose log each is."""

    stubs: Mapping[str, Any] = field(repr=False)

    def SearchAudit(  # named and called as the RPC that it asks everywhere
        self, message: pb.SearchAuditRequest, *, timeout: float, metadata: Any
    ) -> FoundEverywhere:
        """Return a page of all logs, newest first.

        Raises:
            grpc.RpcError: a service refused the question or its asker, or none answered.
        """
        asked = {
            name: stub.SearchAudit.future(message, timeout=timeout, metadata=metadata)
            for name, stub in self.stubs.items()
        }
        answers: dict[str, pb.SearchAuditResponse] = {}
        failures: dict[str, grpc.RpcError] = {}
        for name, answer in asked.items():
            try:
                answers[name] = answer.result()
            except grpc.RpcError as error:
                if error.code() in _OUR_FAULT:
                    raise
                failures[name] = error
        if not answers:
            raise next(iter(failures.values()))
        return _together(message, answers, list(failures))


def _together(
    message: pb.SearchAuditRequest,
    answers: Mapping[str, pb.SearchAuditResponse],
    missing: Sequence[str],
) -> FoundEverywhere:
    """Put pages in one order. Every log has the same, so a place in one is a place in all."""
    size = message.page_size or _USUAL_PAGE
    entries = sorted(
        ((name, each) for name, answer in answers.items() for each in answer.entries),
        key=lambda found: (found[1].at.seconds, found[1].at.nanos, found[1].entry_id),
        reverse=True,
    )
    shown = entries[:size]
    more = len(entries) > size or any(each.next_page_token for each in answers.values())
    return FoundEverywhere(
        entries=shown,
        missing=missing,
        strangers=[n for n, each in answers.items() if message.person and not each.person_known],
        next_page_token=shown[-1][1].place if more and shown else "",
    )
