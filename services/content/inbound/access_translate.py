"""Teasers and requests for access as protobuf: no more leaves than their reader may know."""

from isp.content.v1 import access_pb2 as pb
from kernel.grants import within_reach
from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest, AccessStatus
from services.content.domain.document import Document
from services.content.domain.teaser import shows_teaser
from services.content.messages import moment


def teaser_to_pb(document: Document, reader: Principal) -> pb.Teaser:
    """Return what may be known of a document, and whether a grant would help the reader."""
    content = document.content
    return pb.Teaser(
        document_id=str(document.document_id),
        teaser=content.teaser,
        language=content.language,
        may_ask=within_reach(reader, content.marking),
    )


def request_to_pb(
    request: AccessRequest,
    document: Document | None = None,
    *,
    reads: bool = False,
    requester: Principal | None = None,
) -> pb.AccessRequest:
    """Return a request; with the document's title for who reads it, else with its teaser alone.

    To its requester a grant that lets them read no more counts as ended before it is tidied.
    """
    granted = request.status is AccessStatus.GRANTED
    status = request.status if reads or requester is None or not granted else AccessStatus.ENDED
    shown = pb.AccessRequest(
        request_id=str(request.request_id),
        version=request.version,
        document_id=str(request.document_id),
        status=pb.AccessRequestStatus.Value(f"ACCESS_REQUEST_STATUS_{status.name}"),
        asked_at=moment(request.asked_at),
        changed_at=moment(request.changed_at),
        reason=request.reason,
        because=request.because,
        days=request.days or 0,
    )
    if request.given is not None:
        shown.ends_at.CopyFrom(moment(request.given.grant.ends_at))
    if document is not None and reads:
        shown.document_title = document.content.title
    if document is not None and (requester is None or shows_teaser(document, requester)):
        shown.teaser = document.content.teaser
    return shown
