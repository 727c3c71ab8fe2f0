"""Show an editor one request."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
from services.content.usecases.granting import seen_by_editor
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAccessRequest:
    """Return a request about which the caller decides, or did, with who asks."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, request_id: UUID
    ) -> tuple[AccessRequest, Document, Principal | None]:
        """Return it with its document, and the requester as our copy of their rights knows them.

        Raises:
            AccessRequestNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            request, document = seen_by_editor(tx, caller, request_id)
            (shown,) = without_hidden_originals(tx.documents, caller, [document])
            return request, shown, tx.readers.find(request.subject)
