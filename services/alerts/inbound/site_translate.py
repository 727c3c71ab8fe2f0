"""Requests about premises' response levels as domain words; each field that is wrong is named."""

from collections.abc import Collection
from datetime import UTC
from uuid import UUID

from chassis.errors import Invalid, Violation
from chassis.requests import LARGEST_PAGE, Wrong, id_from, version_from
from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import threat_level_pb2
from services.alerts.domain.site_response import WantedOverride
from services.alerts.domain.threat_levels import ResponseLevel
from services.alerts.messages import word


def wanted_from(request: rpc.SetSiteResponseRequest) -> tuple[UUID, WantedOverride]:
    """Return the premises, and what is to count there.

    Raises:
        Invalid: an id is none, the level is not known, or no end is said.
    """
    wrong = Wrong()
    premises_id = wrong.built("premises_id", lambda: id_from("premises_id", request.premises_id))
    said = word(threat_level_pb2.ResponseLevel.DESCRIPTOR, request.response, "RESPONSE_LEVEL_")
    response = wrong.word(ResponseLevel, said, "response")
    wrong.unless(request.HasField("until"), "until", "must be said")
    until = wrong.built("until", lambda: request.until.ToDatetime(tzinfo=UTC))
    since = wrong.built(
        "since",
        lambda: request.since.ToDatetime(tzinfo=UTC) if request.HasField("since") else None,
    )
    wrong.built("expected_version", lambda: version_from(request.expected_version))
    wrong.check()
    assert premises_id is not None
    assert response is not None
    assert until is not None
    wanted = WantedOverride(response=response, reason=request.reason, since=since, until=until)
    return premises_id, wanted


def only_from(texts: Collection[str]) -> frozenset[UUID]:
    """Return which premises are asked for; none means all.

    Raises:
        Invalid: there are too many, or one is no id.
    """
    if len(texts) > LARGEST_PAGE:
        raise Invalid(Violation("premises_ids", f"must be at most {LARGEST_PAGE}"))
    return frozenset(id_from("premises_ids", each) for each in texts)


def after_from(token: str) -> UUID | None:
    """Return after which premises a page begins.

    Raises:
        Invalid: the token is not one of ours.
    """
    if not token:
        return None
    try:
        return UUID(token)
    except ValueError:
        raise Invalid(Violation("page_token", "is not one of ours")) from None
