"""Answer a request for an accessible format."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import ANONYMOUS, Principal
from kernel.usage import Used
from kernel.web_addresses import AddressRules
from services.content.domain.attachment import State, needs_second_person
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.document import Document
from services.content.domain.events import FormatRequestAnswered
from services.content.domain.format_errors import FormatNeedsFile
from services.content.domain.format_request import Answer
from services.content.usecases.attaching import found
from services.content.usecases.formatting import Shown, on_desk
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFormatRequest:
    """Answer by a file that stands, a link, or a reason; whoever asked is told."""

    unit_of_work: UnitOfWork
    clock: Clock
    rules: AddressRules
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int, answer: Answer
    ) -> Shown:
        """Return it as it stands.

        Raises:
            Invalid: it is not exactly one of the three, or that one is wrong.
            FormatRequestNotFound: there is none that the caller may know of.
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            FormatRequestNotClaimed: the caller did not claim it.
            AttachmentNotFound: the file is not this document's, or does not stand.
            FormatNeedsFile: it is a link, and not everyone may read the document.
            DocumentWithdrawn: nothing is made of it any more; a reason can be said.
        """
        if wrong := answer.violations(self.rules):
            raise Invalid(*wrong)
        now = self.clock.now()
        with self.unit_of_work() as tx:
            request, document = on_desk(tx, caller, request_id, lock=True)
            answered = request.answered(
                answer, document, by=caller.person, read=expected_version, at=now
            )
            _check(tx, caller, document, answer)
            tx.format_requests.save(answered)
            tx.audit.record(
                caller, "content:answer-format-request", str(request_id), how=answer.how
            )
            metric = "content.format-answered"
            tx.outbox.add(Used(caller=ANONYMOUS, metric=metric, at=now, detail=answer.how))
            if answered.requester is not None:
                tx.outbox.add(FormatRequestAnswered(request=answered, to=answered.requester))
        self.red_reads.note(caller, listed=[document])
        return Shown(request=answered, document=document)


def _check(tx: Stores, caller: Principal, document: Document, answer: Answer) -> None:
    if answer.reason:
        return
    document.must_change()
    if answer.link and needs_second_person(document):
        raise FormatNeedsFile("Not everyone may read the document: attach a file to it.")
    if answer.attachment_id is not None:
        attachment, of = found(tx, caller, answer.attachment_id)
        stands = attachment.state is State.STANDING
        if of.document_id != document.document_id or not stands:
            raise AttachmentNotFound("There is no such attachment of this document that stands.")
