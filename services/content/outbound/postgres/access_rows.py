"""A request for access as a row of its table, and back."""

from typing import Any

from sqlalchemy import Row

from kernel.grants import ReadGrant
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.access_request import AccessRequest, AccessStatus, Given, Why


def row_of_request(request: AccessRequest) -> dict[str, Any]:
    """Return the columns of a request."""
    return {
        "request_id": request.request_id,
        "version": request.version,
        "document_id": request.document_id,
        "original_id": request.original_id,
        "subject": request.subject,
        "reason": request.reason,
        "status": request.status.name,
        "asked_at": request.asked_at,
        "changed_at": request.changed_at,
        "days": request.days,
        "because": request.because,
        "decided_by": request.decided_by,
        "confirmed_by": request.confirmed_by,
        "why": request.why.name if request.why else None,
        **_given_row(request.given),
    }


def _given_row(given: Given | None) -> dict[str, Any]:
    if given is None:
        return {}
    grant = given.grant
    return {
        "tier": grant.tier.value,
        "tlp": grant.marking.tlp.name,
        "minimum_tier": grant.marking.minimum_tier.value,
        "closed_group": grant.marking.closed_group,
        "given_at": grant.given_at,
        "ends_at": grant.ends_at,
        "document_version": given.document_version,
        "rights_version": given.rights_version,
    }


def request_of(row: Row[Any]) -> AccessRequest:
    """Return the request of a row."""
    return AccessRequest(
        request_id=row.request_id,
        version=row.version,
        document_id=row.document_id,
        original_id=row.original_id,
        subject=row.subject,
        reason=row.reason,
        status=AccessStatus[row.status],
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        days=row.days,
        because=row.because,
        decided_by=row.decided_by,
        confirmed_by=row.confirmed_by,
        given=_given(row),
        why=None if row.why is None else Why[row.why],
    )


def _given(row: Row[Any]) -> Given | None:
    if row.given_at is None:
        return None
    grant = ReadGrant(
        subject=row.subject,
        tier=Tier(row.tier),
        marking=Marking(
            tlp=Tlp[row.tlp],
            minimum_tier=Tier(row.minimum_tier),
            closed_group=row.closed_group,
        ),
        given_at=row.given_at,
        ends_at=row.ends_at,
    )
    return Given(
        grant=grant, document_version=row.document_version, rights_version=row.rights_version
    )
