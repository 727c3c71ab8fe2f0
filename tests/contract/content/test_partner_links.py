"""Links to partners through the front of content."""

from typing import Any
from uuid import uuid4

import pytest

from isp.content.v1 import partner_links_pb2 as pb
from isp.content.v1.partner_links_pb2_grpc import PartnerLinksServiceStub
from kernel.markings import Marking
from kernel.tiers import Tier
from services.content.domain.document import Document, PartnerOrigin
from services.content.domain.link_health import UNSEEN, Look
from tests.fakes.content import AMBER, NOON, MemoryContentStores, content, published
from tests.fakes.content_partners import partner_link
from tests.fakes.serving import Caller, Served, refusal

WORDS = {
    "name": "Trade body",
    "finds": "Guides for shops.",
    "for_whom": "Anyone who runs a shop.",
    "account": "None.",
}


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


def said(**given: Any) -> pb.PartnerLinkContent:
    return pb.PartnerLinkContent(
        **{
            "url": "https://trade.example/guides",
            "english": pb.LinkWords(**WORDS),
            "welsh": pb.LinkWords(**WORDS | {"name": "Corff masnach"}),
            "languages": ["en-GB", "cy"],
            "sectors": ["retail"],
            "demonstration": True,
        }
        | given
    )


def added(
    links: PartnerLinksServiceStub, by: Caller, key: str | None = None, **given: Any
) -> pb.PartnerLink:
    request = pb.AddPartnerLinkRequest(content=said(**given), idempotency_key=key or str(uuid4()))
    return links.AddPartnerLink(request, metadata=by.metadata).link


def partners_document(marking: Marking) -> Document:
    origin = PartnerOrigin(
        catalogue_id=uuid4(),
        item_id="1",
        name="Trade body",
        account="One of theirs.",
        url="https://trade.example/1",
    )
    return Document.published(
        uuid4(), content(marking=marking), by="catalogue:1", at=NOON, partner=origin
    )


