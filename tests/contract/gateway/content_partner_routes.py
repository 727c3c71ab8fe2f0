"""The routes of links to partners and of their catalogues: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import partner_catalogues_pb2 as catalogues_pb
from isp.content.v1 import partner_links_pb2 as links_pb
from tests.contract.gateway.route import CATALOGUE_ID, KEY, LINK_ID, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_AT: Final = "2026-11-24T12:00:00.000Z"
_ENGLISH: Final = {
    "name": "Trade body",
    "finds": "Guides for shops.",
    "for_whom": "Anyone who runs a shop.",
    "account": "One of the trade body's.",
}
_WELSH: Final = _ENGLISH | {"name": "Corff masnach"}
_LINK_BODY: Final[dict[str, Any]] = {
    "url": "https://trade.example/guides?a=b",
    "english": _ENGLISH,
    "welsh": _WELSH,
    "languages": ["en-GB", "cy"],
    "sectors": ["retail"],
    "regions": ["LON"],
    "demonstration": True,
}
_CONTENT: Final = links_pb.PartnerLinkContent(
    **_LINK_BODY
    | {"english": links_pb.LinkWords(**_ENGLISH), "welsh": links_pb.LinkWords(**_WELSH)}
)
LINK: Final = links_pb.PartnerLink(
    link_id=LINK_ID,
    version=3,
    content=_CONTENT,
    state=links_pb.LINK_STATE_BROKEN,
    looked_at=NOON,
    broken_since=NOON,
    why="it answers 404",
    changed_at=NOON,
)
DOCUMENT: Final = links_pb.PartnerDocument(
    partner="Trade body",
    title="Ram raids",
    summary="What shops do.",
    language="en-GB",
    account="One of the trade body's.",
)
URL: Final = "https://trade.example/guides?a=b"
CATALOGUE: Final = catalogues_pb.Catalogue(
    catalogue_id=CATALOGUE_ID,
    version=2,
    status=catalogues_pb.CATALOGUE_STATUS_ACTIVE,
    name="Trade body",
    url="https://trade.example/catalogue.jws",
    account="One of the trade body's.",
    thumbprint="t-h_u" * 8,
    proposed_at=NOON,
    confirmed_at=NOON,
    looked_at=NOON,
    refused_because="replayed: its serial number is 2, not newer",
    serial=3,
    issued_at=NOON,
    expires_at=NOON,
    items=12,
    faults=[
        catalogues_pb.CatalogueFault(
            position=4, item_id="guide-4", field="level", what="must be said"
        )
    ],
)
PROPOSED: Final = catalogues_pb.Catalogue(
    catalogue_id=CATALOGUE_ID,
    version=1,
    status=catalogues_pb.CATALOGUE_STATUS_PROPOSED,
    name="Trade body",
    url="https://trade.example/catalogue.jws",
    account="One of the trade body's.",
    thumbprint="t-h_u" * 8,
    proposed_at=NOON,
)
_CATALOGUE_BODY: Final[dict[str, Any]] = {
    "name": "Trade body",
    "url": "https://trade.example/catalogue.jws",
    "account": "One of the trade body's.",
    "public_key": '{"kty":"EC"}',
}
_LINKS: Final = "/v1/partner-links"
_LINK: Final = f"{_LINKS}/{{link_id}}"
_OF_LINK: Final[dict[str, Any]] = {"link_id": LINK_ID, "expected_version": VERSION}
_CATALOGUES: Final = "/v1/partner-catalogues"
_CATALOGUE: Final = f"{_CATALOGUES}/{{catalogue_id}}"
_OF_CATALOGUE: Final[dict[str, Any]] = {
    "catalogue_id": CATALOGUE_ID,
    "expected_version": VERSION,
}
_WHY: Final = {"reason": "It is over."}

CONTENT_PARTNER_ROUTES: Final = (
    Route("GET", _LINKS, "ListPartnerLinks", links_pb.ListPartnerLinksRequest()),
    Route("GET", f"{_LINKS}/broken", "ListBrokenLinks", links_pb.ListBrokenLinksRequest()),
    Route(
        "GET",
        _LINK,
        "GetPartnerLink",
        links_pb.GetPartnerLinkRequest(link_id=LINK_ID),
    ),
    Route(
        "POST",
        f"{_LINK}/opening",
        "OpenPartnerLink",
        links_pb.OpenPartnerLinkRequest(link_id=LINK_ID),
    ),
    Route(
        "POST",
        _LINKS,
        "AddPartnerLink",
        status=201,
        body=_LINK_BODY,
        needs_key=True,
        message=links_pb.AddPartnerLinkRequest(content=_CONTENT, idempotency_key=KEY),
    ),
    Route(
        "PUT",
        _LINK,
        "ChangePartnerLink",
        body=_LINK_BODY,
        needs_version=True,
        message=links_pb.ChangePartnerLinkRequest(**_OF_LINK, content=_CONTENT),
    ),
    Route(
        "POST",
        f"{_LINK}/removal",
        "RemovePartnerLink",
        body=_WHY,
        needs_version=True,
        message=links_pb.RemovePartnerLinkRequest(**_OF_LINK, **_WHY),
    ),
    Route(
        "POST",
        _CATALOGUES,
        "ProposeCatalogue",
        status=201,
        body=_CATALOGUE_BODY,
        needs_key=True,
        message=catalogues_pb.ProposeCatalogueRequest(**_CATALOGUE_BODY, idempotency_key=KEY),
    ),
    Route("GET", _CATALOGUES, "ListCatalogues", catalogues_pb.ListCataloguesRequest()),
    Route(
        "GET",
        _CATALOGUE,
        "GetCatalogue",
        catalogues_pb.GetCatalogueRequest(catalogue_id=CATALOGUE_ID),
    ),
    Route(
        "POST",
        f"{_CATALOGUE}/confirmation",
        "ConfirmCatalogue",
        needs_version=True,
        message=catalogues_pb.ConfirmCatalogueRequest(**_OF_CATALOGUE),
    ),
    Route(
        "POST",
        f"{_CATALOGUE}/end",
        "EndCatalogue",
        body=_WHY,
        needs_version=True,
        message=catalogues_pb.EndCatalogueRequest(**_OF_CATALOGUE, **_WHY),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListPartnerLinks": links_pb.ListPartnerLinksResponse(links=[LINK]),
    "ListBrokenLinks": links_pb.ListBrokenLinksResponse(links=[LINK]),
    "GetPartnerLink": links_pb.GetPartnerLinkResponse(link=LINK),
    "OpenPartnerLink": links_pb.OpenPartnerLinkResponse(url=URL, link=LINK),
    "AddPartnerLink": links_pb.AddPartnerLinkResponse(link=LINK),
    "ChangePartnerLink": links_pb.ChangePartnerLinkResponse(link=LINK),
    "RemovePartnerLink": links_pb.RemovePartnerLinkResponse(),
    "ProposeCatalogue": catalogues_pb.ProposeCatalogueResponse(catalogue=PROPOSED),
    "ListCatalogues": catalogues_pb.ListCataloguesResponse(catalogues=[CATALOGUE]),
    "GetCatalogue": catalogues_pb.GetCatalogueResponse(catalogue=CATALOGUE),
    "ConfirmCatalogue": catalogues_pb.ConfirmCatalogueResponse(catalogue=CATALOGUE),
    "EndCatalogue": catalogues_pb.EndCatalogueResponse(catalogue=CATALOGUE),
}
_LINK_READ: Final = {
    "link_id": LINK_ID,
    "version": 3,
    **_LINK_BODY,
    "state": "BROKEN",
    "looked_at": _AT,
    "broken_since": _AT,
    "why": "it answers 404",
    "moved_to": None,
    "changed_at": _AT,
}
_LISTED: Final = {
    "catalogue_id": CATALOGUE_ID,
    "version": 2,
    "status": "ACTIVE",
    "name": "Trade body",
    "url": "https://trade.example/catalogue.jws",
    "account": "One of the trade body's.",
    "thumbprint": "t-h_u" * 8,
    "proposed_at": _AT,
    "proposed_by_you": False,
    "confirmed_at": _AT,
    "ended_at": None,
    "ended_because": None,
    "looked_at": _AT,
    "refused_because": "replayed: its serial number is 2, not newer",
    "serial": 3,
    "issued_at": _AT,
    "expires_at": _AT,
    "items": 12,
}
_READ: Final = _LISTED | {
    "faults": [{"position": 4, "item_id": "guide-4", "field": "level", "what": "must be said"}]
}
_NONE: Final = dict.fromkeys(
    ("confirmed_at", "looked_at", "refused_because", "issued_at", "expires_at")
)
READ: Final[dict[str, Any]] = {
    "ListPartnerLinks": {"links": [_LINK_READ]},
    "ListBrokenLinks": {"links": [_LINK_READ]},
    "GetPartnerLink": _LINK_READ,
    "OpenPartnerLink": {"url": URL, "link": _LINK_READ, "partner_document": None},
    "AddPartnerLink": _LINK_READ,
    "ChangePartnerLink": _LINK_READ,
    "RemovePartnerLink": {},
    "ProposeCatalogue": _READ
    | _NONE
    | {"version": 1, "status": "PROPOSED", "serial": 0, "items": 0, "faults": []},
    "ListCatalogues": {"catalogues": [_LISTED]},
    "GetCatalogue": _READ,
    "ConfirmCatalogue": _READ,
    "EndCatalogue": _READ,
}
