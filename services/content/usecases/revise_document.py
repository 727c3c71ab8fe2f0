"""Put the next version in a document's place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document, DocumentContent
from services.content.domain.events import DocumentChanged
from services.content.domain.marking_change import must_be_for_one
from services.content.domain.teaser import check_teaser
from services.content.domain.upkeep import MINOR, Revision, Upkeep, review_day, wrong_day
from services.content.usecases.attaching import film_violations, follow_marking
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.publish_document import check
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseDocument:
    """Let a document say something else, or to others, from now on."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        document_id: UUID,
        expected_version: int,
        content: DocumentContent,
        review_on: date | None = None,
        revision: Revision = MINOR,
        teaser_confirmed: bool = False,
    ) -> Document:
        """Return the next version.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            DocumentWithdrawn: it was taken back.
            SecondPersonNeeded: not everybody may read it, and more than a narrower marking changes.
            TeaserOfOwner: another than the owner changes the teaser.
            TeaserNotConfirmed: the owner did not say that anyone may read it.
            Invalid: the content breaks a rule; each field is named.
        """
        now, editor = self.clock.now(), caller.person
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id, lock=True)
            same_version(document, expected_version)
            wrong = [*revision.violations(), *wrong_day(review_on, today=now.date())]
            if content.video != document.content.video:  # a rising marking waits for no file
                wrong += film_violations(tx, document_id, content.video)
            check(tx.documents, caller, content, *wrong)
            must_be_for_one(document.content, content)
            owner, before = document.upkeep.owner, document.content.teaser
            check_teaser(before, content.teaser, owner=owner, by=editor, confirmed=teaser_confirmed)
            day = review_on or document.upkeep.review_on
            day = review_day(day, required=content.kind.needs_review, today=now.date())
            upkeep = Upkeep(owner=owner, review_on=day)
            revised = document.revise(content, by=editor, at=now, revision=revision, upkeep=upkeep)
            tx.documents.save(revised)
            follow_marking(tx, caller, revised, at=now)
            tx.audit.record(
                caller,
                "content:revise",
                str(document_id),
                tlp=content.marking.tlp.value,
                tier=content.marking.minimum_tier.name,
            )
            tx.outbox.add(DocumentChanged(revised))
        return revised
