"""Links to partners and catalogues for the pages: one listed, one taken, one that waits."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from joserfc.jwk import ECKey

from stack.browser.page import Page, press
from stack.partner.catalogue_registered import catalogue_ended, catalogue_registered
from stack.story.front import Front, eventually

_ITEMS_SECONDS: Final = 60
_LINK: Final[dict[str, Any]] = {
    "url": "https://traders.example/guides",
    "english": {
        "name": "Demonstration: traders on the screens",
        "finds": "Guides and short films about shop security.",
        "for_whom": "Anyone who runs a shop.",
        "account": "None.",
    },
    "welsh": {
        "name": "Arddangosiad: masnachwyr ar y sgriniau",
        "finds": "Canllawiau a ffilmiau byr am ddiogelwch siopau.",
        "for_whom": "Unrhyw un sy'n rhedeg siop.",
        "account": "Dim.",
    },
    "languages": ["en-GB", "cy"],
    "sectors": ["retail"],
    "demonstration": True,
}

LEADING_OUT_PAGES: Final = (
    Page(name="partners", path="/partners", welsh_picture=True),
    Page(name="leaving", path="/partners/{partner_link}", welsh_picture=True),
    Page(name="leaving-item", path="/partners/{partner_item}", welsh_picture=True),
    Page(name="advice-partners", path="/advice?q=ramraids", welsh_picture=True),
    Page(name="desk-links", path="/desk/partner-links", who="editor"),
    Page(name="desk-link", path="/desk/partner-links/{partner_link}", who="editor"),
    Page(
        name="desk-link-errors",
        path="/desk/partner-links/{partner_link}",
        who="editor",
        act=press("[value=remove]"),
    ),
    Page(name="desk-link-new", path="/desk/partner-links/new", who="editor"),
    Page(
        name="desk-link-new-errors",
        path="/desk/partner-links/new",
        who="editor",
        act=press(""),
        welsh_picture=True,
    ),
    Page(name="desk-catalogues", path="/desk/catalogues", who="admin", welsh_picture=True),
    Page(name="desk-catalogue", path="/desk/catalogues/{catalogue}", who="admin"),
    Page(
        name="desk-catalogue-waits",
        path="/desk/catalogues/{catalogue_waits}",
        who="admin",
        welsh_picture=True,
    ),
    Page(name="desk-catalogue-new", path="/desk/catalogues/new", who="editor"),
    Page(
        name="desk-catalogue-new-errors",
        path="/desk/catalogues/new",
        who="editor",
        act=press(""),
    ),
    Page(name="desk-synonyms", path="/desk/synonyms", who="editor", welsh_picture=True),
    Page(name="desk-synonyms-of", path="/desk/synonyms/en-GB", who="editor"),
)


@contextmanager
def staged_leading_out(front: Front) -> Iterator[dict[str, str]]:
    """Make them, and take back what waits; the sample's own catalogue stays."""
    editor = front.sign_in_demo("editor")
    link = front.ask("POST", "/v1/partner-links", by=editor, body=_LINK, key=True, expect=201)
    public = ECKey.generate_key("P-256").as_dict(private=False)
    body = {
        "name": "Demonstration: a catalogue that waits",
        "url": "https://traders.example/catalogue.jws",
        "account": "None.",
        "public_key": json.dumps(public),
    }
    waits = front.ask(
        "POST", "/v1/partner-catalogues", by=editor, body=body, key=True, expect=201
    ).json()["catalogue_id"]
    catalogue = catalogue_registered(front)["catalogue_id"]
    hits = eventually(
        lambda: front.ask("GET", "/v1/search?q=ramraids").json()["hits"],
        bool,
        _ITEMS_SECONDS,
        "the sample's item is found",
    )
    try:
        yield {
            "partner_link": link.json()["link_id"],
            "partner_item": hits[0]["document_id"],
            "catalogue": catalogue,
            "catalogue_waits": waits,
        }
    finally:
        catalogue_ended(front, waits, "The demonstration is over.")
        path = f"/v1/partner-links/{link.json()['link_id']}"
        etag = front.ask("GET", path).headers["ETag"]
        front.ask(
            "POST",
            f"{path}/removal",
            by=front.sign_in_demo("editor"),
            body={"reason": "The demonstration is over."},
            if_match=etag,
        )
