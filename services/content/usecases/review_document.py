"""Say that somebody looked at a document again, or looks after it from now on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.document import Document
from services.content.domain.events import DocumentChanged
from services.content.domain.upkeep import Upkeep, review_day, wrong_day
from services.content.usecases.create_draft import owner_of
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDocument:
    """Keep that a document still holds, and by when to look at it again; it says what it said."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        document_id: UUID,
        expected_version: int,
        review_on: date | None,
        take_over: bool = False,
    ) -> Document:
        """Return the document as it stands.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            DocumentWithdrawn, DocumentOfPartner: it changes no more, or not here.
            Invalid: the day is not one to come, within three years.
        """
        now, editor = self.clock.now(), caller.person
        if wrong := wrong_day(review_on, today=now.date()):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id, lock=True)
            same_version(document, expected_version)
            needed = document.content.kind.needs_review
            day = review_day(review_on, required=needed, today=now.date())
            owner = owner_of(document, editor, take_over=take_over)
            upkeep = Upkeep(owner=owner, review_on=day)
            reviewed = document.kept_up(upkeep, by=editor, at=now)
            tx.documents.save(reviewed)
            until = str(day or "")
            tx.audit.record(
                caller, "content:review", str(document_id), review_on=until, owner_taken=take_over
            )
            kind = document.content.kind.value
            used = Used(caller=caller, metric="content.reviewed", at=now, detail=kind)
            tx.outbox.add(DocumentChanged(reviewed), used)
        return reviewed
