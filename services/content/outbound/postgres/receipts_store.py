"""Who confirmed what, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    any_,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.types import Text

from chassis.postgres.tables import PRINCIPALS
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.content.domain.document import Document, Status
from services.content.domain.receipt import (
    MOST_NAMES,
    SHARES,
    Figures,
    NamedReceipt,
    Receipt,
    ReceiptAsked,
    Telling,
)
from services.content.outbound.postgres.document_rows import document_of
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.receipt_tables import RECEIPT_REMINDERS, RECEIPTS
from services.content.outbound.postgres.tables import DOCUMENTS

_R: Final = RECEIPTS.c
_D: Final = DOCUMENTS.c
_P: Final = PRINCIPALS.c
_REMINDED: Final = RECEIPT_REMINDERS.c
_KEPT: Final = [column for column in _D if column.name != "words"]


@dataclass(frozen=True, slots=True)
class PostgresReceipts:
    """The receipts on one transaction."""

    connection: Connection

    def find(self, subject: str, document_id: UUID) -> Receipt | None:
        """Return what somebody confirmed last of a document."""
        query = select(RECEIPTS).where(_R.subject == subject, _R.document_id == document_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _receipt(row)

    def keep(self, receipt: Receipt) -> None:
        """Keep a receipt in the place of somebody's earlier one."""
        row = {
            "document_id": receipt.document_id,
            "subject": receipt.subject,
            "version": receipt.version,
            "confirmed_at": receipt.confirmed_at,
            "name": receipt.name,
        }
        made = insert(RECEIPTS).values(row)
        later = {name: made.excluded[name] for name in ("version", "confirmed_at", "name")}
        self.connection.execute(
            made.on_conflict_do_update(
                index_elements=[_R.document_id, _R.subject],
                set_=later,
                where=_R.version < made.excluded.version,
            )
        )

    def asked_of(
        self, reader: Principal, *, size: int
    ) -> Sequence[tuple[Document, datetime | None]]:
        """Return what asks a person: the marking is part of the query."""
        confirmed = and_(
            _R.document_id == _D.document_id,
            _R.subject == reader.person,
            _R.version >= _D.material_version,
        )
        query: Select[Any] = (
            select(*_KEPT, _REMINDED.reminded_at)
            .outerjoin(RECEIPT_REMINDERS, _REMINDED.document_id == _D.document_id)
            .where(
                _D.receipt != ReceiptAsked.NONE.name,
                _D.status == Status.PUBLISHED.name,
                readable(reader, _D),
                _for_one(_D.sectors, reader.sectors),
                _for_one(_D.regions, reader.regions),
                ~select(literal(1)).where(confirmed).exists(),
            )
        )
        rows = self.connection.execute(
            query.order_by(
                _REMINDED.reminded_at.desc().nulls_last(), _D.material_changed_at, _D.document_id
            ).limit(size)
        ).all()
        return [(document_of(row), row.reminded_at) for row in rows]

    def figures(self, document: Document, *, names: bool) -> Figures:
        """Return how many people a document asks, and how many confirmed it as it stands."""
        asked = and_(*_asked(document))
        people = self._number(select(func.count()).select_from(PRINCIPALS).where(asked))
        joined = PRINCIPALS.join(RECEIPTS, _R.subject == _P.subject)
        here = and_(
            asked,
            _R.document_id == document.document_id,
            _R.version >= document.material.version,
        )
        count = select(func.count(), func.count(_P.organisation_id.distinct()))
        confirmed, organisations = self.connection.execute(
            count.select_from(joined).where(here)
        ).one()
        return Figures(
            people=people,
            confirmed=confirmed,
            organisations=organisations,
            regions=self._by(_P.regions, joined, here),
            sectors=self._by(_P.sectors, joined, here),
            names=self._names(joined, here) if names else (),
        )

    def _number(self, query: Any) -> int:
        found: int = self.connection.execute(query).scalar_one()
        return found

    def _by(self, column: Any, joined: Any, here: ColumnElement[bool]) -> dict[str, int]:
        code = func.unnest(column).label("code")
        each = select(code).select_from(joined).where(here).subquery()
        query = (
            select(each.c.code, func.count().label("number"))
            .group_by(each.c.code)
            .order_by(each.c.code)
        )
        return {row.code: int(row.number) for row in self.connection.execute(query)}

    def _names(self, joined: Any, here: ColumnElement[bool]) -> list[NamedReceipt]:
        query = select(_R.name, _P.organisation_id, _R.confirmed_at).select_from(joined)
        rows = self.connection.execute(
            query.where(here, _R.name != "").order_by(_R.name, _R.subject).limit(MOST_NAMES)
        )
        return [
            NamedReceipt(
                name=row.name, organisation_id=row.organisation_id, confirmed_at=row.confirmed_at
            )
            for row in rows
        ]

    def reminded_at(self, document_id: UUID) -> datetime | None:
        """Return when editors last reminded of a document."""
        query = select(_REMINDED.reminded_at).where(_REMINDED.document_id == document_id)
        found: datetime | None = self.connection.execute(query).scalar_one_or_none()
        return found

    def remind(self, document_id: UUID, *, at: datetime) -> None:
        """Keep that editors remind of it, and that nobody was told yet."""
        said = {"reminded_at": at, "next_share": 0}
        made = insert(RECEIPT_REMINDERS).values(document_id=document_id, **said)
        self.connection.execute(
            made.on_conflict_do_update(index_elements=[_REMINDED.document_id], set_=said)
        )

    def next_reminder(self) -> Telling | None:
        """Return one of which not everybody was told, locked."""
        query = select(_REMINDED.document_id, _REMINDED.next_share)
        query = query.where(_REMINDED.next_share.is_not(None)).order_by(_REMINDED.reminded_at)
        found = query.limit(1).with_for_update(skip_locked=True)
        row = self.connection.execute(found).one_or_none()
        return row and Telling(document_id=row.document_id, share=row.next_share)

    def told(self, telling: Telling) -> None:
        """Keep that the share of people was told."""
        left = telling.share + 1 if telling.share + 1 < SHARES else None
        here = _REMINDED.document_id == telling.document_id
        self.connection.execute(update(RECEIPT_REMINDERS).where(here).values(next_share=left))

    def unconfirmed(self, document: Document, share: int) -> Sequence[str]:
        """Return whom of a share a document asks who has not confirmed it as it stands."""
        confirmed = and_(
            _R.document_id == document.document_id,
            _R.subject == _P.subject,
            _R.version >= document.material.version,
        )
        falls = func.get_byte(func.sha256(func.convert_to(_P.subject, "UTF8")), 0)
        query = select(_P.subject).where(
            *_asked(document), falls == share, ~select(literal(1)).where(confirmed).exists()
        )
        return self.connection.execute(query.order_by(_P.subject)).scalars().all()

    def of(self, subject: str) -> Sequence[Receipt]:
        """Return everything that somebody confirmed, the earliest first."""
        query = select(RECEIPTS).where(_R.subject == subject)
        rows = self.connection.execute(query.order_by(_R.confirmed_at, _R.document_id))
        return [_receipt(row) for row in rows]

    def clear(self, subject: str) -> int:
        """Delete everything that somebody confirmed."""
        return self.connection.execute(delete(RECEIPTS).where(_R.subject == subject)).rowcount

    def forget(self, *, before: datetime) -> int:
        """Delete what was confirmed before then."""
        query = delete(RECEIPTS).where(_R.confirmed_at < before)
        return self.connection.execute(query).rowcount


def _for_one(column: Any, theirs: frozenset[str]) -> ColumnElement[bool]:
    """Return that a document is for all, or for one of these."""
    return or_(func.cardinality(column) == 0, column.op("&&")(cast(sorted(theirs), ARRAY(Text))))


def _asked(document: Document) -> list[ColumnElement[bool]]:
    """Return whom a document asks: `readable`, of many people and one document."""
    content, marking = document.content, document.content.marking
    lowest = max(marking.minimum_tier, Tier.REGISTERED)
    conditions: list[ColumnElement[bool]] = [
        _P.standing == Standing.ACTIVE.name,
        _P.tier.in_([tier.name for tier in Tier if tier >= lowest]),
    ]
    if marking.closed_group:
        conditions.append(literal(marking.closed_group) == any_(_P.closed_groups))
    if marking.named_subjects:
        conditions.append(_P.subject.in_(sorted(marking.named_subjects)))
    for column, codes in ((_P.sectors, content.sectors), (_P.regions, content.regions)):
        if codes:
            conditions.append(column.op("&&")(cast(sorted(codes), ARRAY(Text))))
    return conditions


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        document_id=row.document_id,
        subject=row.subject,
        version=row.version,
        confirmed_at=row.confirmed_at,
        name=row.name,
    )
