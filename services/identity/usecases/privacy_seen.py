"""A request about somebody's data, as it is shown: with what each holder of data answered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.identity.domain.privacy_request import PrivacyRequest, Receipt
from services.identity.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySeen:
    """A request with its receipts. `email` is the person's, for officers, while there is one."""

    request: PrivacyRequest
    receipts: Sequence[Receipt] = ()
    email: str = ""


def seen(
    tx: Stores, requests: Sequence[PrivacyRequest], *, named: bool = False
) -> Sequence[PrivacySeen]:
    """Return requests with their receipts, and for officers with the addresses of accounts."""
    receipts: dict[UUID, list[Receipt]] = defaultdict(list)
    for each in tx.privacy_receipts.of([request.request_id for request in requests]):
        receipts[each.request_id].append(each)
    emails = tx.subscribers.emails_of({each.subject for each in requests}) if named else {}
    return [
        PrivacySeen(
            request=each,
            receipts=tuple(receipts[each.request_id]),
            email=emails.get(each.subject, ""),
        )
        for each in requests
    ]


def seen_one(tx: Stores, request: PrivacyRequest, *, named: bool = False) -> PrivacySeen:
    """Return one."""
    return seen(tx, [request], named=named)[0]
