"""Requests about threat levels as domain words; each field that is wrong is named."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, key_from
from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from kernel.idempotency import RequestKey
from services.alerts.domain.threat_change import ChangeStatus, Proposal
from services.alerts.domain.threat_levels import (
    ResponseLevel,
    ThreatLevel,
    ThreatSeries,
    usual_response,
)
from services.alerts.messages import word

_LONGEST_TOKEN: Final = 9


def proposal_from(
    request: rpc.ProposeThreatLevelRequest, now: datetime
) -> tuple[Proposal, RequestKey]:
    """Return what is proposed, and the key under which it is done once.

    Raises:
        Invalid: a word is unknown, or the key is no UUID; what else is wrong is then named as well.
    """
    wrong = Wrong()
    series = wrong.word(
        ThreatSeries,
        word(pb.ThreatSeries.DESCRIPTOR, request.series, "THREAT_SERIES_"),
        "series",
    )
    level = wrong.word(
        ThreatLevel, word(pb.ThreatLevel.DESCRIPTOR, request.level, "THREAT_LEVEL_"), "level"
    )
    response = _response(request, level, wrong)
    since = wrong.built("since", lambda: _since(request))
    key = wrong.built("idempotency_key", lambda: key_from("ProposeThreatLevel", request))
    proposal = Proposal(
        series=series or ThreatSeries.NATIONAL,
        level=level or ThreatLevel.LOW,
        response=response or ResponseLevel.NORMAL,
        reason=request.reason,
        authority_reference=request.authority_reference,
        since=since,
    )
    if wrong.found:
        wrong.found += proposal.violations(now, None)
    wrong.check()
    assert key is not None
    return proposal, key


def _response(
    request: rpc.ProposeThreatLevelRequest, level: ThreatLevel | None, wrong: Wrong
) -> ResponseLevel | None:
    if request.HasField("response"):
        said = word(pb.ResponseLevel.DESCRIPTOR, request.response, "RESPONSE_LEVEL_")
        return wrong.word(ResponseLevel, said, "response")
    return None if level is None else usual_response(level)


def _since(request: rpc.ProposeThreatLevelRequest) -> datetime | None:
    return request.since.ToDatetime(tzinfo=UTC) if request.HasField("since") else None


def series_from(value: int) -> ThreatSeries:
    """Return a series.

    Raises:
        Invalid: we know none of this value.
    """
    wrong = Wrong()
    said = word(pb.ThreatSeries.DESCRIPTOR, value, "THREAT_SERIES_")
    series = wrong.word(ThreatSeries, said, "series")
    wrong.check()
    assert series is not None
    return series


def statuses_from(values: Iterable[int]) -> frozenset[ChangeStatus]:
    """Return where the changes stand that are asked for.

    Raises:
        Invalid: we know none of such a value.
    """
    wrong, prefix = Wrong(), "THREAT_LEVEL_CHANGE_STATUS_"
    found = {
        wrong.word(
            ChangeStatus,
            word(pb.ThreatLevelChangeStatus.DESCRIPTOR, value, prefix),
            f"statuses[{place}]",
        )
        for place, value in enumerate(values)
    }
    wrong.check()
    return frozenset(each for each in found if each is not None)


def number_from(token: str) -> int | None:
    """Return the number below which a page of a history begins; None for the first page.

    Raises:
        Invalid: the token is not one of ours.
    """
    if not token:
        return None
    if not (token.isascii() and token.isdecimal() and len(token) <= _LONGEST_TOKEN):
        raise Invalid(Violation("page_token", "is not one of ours"))
    return int(token)


def token_from(number: int | None) -> str:
    """Return the page token that a number is."""
    return "" if number is None else str(number)
