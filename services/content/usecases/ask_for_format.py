"""Ask for a document in another format."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS, Principal
from kernel.usage import Used
from services.content.domain.format_errors import TooManyFormatRequests
from services.content.domain.format_request import (
    MOST_WAITING,
    MOST_WAITING_WITHOUT_ACCOUNT,
    Asked,
    FormatRequest,
)
from services.content.usecases.format_ports import ReplyCodes
from services.content.usecases.formatting import Shown, shown
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_open_to
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForFormat:
    """Keep what a reader needs. Which format it is stands in no audit row and no one's figures.

    It may say something of their health: it is kept with the request alone.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    codes: ReplyCodes
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, document_id: UUID, asked: Asked, key: RequestKey
    ) -> tuple[Shown, str]:
        """Return the request, and the code under which who has no account finds the answer.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            DocumentOfPartner, DocumentWithdrawn: nothing is made of it here.
            Invalid: something of it is wrong.
            TooManyFormatRequests: as many wait as may.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            get_open_to(tx, caller, document_id, now)
            document = tx.documents.get(document_id, lock=True)
            document.must_change()
            request = FormatRequest.made(self.ids.new(), document, asked, by=caller.subject, at=now)
            earlier = tx.idempotency.claim(caller.subject, key, str(request.request_id))
            if earlier is not None:
                request = tx.format_requests.get(UUID(earlier))
            else:
                _room(tx, request)
                tx.format_requests.add(request)
                tx.audit.record(caller, "content:ask-for-format", str(request.request_id))
                detail = request.asked.format.value
                used = Used(caller=ANONYMOUS, metric="content.format-asked", at=now, detail=detail)
                tx.outbox.add(used)
            seen = shown(tx, caller, request, now)
        self.red_reads.note(caller, listed=[document])
        code = "" if caller.subject is not None else self.codes.code(request.request_id)
        return seen, code


def _room(tx: Stores, request: FormatRequest) -> None:
    """See that not too many wait; the document is locked, so nobody else counts meanwhile."""
    if request.requester is None:
        waiting = tx.format_requests.waiting_without_account(request.document_id)
        full = waiting >= MOST_WAITING_WITHOUT_ACCOUNT
    else:
        full = tx.format_requests.waiting_of(request.requester) >= MOST_WAITING
    if full:
        raise TooManyFormatRequests("Wait until some of the requests before are answered.")
