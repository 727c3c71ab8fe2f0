"""Requests for accessible formats, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on

from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import PRINCIPALS
from chassis.principals import principal_of_row
from kernel.pages import Place
from kernel.principals import Principal
from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from kernel.working_days import Nation
from services.content.domain.attachment import State
from services.content.domain.document import EDITING
from services.content.domain.format_errors import FormatRequestNotFound
from services.content.domain.format_request import (
    WAITING,
    Answer,
    Asked,
    Format,
    FormatRequest,
    FormatStatus,
    Offer,
)
from services.content.outbound.postgres.attachment_tables import ATTACHMENTS
from services.content.outbound.postgres.format_tables import FORMAT_REQUESTS
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.tables import DOCUMENTS

_C: Final = FORMAT_REQUESTS.c
_WAITS: Final = _C.status.in_(sorted(each.name for each in WAITING))
_EDITORS: Final = sorted(role for role, given in PERMISSIONS.items() if EDITING in given)
_HANDS: Final = ("claimed_by", "ended_by")
_NOBODY: Final[dict[str, Any]] = {"requester": None, "note": "", "person_kept_since": None}


@dataclass(frozen=True, slots=True)
class PostgresFormatRequests:
    """The requests on one transaction."""

    connection: Connection

    def add(self, request: FormatRequest) -> None:
        """Insert a new one."""
        self.connection.execute(insert(FORMAT_REQUESTS).values(_row(request)))

    def get(self, request_id: UUID, *, lock: bool = False) -> FormatRequest:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            FormatRequestNotFound: there is none.
        """
        query = select(FORMAT_REQUESTS).where(_C.request_id == request_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise FormatRequestNotFound("There is no such request.")
        return _request(row)

    def save(self, request: FormatRequest) -> None:
        """Write one as it is now."""
        self.connection.execute(
            update(FORMAT_REQUESTS).where(_C.request_id == request.request_id).values(_row(request))
        )

    def waiting_of(self, requester: str) -> int:
        """Return how many of a person wait."""
        return self._count(_WAITS, _C.requester == requester)

    def waiting_without_account(self, document_id: UUID) -> int:
        """Return how many on a document wait that nobody with an account made."""
        return self._count(_WAITS, _C.document_id == document_id, _C.requester.is_(None))

    def of(self, requester: str, *, most: int) -> Sequence[FormatRequest]:
        """Return a person's, newest first."""
        query = select(FORMAT_REQUESTS).where(_C.requester == requester)
        return self._all(query.order_by(_C.asked_at.desc(), _C.request_id).limit(most))

    def queue(
        self, reader: Principal, *, ended: bool, after: Place | None, size: int
    ) -> Sequence[FormatRequest]:
        """Return a page: the marking of their documents is part of the query."""
        query = (
            select(FORMAT_REQUESTS)
            .join(DOCUMENTS, DOCUMENTS.c.document_id == _C.document_id)
            .where(~_WAITS if ended else _WAITS, readable(reader, DOCUMENTS.c))
        )
        if after is not None:
            query = query.where(
                tuple_(_C.due_at, _C.request_id) > tuple_(literal(after.at), literal(after.item_id))
            )
        return self._all(query.order_by(_C.due_at, _C.request_id).limit(size))

    def offers(self, document_id: UUID) -> Sequence[Offer]:
        """Return the newest of each format and language: links, and files that stand."""
        file = and_(
            ATTACHMENTS.c.attachment_id == _C.attachment_id,
            ATTACHMENTS.c.document_id == _C.document_id,
            ATTACHMENTS.c.state == State.STANDING.name,
        )
        language = func.lower(_C.wanted_language)
        query = (
            select(FORMAT_REQUESTS)
            .outerjoin(ATTACHMENTS, file)
            .where(
                _C.document_id == document_id,
                _C.made_for.is_not(None),
                or_(_C.link != "", ATTACHMENTS.c.attachment_id.is_not(None)),
            )
            .ext(distinct_on(_C.format, language))
            .order_by(_C.format, language, _C.made_for.desc(), _C.ended_at.desc(), _C.request_id)
        )
        return [_offer(_request(row)) for row in self.connection.execute(query)]

    def overdue(self, now: datetime, *, most: int) -> Sequence[FormatRequest]:
        """Return what waits beyond its day, locked; those told of longest ago first."""
        query = select(FORMAT_REQUESTS).where(_WAITS, _C.due_at <= now)
        order = (_C.told_at.nulls_first(), _C.due_at, _C.request_id)
        return self._all(query.order_by(*order).limit(most).with_for_update(skip_locked=True))

    def count_waiting(self, now: datetime) -> tuple[int, int]:
        """Return how many wait, and how many of them beyond their day."""
        query = select(func.count(), func.count().filter(_C.due_at <= now)).where(_WAITS)
        waiting, late = self.connection.execute(query).one()
        return int(waiting), int(late)

    def editors(self, *, most: int) -> Sequence[Principal]:
        """Return people who may answer and may use their account."""
        query = select(PRINCIPALS.c.subject).where(
            PRINCIPALS.c.roles.overlap(_EDITORS), PRINCIPALS.c.standing == Standing.ACTIVE.name
        )
        subjects = list(
            self.connection.execute(query.order_by(PRINCIPALS.c.subject).limit(most)).scalars()
        )
        rows = PrincipalsTable(self.connection).find_many(subjects)
        known = {row.subject: principal_of_row(row) for row in rows}
        return [found for each in subjects if (found := known.get(each)) is not None]

    def handled_by(self, subject: str) -> Sequence[FormatRequest]:
        """Return what a person claimed, answered or closed."""
        return self._all(select(FORMAT_REQUESTS).where(_about(subject)).order_by(_C.asked_at))

    def forget_people(self, *, before: datetime) -> int:
        """Of what ended before then forget the person; what nothing was made of goes whole."""
        over = _C.person_kept_since < before
        gone = self.connection.execute(
            delete(FORMAT_REQUESTS).where(over, _C.made_for.is_(None))
        ).rowcount
        kept = update(FORMAT_REQUESTS).where(over).values(_NOBODY)
        return gone + self.connection.execute(kept).rowcount

    def forget(self, requester: str) -> int:
        """Forget that a person asked, and what they wrote."""
        of_them = update(FORMAT_REQUESTS).where(_C.requester == requester)
        return self.connection.execute(of_them.values(_NOBODY)).rowcount

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place."""
        renamed = {name: func.replace(_C[name], subject, pseudonym) for name in _HANDS}
        return self.connection.execute(
            update(FORMAT_REQUESTS).where(_about(subject)).values(renamed)
        ).rowcount

    def _count(self, *wheres: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(FORMAT_REQUESTS).where(*wheres)
        return int(self.connection.execute(query).scalar_one())

    def _all(self, query: Any) -> list[FormatRequest]:
        return [_request(row) for row in self.connection.execute(query)]


def _about(subject: str) -> ColumnElement[bool]:
    return or_(*(_C[name] == subject for name in _HANDS))


def _row(request: FormatRequest) -> dict[str, Any]:
    answer = request.answer or Answer()
    return {
        "request_id": request.request_id,
        "version": request.version,
        "document_id": request.document_id,
        "document_version": request.document_version,
        "format": request.asked.format.name,
        "wanted_language": request.asked.language,
        "note": request.asked.note,
        "nation": request.asked.nation.name,
        "requester": request.requester,
        "asked_at": request.asked_at,
        "due_at": request.due_at,
        "status": request.status.name,
        "claimed_by": request.claimed_by,
        "attachment_id": answer.attachment_id,
        "link": answer.link,
        "reason": answer.reason,
        "made_for": request.made_for,
        "ended_at": request.ended_at,
        "ended_by": request.ended_by,
        "told_at": request.told_at,
        "person_kept_since": request.ended_at,
    }


def _request(row: Row[Any]) -> FormatRequest:
    said = Answer(attachment_id=row.attachment_id, link=row.link, reason=row.reason)
    return FormatRequest(
        request_id=row.request_id,
        version=row.version,
        document_id=row.document_id,
        document_version=row.document_version,
        asked=Asked(
            format=Format[row.format],
            nation=Nation[row.nation],
            language=row.wanted_language,
            note=row.note,
        ),
        requester=row.requester,
        asked_at=row.asked_at,
        due_at=row.due_at,
        status=FormatStatus[row.status],
        claimed_by=row.claimed_by,
        answer=None if said == Answer() else said,
        made_for=row.made_for,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        told_at=row.told_at,
    )


def _offer(request: FormatRequest) -> Offer:
    return Offer(
        format=request.asked.format,
        language=request.asked.language,
        answer=request.answer or Answer(),
        made_for=request.made_for or 1,
        made_at=request.ended_at or request.asked_at,
    )
