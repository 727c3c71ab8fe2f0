"""Threat levels as JSON."""

from typing import Any, Final

from apiflask import Schema
from apiflask.validators import OneOf
from google.protobuf.descriptor import EnumDescriptor

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import Moment, String


def _names(kind: EnumDescriptor, prefix: str) -> tuple[str, ...]:
    names = (value.name.removeprefix(prefix) for value in kind.values)
    return tuple(name for name in names if name != "UNSPECIFIED")


SERIES: Final = _names(pb.ThreatSeries.DESCRIPTOR, "THREAT_SERIES_")
LEVELS: Final = _names(pb.ThreatLevel.DESCRIPTOR, "THREAT_LEVEL_")
RESPONSES: Final = _names(pb.ResponseLevel.DESCRIPTOR, "RESPONSE_LEVEL_")
STATUSES: Final = _names(pb.ThreatLevelChangeStatus.DESCRIPTOR, "THREAT_LEVEL_CHANGE_STATUS_")


class ProposalIn(Schema):
    """What is to stand. Without `response` it is the usual one; without `since`, from now on."""

    series = String(required=True, validate=OneOf(SERIES))
    level = String(required=True, validate=OneOf(LEVELS))
    response = String(load_default=None, allow_none=True, validate=OneOf(RESPONSES))
    reason = String(required=True)
    authority_reference = String(required=True)
    since = Moment(load_default=None, allow_none=True, format="iso", default_timezone=None)


def proposal_to_pb(said: dict[str, Any], key: str) -> rpc.ProposeThreatLevelRequest:
    """Return a proposal as protobuf."""
    message = rpc.ProposeThreatLevelRequest(
        series=pb.ThreatSeries.Value(f"THREAT_SERIES_{said['series']}"),
        level=pb.ThreatLevel.Value(f"THREAT_LEVEL_{said['level']}"),
        reason=said["reason"],
        authority_reference=said["authority_reference"],
        idempotency_key=key,
    )
    if said["response"]:
        message.response = pb.ResponseLevel.Value(f"RESPONSE_LEVEL_{said['response']}")
    if said["since"]:
        message.since.FromDatetime(said["since"])
    return message


def standing_json(standing: pb.StandingThreatLevel) -> dict[str, Any]:
    """Return a level that is or was in force, as the live stream says it too."""
    return {
        "series": _series(standing.series),
        "version": standing.version,
        "level": _level(standing.level),
        "wording": _words(standing.wording),
        "response": _response(standing.response),
        "response_meaning": _words(standing.response_meaning),
        "since": time_json(standing.since),
        "set_at": time_json(standing.set_at),
    }


def threat_levels_json(levels: rpc.GetThreatLevelsResponse) -> dict[str, Any]:
    """Return what stands, and what levels and responses are."""
    return {
        "series": [
            {
                "series": _series(each.series),
                "standing": standing_json(each.standing) if each.HasField("standing") else None,
            }
            for each in levels.series
        ],
        "levels": [
            {
                "level": _level(each.level),
                "wording": _words(each.wording),
                "usual_response": _response(each.usual_response),
            }
            for each in levels.levels
        ],
        "responses": [
            {"response": _response(each.response), "meaning": _words(each.meaning)}
            for each in levels.responses
        ],
    }


def change_json(change: pb.ThreatLevelChange) -> dict[str, Any]:
    """Return a change as those who decide about it read it."""
    status = pb.ThreatLevelChangeStatus.Name(change.status)
    return {
        "change_id": change.change_id,
        "version": change.version,
        "status": status.removeprefix("THREAT_LEVEL_CHANGE_STATUS_"),
        "series": _series(change.series),
        "level": _level(change.level),
        "wording": _words(change.wording),
        "response": _response(change.response),
        "response_meaning": _words(change.response_meaning),
        "response_is_usual": change.response_is_usual,
        "reason": change.reason,
        "authority_reference": change.authority_reference,
        "since": time_json(change.since) if change.HasField("since") else None,
        "follows": standing_json(change.follows) if change.HasField("follows") else None,
        "digest": change.digest.hex(),
        "proposed": _act(change.proposed),
        "approved": _act(change.approved) if change.HasField("approved") else None,
        "withdrawn": _act(change.withdrawn) if change.HasField("withdrawn") else None,
        "proposed_by_you": change.proposed_by_you,
    }


def _act(act: pb.ThreatLevelAct) -> dict[str, Any]:
    return {"by": act.by, "at": time_json(act.at), "why": act.why or None}


def _words(words: pb.ThreatWords) -> dict[str, str]:
    return {"en": words.en, "cy": words.cy}


def _series(value: pb.ThreatSeries.ValueType) -> str:
    return pb.ThreatSeries.Name(value).removeprefix("THREAT_SERIES_")


def _level(value: pb.ThreatLevel.ValueType) -> str:
    return pb.ThreatLevel.Name(value).removeprefix("THREAT_LEVEL_")


def _response(value: pb.ResponseLevel.ValueType) -> str:
    return pb.ResponseLevel.Name(value).removeprefix("RESPONSE_LEVEL_")
