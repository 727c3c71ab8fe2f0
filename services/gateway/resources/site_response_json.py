"""Response levels of premises as JSON."""

from typing import Any

from isp.alerts.v1 import site_response_pb2 as pb
from isp.alerts.v1 import threat_level_pb2
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.threat_level_json import standing_json


def site_json(site: pb.SiteResponse) -> dict[str, Any]:
    """Return what counts at a premises, as its own people read it."""
    counts = site.response != threat_level_pb2.RESPONSE_LEVEL_UNSPECIFIED
    return {
        "premises_id": site.premises_id,
        "version": site.version,
        "series": threat_level_pb2.ThreatSeries.Name(site.series).removeprefix("THREAT_SERIES_"),
        "threat_level": standing_json(site.national) if site.HasField("national") else None,
        "standing": pb.SiteStanding.Name(site.standing).removeprefix("SITE_STANDING_"),
        "response": _response(site.response) if counts else None,
        "response_meaning": _words(site.response_meaning) if counts else None,
        "own": override_json(site.override) if site.HasField("override") else None,
    }


def override_json(own: pb.SiteOverride) -> dict[str, Any]:
    """Return a level of a premises' own, with who set it and why."""
    over = own.HasField("ended_at")
    return {
        "override_id": own.override_id,
        "number": own.number,
        "response": _response(own.response),
        "response_meaning": _words(own.response_meaning),
        "reason": own.reason,
        "since": time_json(own.since),
        "until": time_json(own.until),
        "set_by": own.set_by,
        "set_at": time_json(own.set_at),
        "end": pb.SiteOverrideEnd.Name(own.end).removeprefix("SITE_OVERRIDE_END_")
        if over
        else None,
        "ended_at": time_json(own.ended_at) if over else None,
        "ended_by": own.ended_by or None,
        "ended_why": own.ended_why or None,
    }


def _response(value: threat_level_pb2.ResponseLevel.ValueType) -> str:
    return threat_level_pb2.ResponseLevel.Name(value).removeprefix("RESPONSE_LEVEL_")


def _words(words: threat_level_pb2.ThreatWords) -> dict[str, str]:
    return {"en": words.en, "cy": words.cy}
