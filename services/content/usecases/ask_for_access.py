"""Ask to read a document of which one knows the teaser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.grants import within_reach
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.access_errors import AccessOutOfReach, TooManyAccessRequests
from services.content.domain.access_request import (
    AGAIN_AFTER,
    MOST_A_DAY,
    UNDECIDED,
    AccessRequest,
    AccessStatus,
    decides,
)
from services.content.domain.document import Document
from services.content.domain.events import AccessRequestChanged
from services.content.usecases.granting import owner_there
from services.content.usecases.ports import Stores, UnitOfWork

MOST_EDITORS: Final = 50
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForAccess:
    """Let somebody ask the owner of a document; asking again while it is open changes nothing."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, document_id: UUID, reason: str, key: RequestKey
    ) -> AccessRequest:
        """Return the request as it stands.

        Raises:
            Invalid: no reason is said.
            DocumentNotFound: there is no document with a teaser that the caller may see.
            AccessOutOfReach: they may read it, or are more than one tier below.
            TooManyAccessRequests: they asked ten times today, or were refused this one this week.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            document = tx.access.teaser(document_id, caller)
            request = AccessRequest.asked(
                self.ids.new(), document, by=caller.person, reason=reason, at=now
            )
            if not within_reach(caller, document.content.marking):
                raise AccessOutOfReach("A grant would not let you read it, or you may already.")
            mine = tx.access.of(caller.person, lock=True)
            there = _open(mine, document_id, now)
            which = str((there or request).request_id)
            earlier = tx.idempotency.claim(caller.person, key, which)
            if earlier is not None:
                return tx.access.get(UUID(earlier))
            if there is not None:
                return there
            _bounded(mine, document_id, now)
            tx.access.add(request)
            tx.audit.record(caller, "content:ask-access", str(request.request_id))
            owner, editors = document.upkeep.owner, _instead(tx, request, document)
            tx.outbox.add(
                AccessRequestChanged(request=request, owner=owner, editors=editors),
                Used(caller=caller, metric="content.access-asked", at=now),
            )
        return request


def _instead(tx: Stores, request: AccessRequest, document: Document) -> tuple[str, ...]:
    """Return who hears of it where no owner is there to decide: editors who may."""
    if owner_there(tx, document):
        return ()
    editors = tx.format_requests.editors(most=MOST_EDITORS)
    return tuple(
        each.person for each in editors if decides(request, document, each, owner_there=False)
    )


def _open(mine: Sequence[AccessRequest], document_id: UUID, now: datetime) -> AccessRequest | None:
    there = (
        each
        for each in mine
        if each.document_id == document_id and (each.status in UNDECIDED or each.in_force(now))
    )
    return next(there, None)


def _bounded(mine: Sequence[AccessRequest], document_id: UUID, now: datetime) -> None:
    if sum(each.asked_at > now - _DAY for each in mine) >= MOST_A_DAY:
        raise TooManyAccessRequests(f"You asked {MOST_A_DAY} times today: go on tomorrow.")
    refused = any(
        each.document_id == document_id
        and each.status is AccessStatus.REFUSED
        and each.changed_at > now - AGAIN_AFTER
        for each in mine
    )
    if refused:
        raise TooManyAccessRequests(f"You were refused it less than {AGAIN_AFTER.days} days ago.")
