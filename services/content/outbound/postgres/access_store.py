"""Teasers, requests for access and grants in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.expression import cast

from chassis.errors import StaleVersion
from chassis.postgres.tables import PRINCIPALS
from kernel.grants import GRANTABLE
from kernel.principals import Principal
from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from services.content.domain.access_errors import AccessRequestNotFound
from services.content.domain.access_request import (
    OPEN,
    UNDECIDED,
    WAITS,
    AccessRequest,
    AccessStatus,
)
from services.content.domain.document import EDITING, Document, Status
from services.content.domain.errors import DocumentNotFound
from services.content.outbound.postgres.access_rows import request_of, row_of_request
from services.content.outbound.postgres.access_tables import ACCESS_REQUESTS
from services.content.outbound.postgres.document_rows import document_of
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.tables import DOCUMENTS

_R: Final = ACCESS_REQUESTS.c
_D: Final = DOCUMENTS.c
_SHOWN: Final = [column for column in _D if column.name != "words"]
_EDITORS: Final = sorted(role for role, may in PERMISSIONS.items() if EDITING in may)
_MOST_OF_ONE: Final = 1000


@dataclass(frozen=True, slots=True)
class PostgresAccess:
    """Teasers, requests and grants on one transaction."""

    connection: Connection

    def teaser(self, document_id: UUID, reader: Principal) -> Document:
        """Return a document whose teaser a person may see: what has none is not read.

        Raises:
            DocumentNotFound: there is none.
        """
        query = select(*_SHOWN).where(_D.document_id == document_id, _teased(reader))
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise DocumentNotFound("There is no such document.")
        return document_of(row)

    def teasers(self, reader: Principal, *, after: UUID | None, size: int) -> Sequence[Document]:
        """Return documents that a person may not read and whose teaser they may see, by id."""
        query = select(*_SHOWN).where(_teased(reader), not_(readable(reader, _D)))
        if after is not None:
            query = query.where(_D.document_id > after)
        rows = self.connection.execute(query.order_by(_D.document_id).limit(size))
        return [document_of(row) for row in rows]

    def granted(
        self, subject: str, document_id: UUID, at: datetime
    ) -> tuple[AccessRequest, Document] | None:
        """Return a grant in force and its document: who has none costs the same for any id."""
        in_force = and_(_R.status == AccessStatus.GRANTED.name, _R.ends_at > at)
        query = select(ACCESS_REQUESTS).where(_R.subject == subject, in_force)
        rows = self.connection.execute(query.order_by(_R.ends_at.desc())).all()
        mine = [request_of(row) for row in rows]
        if not mine:
            return None
        of_these = func.coalesce(_D.translation_of, _D.document_id).in_(
            {each.original_id for each in mine}
        )
        here = select(*_SHOWN).where(_D.document_id == document_id, of_these)
        row = self.connection.execute(here).one_or_none()
        if row is None:
            return None
        document = document_of(row)
        original = document.content.translation_of or document.document_id
        return next(each for each in mine if each.original_id == original), document

    def add(self, request: AccessRequest) -> None:
        """Insert a new request."""
        self.connection.execute(insert(ACCESS_REQUESTS).values(row_of_request(request)))

    def get(self, request_id: UUID, *, lock: bool = False) -> AccessRequest:
        """Return a request, its row locked until the transaction ends if asked.

        Raises:
            AccessRequestNotFound: there is none.
        """
        query = select(ACCESS_REQUESTS).where(_R.request_id == request_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise AccessRequestNotFound("There is no such request.")
        return request_of(row)

    def save(self, request: AccessRequest) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        here = and_(_R.request_id == request.request_id, _R.version == request.version - 1)
        query = update(ACCESS_REQUESTS).where(here).values(row_of_request(request))
        if self.connection.execute(query).rowcount != 1:
            raise StaleVersion("The request changed meanwhile: read it again.")

    def of(self, subject: str, *, lock: bool = False) -> Sequence[AccessRequest]:
        """Return somebody's, the latest first; locked, nobody else asks in their name meanwhile."""
        if lock:
            key = func.hashtextextended(f"access:{subject}", 0)
            self.connection.execute(select(func.pg_advisory_xact_lock(key)))
        query = select(ACCESS_REQUESTS).where(_R.subject == subject)
        query = query.order_by(_R.asked_at.desc(), _R.request_id).limit(_MOST_OF_ONE)
        return self._all(query.with_for_update() if lock else query)

    def of_document(self, document_id: UUID) -> Sequence[AccessRequest]:
        """Return the open ones about a document, locked."""
        query = select(ACCESS_REQUESTS).where(_R.document_id == document_id, _in(OPEN))
        return self._all(query.order_by(_R.request_id).with_for_update())

    def queue(
        self, editor: Principal, statuses: Collection[AccessStatus], *, size: int
    ) -> Sequence[tuple[AccessRequest, Document]]:
        """Return those about which an editor decides: `decides` of the domain as SQL."""
        proposed = _R.status == AccessStatus.PROPOSED.name
        theirs = or_(_D.owner == (editor.subject or ""), not_(_owner_there()))
        query = (
            select(ACCESS_REQUESTS.c.request_id, *_SHOWN)
            .join(DOCUMENTS, _D.document_id == _R.document_id)
            .where(
                _in(statuses),
                readable(editor, _D),
                _R.subject != (editor.subject or ""),
                or_(
                    and_(proposed, _R.decided_by != (editor.subject or "")),
                    and_(not_(proposed), theirs),
                ),
            )
            .order_by(_R.asked_at, _R.request_id)
            .limit(size)
        )
        rows = self.connection.execute(query).all()
        wanted = select(ACCESS_REQUESTS).where(_R.request_id.in_([row.request_id for row in rows]))
        found = {each.request_id: each for each in self._all(wanted)}
        return [(found[row.request_id], document_of(row)) for row in rows]

    def next_due(self, now: datetime) -> AccessRequest | None:
        """Return an open one that is over, locked; those that another holds are passed over."""
        withdrawn = exists(
            select(1).where(_D.document_id == _R.document_id, _D.status == Status.WITHDRAWN.name)
        )
        ended = and_(_R.status == AccessStatus.GRANTED.name, _R.ends_at <= now)
        waited = and_(_in(UNDECIDED), _R.asked_at <= now - WAITS)
        query = select(ACCESS_REQUESTS).where(_in(OPEN), or_(ended, waited, withdrawn))
        query = query.order_by(_R.asked_at).limit(1).with_for_update(skip_locked=True)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else request_of(row)

    def forget(self, *, before: datetime) -> int:
        """Delete what was over before then."""
        over = and_(not_(_in(OPEN)), _R.changed_at < before)
        return self.connection.execute(delete(ACCESS_REQUESTS).where(over)).rowcount

    def decided_by(self, subject: str) -> Sequence[AccessRequest]:
        """Return those about which somebody decided."""
        mine = or_(_R.decided_by == subject, _R.confirmed_by == subject)
        return self._all(select(ACCESS_REQUESTS).where(mine).order_by(_R.asked_at))

    def erase(self, subject: str, pseudonym: str) -> int:
        """Delete somebody's own, put a pseudonym where they decided."""
        own = self.connection.execute(delete(ACCESS_REQUESTS).where(_R.subject == subject))
        mine = or_(_R.decided_by == subject, _R.confirmed_by == subject)
        renamed = {
            name: func.replace(_R[name], subject, pseudonym)
            for name in ("decided_by", "confirmed_by")
        }
        other = self.connection.execute(update(ACCESS_REQUESTS).where(mine).values(renamed))
        return own.rowcount + other.rowcount

    def _all(self, query: Any) -> list[AccessRequest]:
        return [request_of(row) for row in self.connection.execute(query)]


def _in(statuses: Collection[AccessStatus]) -> ColumnElement[bool]:
    return _R.status.in_(sorted(each.name for each in statuses))


def _owner_there() -> ColumnElement[bool]:
    """Return that a document's owner has an account that may be used, and edits."""
    return exists(
        select(1).where(
            PRINCIPALS.c.subject == _D.owner,
            PRINCIPALS.c.standing == Standing.ACTIVE.name,
            PRINCIPALS.c.roles.op("&&")(cast(_EDITORS, ARRAY(Text))),
        )
    )


def _teased(reader: Principal) -> ColumnElement[bool]:
    """Return `teaser.shows_teaser` as SQL: a test holds the two equal."""
    return and_(
        _D.teaser != literal(""),
        _D.status == Status.PUBLISHED.name,
        _D.catalogue_id.is_(None),
        _D.tlp.in_(sorted(each.name for each in GRANTABLE)),
        func.cardinality(_D.named_subjects) == 0,
        or_(_D.closed_group.is_(None), _D.closed_group.in_(reader.closed_groups)),
    )
