"""Publish a new document."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.document import Document, DocumentContent
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import DocumentChanged
from services.content.domain.marking_change import must_be_for_one
from services.content.domain.teaser import check_teaser
from services.content.domain.upkeep import Upkeep, review_day, wrong_day
from services.content.usecases.attaching import film_violations
from services.content.usecases.ports import Documents, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDocument:
    """Make a new document that stands at once."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        content: DocumentContent,
        key: RequestKey,
        review_on: date | None = None,
        teaser_confirmed: bool = False,
    ) -> Document:
        """Return the document, which is the caller's; the same key gives the same one.

        Raises:
            Invalid: the content breaks a rule; each field is named.
            SecondPersonNeeded: not everybody may read it: it begins as a draft.
            TeaserNotConfirmed: the caller did not say that anyone may read the teaser.
            IdempotencyKeyReused: the key came with another body.
        """
        now, editor = self.clock.now(), caller.person
        day = review_day(review_on, required=content.kind.needs_review, today=now.date())
        upkeep = Upkeep(owner=editor, review_on=day)
        document = Document.published(self.ids.new(), content, by=editor, at=now, upkeep=upkeep)
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(editor, key, str(document.document_id))
            if earlier is not None:
                return tx.documents.get(UUID(earlier))
            wrong = wrong_day(review_on, today=now.date())
            check(tx.documents, caller, content, *wrong, *film_violations(tx, None, content.video))
            must_be_for_one(None, content)
            check_teaser("", content.teaser, owner=editor, by=editor, confirmed=teaser_confirmed)
            tx.documents.add(document)
            tx.audit.record(
                caller,
                "content:publish",
                str(document.document_id),
                tlp=content.marking.tlp.value,
                tier=content.marking.minimum_tier.name,
            )
            tx.outbox.add(
                DocumentChanged(document),
                Used(caller=caller, metric="content.published", at=now, detail=content.kind.value),
            )
        return document


def check(
    documents: Documents, editor: Principal, content: DocumentContent, *more: Violation
) -> None:
    """See that a content is good and that what it translates is there for the editor.

    Raises:
        Invalid: it is not; each field is named.
    """
    wrong = [*content.violations(), *more]
    if content.translation_of is not None:
        try:
            documents.get(content.translation_of, reader=editor)
            there = True
        except DocumentNotFound:
            there = False
        if not there:
            wrong.append(Violation("content.translation_of", "names no document that you may read"))
    if wrong:
        raise Invalid(*wrong)
