"""Headers that a changing or creating request must carry."""

import re
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Response, request

from services.gateway.problems import RequestRefused

_ETAG: Final = re.compile(r'"v([1-9]\d{0,17})"')


def idempotency_key() -> str:
    """Return the key of a creating request.

    Raises:
        RequestRefused: 400, the header is missing or is no UUID.
    """
    said = request.headers.get("Idempotency-Key", "").strip('"')
    try:
        return str(UUID(said))
    except ValueError:
        raise RequestRefused(
            HTTPStatus.BAD_REQUEST,
            "IDEMPOTENCY_KEY_NEEDED",
            "Send a header Idempotency-Key with a UUID.",
        ) from None


def expected_version() -> int:
    """Return the version that a changing request was made for.

    Raises:
        RequestRefused: 428 without If-Match; 412 for one that cannot be a version of ours.
    """
    said = request.headers.get("If-Match")
    if said is None:
        raise RequestRefused(
            HTTPStatus.PRECONDITION_REQUIRED,
            "IF_MATCH_NEEDED",
            "Send a header If-Match with the ETag that you read.",
        )
    found = _ETAG.fullmatch(said.strip())
    if found is None:
        raise RequestRefused(
            HTTPStatus.PRECONDITION_FAILED, "STALE_VERSION", "If-Match is not an ETag of ours."
        )
    return int(found.group(1))


def with_digest(answer: Response) -> Response:
    """Name what is answered by its bytes; a GET of the same bytes, already held, gets 304."""
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def with_etag(answer: Response, version: int) -> Response:
    """Name the version of what is answered; a GET of a version already held gets 304."""
    answer.set_etag(f"v{version}")
    if request.method == "GET":
        answer.make_conditional(request)
    return answer