def test_a_link_is_listed_shown_and_opened_by_anyone(
    links: PartnerLinksServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    made = added(links, editor)
    assert (said(), 1, pb.LINK_STATE_NOT_LOOKED_AT) == (made.content, made.version, made.state)
    (listed,) = links.ListPartnerLinks(pb.ListPartnerLinksRequest()).links
    shown = links.GetPartnerLink(pb.GetPartnerLinkRequest(link_id=made.link_id)).link
    assert made == listed == shown
    opened = links.OpenPartnerLink(pb.OpenPartnerLinkRequest(link_id=made.link_id))
    assert ("https://trade.example/guides", made) == (opened.url, opened.link)
    (used,) = stores.outbox.events
    assert ("content.partner-opened", made.link_id) == (used.metric, used.detail)


def test_whoever_opens_a_link_is_not_in_what_is_counted(
    links: PartnerLinksServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    made = added(links, editor)
    stores.outbox.events.clear()
    request = pb.OpenPartnerLinkRequest(link_id=made.link_id)
    links.OpenPartnerLink(request, metadata=editor.metadata)
    (used,) = stores.outbox.events
    assert (None, Tier.PUBLIC) == (used.caller.subject, used.caller.tier)


def test_the_same_key_lists_one_link(links: PartnerLinksServiceStub, editor: Caller) -> None:
    key = str(uuid4())
    assert added(links, editor, key) == added(links, editor, key)
    with refusal() as refused:
        added(links, editor, key, demonstration=False)
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == refused.status_and_reason
    assert 1 == len(links.ListPartnerLinks(pb.ListPartnerLinksRequest()).links)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "http://trade.example/"}, "content.url"),
        ({"url": "https://127.0.0.1/"}, "content.url"),
        ({"url": "https://localhost/"}, "content.url"),
        ({"url": "https://user:word@trade.example/"}, "content.url"),
        ({"url": "javascript:alert(1)"}, "content.url"),
        ({"english": pb.LinkWords(**WORDS | {"account": " "})}, "content.english.account"),
        ({"english": pb.LinkWords(**WORDS | {"name": "a\x00b"})}, "content.english.name"),
        ({"welsh": pb.LinkWords(name="Corff")}, "content.welsh.finds"),
        ({"languages": []}, "content.languages"),
        ({"languages": ["fr"]}, "content.languages"),
        ({"sectors": ["no-sector"]}, "content.sectors"),
        ({"regions": ["XXX"]}, "content.regions"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_listed(
    links: PartnerLinksServiceStub, editor: Caller, wrong: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        added(links, editor, **wrong)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert field in {each.field for each in refused.said.violations}
    assert not links.ListPartnerLinks(pb.ListPartnerLinksRequest()).links


def test_a_change_is_of_the_version_that_was_read_and_on_record(
    links: PartnerLinksServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    made = added(links, editor)
    request = pb.ChangePartnerLinkRequest(
        link_id=made.link_id, expected_version=1, content=said(url="https://new.example/")
    )
    changed = links.ChangePartnerLink(request, metadata=editor.metadata).link
    assert (2, "https://new.example/") == (changed.version, changed.content.url)
    with refusal() as refused:
        links.ChangePartnerLink(request, metadata=editor.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    assert ["content:add-link", "content:change-link"] == [row[1] for row in stores.audit.rows]


def test_what_was_removed_leads_nowhere(links: PartnerLinksServiceStub, editor: Caller) -> None:
    made = added(links, editor)
    stale = pb.RemovePartnerLinkRequest(link_id=made.link_id, expected_version=2, reason="Gone.")
    with refusal() as refused:
        links.RemovePartnerLink(stale, metadata=editor.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    request = pb.RemovePartnerLinkRequest(link_id=made.link_id, expected_version=1, reason="Gone.")
    links.RemovePartnerLink(request, metadata=editor.metadata)
    assert not links.ListPartnerLinks(pb.ListPartnerLinksRequest()).links
    for ask, message in (
        (links.GetPartnerLink, pb.GetPartnerLinkRequest(link_id=made.link_id)),
        (links.OpenPartnerLink, pb.OpenPartnerLinkRequest(link_id=made.link_id)),
        (links.OpenPartnerLink, pb.OpenPartnerLinkRequest(link_id=str(uuid4()))),
    ):
        with refusal() as refused:
            ask(message)
        assert ("NOT_FOUND", "PARTNER_LINK_NOT_FOUND") == refused.status_and_reason


def test_a_document_of_ours_is_no_way_out(
    links: PartnerLinksServiceStub, stores: MemoryContentStores
) -> None:
    stores.documents.add(ours := published())
    with refusal() as refused:
        links.OpenPartnerLink(pb.OpenPartnerLinkRequest(link_id=str(ours.document_id)))
    assert ("NOT_FOUND", "PARTNER_LINK_NOT_FOUND") == refused.status_and_reason


def test_a_partners_document_opens_for_whoever_may_read_it_and_for_nobody_else(
    links: PartnerLinksServiceStub, stores: MemoryContentStores, server: Served
) -> None:
    stores.documents.add(document := partners_document(AMBER))
    request = pb.OpenPartnerLinkRequest(link_id=str(document.document_id))
    for metadata in ((), server.caller(tier=Tier.REGISTERED).metadata):
        with refusal() as refused:
            links.OpenPartnerLink(request, metadata=metadata)
        assert ("NOT_FOUND", "PARTNER_LINK_NOT_FOUND") == refused.status_and_reason
    assert [] == stores.outbox.events
    verified = server.caller(tier=Tier.VERIFIED)
    opened = links.OpenPartnerLink(request, metadata=verified.metadata)
    shown = opened.partner_document
    assert ("https://trade.example/1", "Trade body") == (opened.url, shown.partner)
    assert ("Hostile vehicles", "One of theirs.") == (shown.title, shown.account)
    (used,) = stores.outbox.events
    assert document.partner is not None
    assert str(document.partner.catalogue_id) == used.detail, "not which document"


def test_broken_links_and_why_are_for_editors(
    links: PartnerLinksServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    health = UNSEEN.after(Look(moved_to="https://other.example/"), at=NOON)
    stores.partner_links.add(partner_link(health=health))
    stores.partner_links.add(partner_link())
    (broken,) = links.ListBrokenLinks(pb.ListBrokenLinksRequest(), metadata=editor.metadata).links
    assert "https://other.example/" == broken.moved_to
    public = links.GetPartnerLink(pb.GetPartnerLinkRequest(link_id=broken.link_id)).link
    assert (pb.LINK_STATE_MOVED, "", "") == (public.state, public.moved_to, public.why)
