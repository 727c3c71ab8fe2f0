"""The threat levels as anyone reads them: what stands, what it means, and what stood before."""

from typing import Final

from apiflask import APIBlueprint
from flask import Response, current_app, request
from flask_babel import gettext

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import address, language
from services.gateway.resources.alert_json import time_json

threat = APIBlueprint("threat", __name__, url_prefix="/threat-level", enable_openapi=False)

PAGE_SIZE: Final = 20
FEED_SIZE: Final = 50
LONGEST_TOKEN: Final = 200
SLUGS: Final = {
    "national": pb.THREAT_SERIES_NATIONAL,
    "northern-ireland": pb.THREAT_SERIES_NORTHERN_IRELAND,
}
_NEVER: Final = "1970-01-01T00:00:00Z"
"""When a feed that has nothing was changed last."""


def slug_of(series: pb.ThreatSeries.ValueType) -> str:
    """Return what names a series in an address."""
    return next(slug for slug, each in SLUGS.items() if each == series)


def spoken(words: pb.ThreatWords) -> str:
    """Return a text of the service in the present page's language."""
    return words.cy if language() == "cy" else words.en


def standing() -> rpc.GetThreatLevelsResponse:
    """Return the levels that stand, and what they mean."""
    found: rpc.GetThreatLevelsResponse = ask(
        clients().threat_levels.GetThreatLevels, rpc.GetThreatLevelsRequest()
    )
    return found


def _history(slug: str, size: int, token: str = "") -> rpc.ListThreatLevelHistoryResponse:
    message = rpc.ListThreatLevelHistoryRequest(
        series=SLUGS[slug], page_size=size, page_token=token
    )
    found: rpc.ListThreatLevelHistoryResponse = ask(
        clients().threat_levels.ListThreatLevelHistory, message
    )
    return found


@threat.get("")
def levels() -> Response:
    """Show the levels that stand, and what each level asks of a business."""
    return public(page("threat.html", threat=standing()), 5)


@threat.get("/<any('national', 'northern-ireland'):slug>")
def history(slug: str) -> Response:
    """Show which levels a series had, without who set them."""
    token = request.args.get("page", "")[:LONGEST_TOKEN]
    found = _history(slug, PAGE_SIZE, token)
    return public(page("threat_history.html", series=SLUGS[slug], slug=slug, found=found), 5)


@threat.get("/<any('national', 'northern-ireland'):slug>.atom")
def feed(slug: str) -> Response:
    """Give the changes of a series as a feed (Atom, RFC 4287)."""
    found = _history(slug, FEED_SIZE).levels
    site = current_app.config["ISP_PUBLIC_URL"]
    series = labels.THREAT_SERIES[_word(pb.ThreatSeries.Name(SLUGS[slug]), "THREAT_SERIES_")]
    answer = page(
        "threat_feed.xml",
        title=f"{gettext('Threat level')}: {series}",
        author=gettext("Information Sharing Platform"),
        its_page=site + address("threat.history", slug=slug),
        itself=site + address("threat.feed", slug=slug),
        updated=time_json(found[0].set_at) if found else _NEVER,
        entries=[_entry(each) for each in found],
    )
    answer.mimetype = "application/atom+xml"
    answer.add_etag()
    answer.make_conditional(request)
    return public(answer, 60)


def _entry(level: pb.StandingThreatLevel) -> dict[str, object]:
    name = labels.THREAT_LEVELS[_word(pb.ThreatLevel.Name(level.level), "THREAT_LEVEL_")]
    response = labels.RESPONSE_LEVELS[
        _word(pb.ResponseLevel.Name(level.response), "RESPONSE_LEVEL_")
    ]
    return {
        "number": level.version,
        "title": f"{name}: {spoken(level.wording)}",
        "updated": time_json(level.set_at),
        "text": f"{gettext('Response')}: {response}. {spoken(level.response_meaning)}.",
    }


def _word(name: str, prefix: str) -> str:
    return name.removeprefix(prefix)
