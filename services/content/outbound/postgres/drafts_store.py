"""Drafts in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    any_,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.draft import Draft, Return
from services.content.domain.draft_errors import DraftNotFound
from services.content.domain.draft_status import OPEN, DraftStatus
from services.content.domain.proposal import Proposal
from services.content.domain.upkeep import Revision
from services.content.outbound.postgres.document_rows import content_of, content_row
from services.content.outbound.postgres.draft_tables import DRAFTS
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.tables import DOCUMENTS

_COLUMNS = DRAFTS.c
_PEOPLE = ("owner", "changed_by", "returned_by", "approved_by")
_LISTS = ("hands", "named_subjects")


@dataclass(frozen=True, slots=True)
class PostgresDrafts:
    """The drafts on one transaction."""

    connection: Connection

    def add(self, draft: Draft) -> None:
        """Insert a new draft."""
        self.connection.execute(insert(DRAFTS).values(_row(draft)))

    def get(self, draft_id: UUID, *, lock: bool = False) -> Draft:
        """Return a draft, its row locked until the transaction ends if asked.

        Raises:
            DraftNotFound: there is none.
        """
        query = select(DRAFTS).where(_COLUMNS.draft_id == draft_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise DraftNotFound("There is no such draft.")
        return _draft(row)

    def save(self, draft: Draft) -> None:
        """Keep the next state.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        here = and_(_COLUMNS.draft_id == draft.draft_id, _COLUMNS.version == draft.version - 1)
        changed = self.connection.execute(update(DRAFTS).where(here).values(_row(draft))).rowcount
        if changed != 1:
            raise StaleVersion("The draft changed meanwhile: read it again.")

    def page(
        self,
        reader: Principal,
        *,
        statuses: frozenset[DraftStatus],
        after: Place | None,
        size: int,
    ) -> Sequence[Draft]:
        """Return those whose words, and whose document, a person may read; the last changed first.

        One of a document that was withdrawn is among them: to be given up.
        """
        there = DOCUMENTS.c.document_id == _COLUMNS.document_id
        query = (
            select(DRAFTS)
            .outerjoin(DOCUMENTS, there)
            .where(
                _COLUMNS.status.in_([each.name for each in statuses]),
                readable(reader, _COLUMNS),
                or_(DOCUMENTS.c.document_id.is_(None), readable(reader, DOCUMENTS.c)),
            )
        )
        if after is not None:
            query = query.where(
                tuple_(_COLUMNS.changed_at, _COLUMNS.draft_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        latest_first = (_COLUMNS.changed_at.desc(), _COLUMNS.draft_id.desc())
        rows = self.connection.execute(query.order_by(*latest_first).limit(size))
        return [_draft(row) for row in rows]

    def open_of(self, subject: str) -> int:
        """Return how many a person last changed that may still become something."""
        query = select(func.count()).select_from(DRAFTS)
        still = _COLUMNS.status.in_([each.name for each in OPEN])
        return self.connection.execute(
            query.where(_COLUMNS.changed_by == subject, still)
        ).scalar_one()

    def next_due(self, now: datetime) -> Draft | None:
        """Return a scheduled one whose time has come, locked; None if there is none."""
        due = and_(_COLUMNS.status == DraftStatus.SCHEDULED.name, _COLUMNS.publish_at <= now)
        query = select(DRAFTS).where(due).order_by(_COLUMNS.publish_at).limit(1)
        row = self.connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
        return None if row is None else _draft(row)

    def of_person(self, subject: str) -> Sequence[Draft]:
        """Return the drafts in which a person had a part, or which name them."""
        query = select(DRAFTS).where(_about(subject)).order_by(_COLUMNS.created_at)
        return [_draft(row) for row in self.connection.execute(query)]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        renamed = {name: func.replace(_COLUMNS[name], subject, pseudonym) for name in _PEOPLE}
        renamed |= {name: func.array_replace(_COLUMNS[name], subject, pseudonym) for name in _LISTS}
        return self.connection.execute(
            update(DRAFTS).where(_about(subject)).values(renamed)
        ).rowcount


def _about(subject: str) -> ColumnElement[bool]:
    return or_(
        *(_COLUMNS[name] == subject for name in _PEOPLE),
        *(literal(subject) == any_(_COLUMNS[name]) for name in _LISTS),
    )


def _row(draft: Draft) -> dict[str, Any]:
    proposal = draft.proposal
    return {
        "draft_id": draft.draft_id,
        "version": draft.version,
        "status": draft.status.name,
        "document_id": draft.document_id,
        "base_version": draft.base_version,
        **content_row(proposal.content),
        "review_on": proposal.review_on,
        "note": proposal.revision.note,
        "material": proposal.revision.material,
        "publish_at": proposal.publish_at,
        "withdraw_at": proposal.withdraw_at,
        "teaser_confirmed": proposal.teaser_confirmed,
        "owner": draft.owner,
        "hands": sorted(draft.hands),
        "restricted": draft.restricted,
        "created_at": draft.created_at,
        "changed_at": draft.changed_at,
        "changed_by": draft.changed_by,
        "returned_by": draft.returned.by if draft.returned else None,
        "returned_because": draft.returned.because if draft.returned else "",
        "approved_by": draft.approved_by,
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        draft_id=row.draft_id,
        version=row.version,
        status=DraftStatus[row.status],
        document_id=row.document_id,
        base_version=row.base_version,
        proposal=Proposal(
            content=content_of(row),
            review_on=row.review_on,
            revision=Revision(note=row.note, material=row.material),
            publish_at=row.publish_at,
            withdraw_at=row.withdraw_at,
            teaser_confirmed=row.teaser_confirmed,
        ),
        owner=row.owner,
        hands=frozenset(row.hands),
        restricted=row.restricted,
        created_at=row.created_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        returned=_return(row),
        approved_by=row.approved_by,
    )


def _return(row: Row[Any]) -> Return | None:
    if row.returned_by is None:
        return None
    return Return(by=row.returned_by, because=row.returned_because)
