"""The privacy officer's search of a service's audit log: one mechanism, served by every service."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.calls import caller
from chassis.postgres.audit import AuditTable
from chassis.postgres.audit_search import AuditSearchTables
from chassis.postgres.engine import open_engine, refusing_when_away
from chassis.pseudonyms import Pseudonyms
from chassis.requests import (
    LONGEST_SUBJECT,
    NUL,
    Wrong,
    page_size_from,
    place_from,
    token_of,
)
from chassis.service_settings import ServiceSettings
from chassis.usage import UsageEvents
from isp.privacy.v1 import search_audit_pb2 as pb
from isp.privacy.v1 import search_audit_pb2_grpc
from kernel.audit_rows import AuditQuestion, AuditRow
from kernel.digests import canonical_json
from kernel.pages import Place
from kernel.ports import Audit, Clock, RandomIds, SystemClock
from kernel.principals import Principal
from kernel.usage import Used

USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)
_REASON: Final = (10, 500)
_MOST: Final = {"action": 100, "person": LONGEST_SUBJECT, "actor": 100, "resource": 200}


class AuditSearch(Protocol):
    """An audit log on one transaction: read, and written."""

    @property
    def audit(self) -> Audit:
        """Where the search is put on record."""
        ...

    def names_of(self, subject: str) -> Sequence[str]:
        """Return the names under which the log knows a person, the present one first."""
        ...

    def page(
        self, question: AuditQuestion, names: Sequence[str], *, after: Place | None, size: int
    ) -> Sequence[AuditRow]:
        """Return rows, newest first; `names` are those of the person who is asked about."""
        ...

    def used(self, event: Used) -> None:
        """Let analysts count it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of rows, where the next begins, and whether the log has a name of the person."""

    rows: Sequence[AuditRow]
    following: Place | None
    person_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAudit:
    """Look into the log and put that on record, or neither (docs/adr/0104)."""

    log: Callable[[], AbstractContextManager[AuditSearch]]
    clock: Clock

    def __call__(
        self,
        who: Principal,
        question: AuditQuestion,
        *,
        reason: str,
        after: Place | None,
        size: int,
    ) -> Found:
        """Return a page, newest first."""
        with self.log() as log:
            names = log.names_of(question.person) if question.person else ()
            rows = log.page(question, names, after=after, size=size + 1)
            shown = rows[:size]
            log.audit.record(
                who,
                "audit:search",
                # Nobody gets a name by being looked for: it would lead to them.
                names[0] if names else question.actor or question.resource,
                _digest(question),
                reason=reason,
                actions=question.action,
                begins_at=question.begins_at.isoformat(),
                ends_at=question.ends_at.isoformat(),
                shown=len(shown),
            )
            log.used(Used(caller=who, metric="audit.searched", at=self.clock.now()))
        following = Place(shown[-1].at, shown[-1].entry_id) if len(rows) > size else None
        return Found(rows=shown, following=following, person_known=bool(names))


def _digest(question: AuditQuestion) -> bytes:
    """Return what a search is known by again; the person in it cannot be read from it alone."""
    said = {
        "begins_at": question.begins_at.isoformat(),
        "ends_at": question.ends_at.isoformat(),
        "action": question.action,
        "actor": question.actor,
        "resource": question.resource,
        "by_person": bool(question.person),
    }
    return hashlib.sha256(canonical_json(said)).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSearchServicer(search_audit_pb2_grpc.AuditSearchServiceServicer):
    """isp.privacy.v1.AuditSearchService."""

    service: str
    search_audit: SearchAudit
    clock: Clock

    def SearchAudit(
        self, request: pb.SearchAuditRequest, context: grpc.ServicerContext
    ) -> pb.SearchAuditResponse:
        """Look into the log."""
        question, reason = question_from(request, self.clock.now())
        found = self.search_audit(
            caller(context),
            question,
            reason=reason,
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        return pb.SearchAuditResponse(
            entries=map(_row_to_pb, found.rows),
            next_page_token=token_of(found.following),
            person_known=found.person_known,
            service=self.service,
        )


def question_from(request: pb.SearchAuditRequest, now: datetime) -> tuple[AuditQuestion, str]:
    """Return what is asked, and why.

    Raises:
        Invalid: a text is too long, the time too long or backwards, or no reason is given.
    """
    wrong = Wrong()
    for name, most in _MOST.items():
        text = getattr(request, name)
        good = len(text) <= most and NUL not in text
        wrong.unless(good, name, f"must have at most {most} characters, none of them NUL")
    reason, (least, most) = request.reason.strip(), _REASON
    wrong.unless(
        least <= len(reason) <= most and NUL not in reason,
        "reason",
        f"must have {least} to {most} characters, none of them NUL",
    )
    ends = _moment(request.ends_at, "ends_at", wrong) if request.HasField("ends_at") else now
    begins = ends - USUAL
    if request.HasField("begins_at"):
        begins = _moment(request.begins_at, "begins_at", wrong)
    wrong.unless(begins < ends, "begins_at", "must be before the end")
    wrong.unless(ends - begins <= LONGEST, "begins_at", "must be at most 366 days before the end")
    wrong.check()
    question = AuditQuestion(
        begins_at=begins, ends_at=ends, **{name: getattr(request, name) for name in _MOST}
    )
    return question, reason


def _moment(said: Timestamp, field: str, wrong: Wrong) -> datetime:
    try:
        return said.ToDatetime(UTC)
    except (ValueError, OverflowError):
        wrong.say(field, "must be a moment")
        return datetime.now(UTC)


def _row_to_pb(row: AuditRow) -> pb.AuditEntry:
    at = Timestamp()
    at.FromDatetime(row.at)
    return pb.AuditEntry(
        entry_id=str(row.entry_id),
        at=at,
        actor=row.actor,
        actor_subject=row.actor_subject,
        action=row.action,
        resource=row.resource,
        digest=row.digest,
        detail_json=json.dumps(dict(row.detail), sort_keys=True),
        place=token_of(Place(row.at, row.entry_id)),
    )


Services = dict[ServiceDescriptor, Callable[[grpc.Server], None]]


def audit_search_services_of(servicer: AuditSearchServicer) -> Services:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["AuditSearchService"]: lambda server: (
            search_audit_pb2_grpc.add_AuditSearchServiceServicer_to_server(servicer, server)
        )
    }


def audit_search_services(settings: ServiceSettings) -> Services:
    """Return it over the service's own database, on two connections of its own."""
    clock, ids = SystemClock(), RandomIds()
    pseudonyms = Pseudonyms(settings.pseudonym_key)
    usage = UsageEvents(service=settings.service, pseudonyms=pseudonyms, ids=ids)
    engine = open_engine(settings.database_url, process=f"{settings.service}-audit", pool=2)

    @contextmanager
    def log() -> Iterator[AuditSearchTables]:
        with refusing_when_away(), engine.begin() as connection:
            audit = AuditTable(connection, clock, ids, pseudonyms)
            yield AuditSearchTables(connection=connection, audit=audit, usage=usage)

    return audit_search_services_of(
        AuditSearchServicer(
            service=settings.service,
            search_audit=SearchAudit(log=log, clock=clock),
            clock=clock,
        )
    )
