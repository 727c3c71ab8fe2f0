"""Threat levels as protobuf, for answers and events."""

from collections.abc import Mapping
from datetime import datetime

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from kernel.principals import Principal
from services.alerts.domain.threat_change import Hand, StandingLevel, ThreatLevelChange
from services.alerts.domain.threat_levels import (
    ResponseLevel,
    ThreatLevel,
    ThreatSeries,
    Words,
    meaning_of,
    usual_response,
    wording_of,
)
from services.alerts.messages import moment


def standing_to_pb(standing: StandingLevel, wording: Words) -> pb.StandingThreatLevel:
    """Return a level that is or was in force, worded so; it names nobody."""
    return pb.StandingThreatLevel(
        series=_series(standing.series),
        version=standing.number,
        level=_level(standing.level),
        wording=_words(wording),
        response=_response(standing.response),
        response_meaning=_words(meaning_of(standing.response)),
        since=moment(standing.since),
        set_at=moment(standing.set_at),
    )


def threat_levels_to_pb(
    levels: Mapping[ThreatSeries, StandingLevel | None], now: datetime
) -> rpc.GetThreatLevelsResponse:
    """Return what stands, and what the levels and responses are, in today's words."""
    message = rpc.GetThreatLevelsResponse()
    for series, standing in levels.items():
        shown = message.series.add(series=_series(series))
        if standing is not None:
            wording = wording_of(standing.level, now)
            shown.standing.CopyFrom(standing_to_pb(standing, wording))
    for level in ThreatLevel:
        message.levels.add(
            level=_level(level),
            wording=_words(wording_of(level, now)),
            usual_response=_response(usual_response(level)),
        )
    for response in ResponseLevel:
        message.responses.add(response=_response(response), meaning=_words(meaning_of(response)))
    return message


def change_to_pb(change: ThreatLevelChange, to: Principal) -> pb.ThreatLevelChange:
    """Return a change with everything that who decides about it reads."""
    said, follows = change.proposal, change.follows
    message = pb.ThreatLevelChange(
        change_id=str(change.change_id),
        version=change.version,
        status=pb.ThreatLevelChangeStatus.Value(
            f"THREAT_LEVEL_CHANGE_STATUS_{change.status.value}"
        ),
        series=_series(said.series),
        level=_level(said.level),
        wording=_words(change.wording),
        response=_response(said.response),
        response_meaning=_words(meaning_of(said.response)),
        response_is_usual=change.usual,
        reason=said.reason,
        authority_reference=said.authority_reference,
        digest=change.digest,
        proposed=_act(change.proposed),
        approved=_act(change.approved),
        withdrawn=_act(change.withdrawn),
        proposed_by_you=change.proposed.by == to.subject,
    )
    if said.since is not None:
        message.since.CopyFrom(moment(said.since))
    if follows is not None:
        wording = wording_of(follows.level, change.proposed.at)
        message.follows.CopyFrom(standing_to_pb(follows, wording))
    return message


def _act(hand: Hand | None) -> pb.ThreatLevelAct | None:
    return None if hand is None else pb.ThreatLevelAct(by=hand.by, at=moment(hand.at), why=hand.why)


def _words(words: Words) -> pb.ThreatWords:
    return pb.ThreatWords(en=words.en, cy=words.cy)


def _series(series: ThreatSeries) -> pb.ThreatSeries.ValueType:
    return pb.ThreatSeries.Value(f"THREAT_SERIES_{series.value}")


def _level(level: ThreatLevel) -> pb.ThreatLevel.ValueType:
    return pb.ThreatLevel.Value(f"THREAT_LEVEL_{level.value}")


def _response(response: ResponseLevel) -> pb.ResponseLevel.ValueType:
    return pb.ResponseLevel.Value(f"RESPONSE_LEVEL_{response.value}")
