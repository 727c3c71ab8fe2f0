"""Links to partners on the pages: the list, the page before one leaves, and the desks."""

from html import unescape

import pytest

from chassis.errors import Invalid, Refusal, StaleVersion, Violation
from isp.content.v1 import content_pb2, document_pb2
from isp.content.v1 import partner_catalogues_pb2 as catalogues_pb
from isp.content.v1 import partner_links_pb2 as pb
from services.content.domain import partner_errors
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.content_partner_routes import DOCUMENT, LINK, PROPOSED, URL
from tests.contract.gateway.route import CATALOGUE_ID, DOCUMENT_ID, KEY, LINK_ID
from tests.contract.gateway.test_page_asking import heard

LINKS, CATALOGUES = "/desk/partner-links", "/desk/catalogues"
LINK_PAGE, CATALOGUE_PAGE = f"{LINKS}/{LINK_ID}", f"{CATALOGUES}/{CATALOGUE_ID}"
NEW_LINK = {
    "url": "https://trade.example/",
    "name": "Trade body",
    "finds": "Guides.",
    "for_whom": "Shops.",
    "account": "None.",
    "languages": ["en-GB"],
    "sectors": ["retail"],
    "key": KEY,
}
NEW_CATALOGUE = {
    "name": "Trade body",
    "url": "https://trade.example/c.jws",
    "account": "None.",
    "public_key": '{"kty":"EC"}',
    "key": KEY,
}


def test_the_list_is_in_the_readers_language_and_says_what_was_seen(browsing: Browsing) -> None:
    page = unescape(browsing.get("/partners").text)
    for said in ("Trade body", "Guides for shops.", "It has not answered for some time.", "Retail"):
        assert said in page
    assert f'href="/partners/{LINK_ID}"' in page
    assert URL not in page, "the way there is by the page before one leaves"
    welsh = unescape(browsing.get("/cy/partners").text)
    assert "Corff masnach" in welsh


def test_the_page_before_one_leaves_has_one_way_out_and_passes_nothing_on(
    browsing: Browsing,
) -> None:
    for path in (f"/partners/{LINK_ID}", f"/cy/partners/{LINK_ID}"):
        browsing.sign_in()
        answer = browsing.get(path)
        page = unescape(answer.text)
        assert ["no-referrer"] == answer.headers.getlist("Referrer-Policy")
        assert "no-store" in answer.headers["Cache-Control"]
        assert 1 == page.count('https://trade.example/guides?a=b"')
        assert 'rel="noreferrer noopener"' in page
        assert "One of the trade body's." in page
    assert 2 == len(heard(browsing, "OpenPartnerLink"))


def test_nobody_is_led_by_anything_but_an_id(browsing: Browsing) -> None:
    """No open redirect: an address in a query, or in the place of the id, leads nowhere."""
    for path in (
        "/partners/https://evil.example",
        "/partners/evil.example",
        "/partners/%68ttps:%2F%2Fevil.example",
    ):
        assert 404 == browsing.get(path).status_code
    page = browsing.get(f"/partners/{LINK_ID}?url=https://evil.example&next=//evil.example").text
    assert 'href="https://evil.example' not in page
    assert 'href="//evil.example' not in page
    browsing.gateway.backend.refuse(partner_errors.PartnerLinkNotFound("x"), "OpenPartnerLink")
    assert 404 == browsing.get(f"/partners/{LINK_ID}").status_code


def test_a_partners_document_says_that_it_is_the_partners(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["OpenPartnerLink"] = pb.OpenPartnerLinkResponse(
        url=URL, partner_document=DOCUMENT
    )
    page = unescape(browsing.get(f"/partners/{DOCUMENT_ID}").text)
    for said in ("This is the partner's, not ours.", "Ram raids", "Trade body", f'href="{URL}"'):
        assert said in page


def partners_document() -> document_pb2.Document:
    found = document_pb2.Document(document_id=DOCUMENT_ID, version=1)
    found.content.title, found.content.language = "Ram raids", "en-GB"
    found.content.kind = document_pb2.DOCUMENT_KIND_RESOURCE
    found.content.marking.tlp = 1
    found.partner.name = "Trade body"
    return found


def test_a_hit_of_a_partners_says_so_and_leads_by_the_page_before(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["Search"] = content_pb2.SearchResponse(
        hits=[content_pb2.Hit(document=partners_document())], total=1
    )
    page = unescape(browsing.get("/advice?q=ram").text)
    assert "From a partner, not from us:" in page
    assert f'href="/partners/{DOCUMENT_ID}"' in page
    assert f'href="/advice/{DOCUMENT_ID}"' not in page


def test_a_partners_document_has_no_page_of_ours(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["GetDocument"] = content_pb2.GetDocumentResponse(
        document=partners_document()
    )
    answer = browsing.get(f"/advice/{DOCUMENT_ID}")
    assert (302, f"/partners/{DOCUMENT_ID}") == (answer.status_code, answer.location)


def test_the_desk_shows_broken_links_and_why(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(LINKS).text)
    for said in ("Broken: no answer in three different hours", "it answers 404", URL):
        assert said in page
    browsing.gateway.backend.answers["ListBrokenLinks"] = pb.ListBrokenLinksResponse()
    assert "None is broken." in browsing.get(LINKS).text


def test_a_link_is_added_without_welsh_or_with_all_of_it(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(f"{LINKS}/new", NEW_LINK)
    assert (302, LINK_PAGE) == (done.status_code, done.location)
    browsing.post(f"{LINKS}/new", NEW_LINK | {"welsh_name": "Corff"})
    without, some = heard(browsing, "AddPartnerLink")
    assert not without.content.HasField("welsh")
    assert ("Corff", "") == (some.content.welsh.name, some.content.welsh.finds)
    assert (["retail"], ["en-GB"]) == (
        list(without.content.sectors),
        list(without.content.languages),
    )


def test_a_refusal_of_a_field_stands_at_the_field_of_its_language(browsing: Browsing) -> None:
    browsing.sign_in()
    wrong = Invalid(
        Violation("content.welsh.finds", "must have 1 to 400 characters"),
        Violation("content.url", "must begin with https://"),
    )
    browsing.gateway.backend.refuse(wrong, "AddPartnerLink")
    answer = browsing.post(f"{LINKS}/new", NEW_LINK)
    assert 400 == answer.status_code
    assert 'href="#welsh_finds"' in answer.text
    assert 'href="#url"' in answer.text
    assert 'href="#finds"' not in answer.text
    assert KEY not in answer.text, "a corrected form is another request"


def test_a_link_is_changed_and_removed_as_it_was_read(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(LINK_PAGE).text)
    assert 'value="Corff masnach"' in page
    sent = NEW_LINK | {"do": "change", "version": "3"}
    assert (302, LINKS) == ((done := browsing.post(LINK_PAGE, sent)).status_code, done.location)
    (changed,) = heard(browsing, "ChangePartnerLink")
    assert (3, True) == (changed.expected_version, changed.content.demonstration)
    empty = browsing.post(LINK_PAGE, {"do": "remove", "version": "3", "reason": ""})
    assert (400, []) == (empty.status_code, heard(browsing, "RemovePartnerLink"))
    browsing.post(LINK_PAGE, {"do": "remove", "version": "3", "reason": "Gone."})
    assert "Gone." == heard(browsing, "RemovePartnerLink")[0].reason
    browsing.gateway.backend.refuse(StaleVersion("x"), "ChangePartnerLink")
    stale = browsing.post(LINK_PAGE, sent | {"finds": "What I typed."})
    assert 412 == stale.status_code
    assert "What I typed." in stale.text


def test_a_catalogue_is_proposed_and_confirmed_by_somebody_else(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(f"{CATALOGUES}/new", NEW_CATALOGUE)
    assert (302, CATALOGUE_PAGE) == (done.status_code, done.location)
    answers = browsing.gateway.backend.answers
    answers["GetCatalogue"] = catalogues_pb.GetCatalogueResponse(catalogue=PROPOSED)
    page = browsing.get(CATALOGUE_PAGE).text
    assert 'value="confirm"' in page
    assert PROPOSED.thumbprint in page
    own = catalogues_pb.Catalogue()
    own.CopyFrom(PROPOSED)
    own.proposed_by_you = True
    answers["GetCatalogue"] = catalogues_pb.GetCatalogueResponse(catalogue=own)
    assert 'value="confirm"' not in browsing.get(CATALOGUE_PAGE).text
    browsing.post(CATALOGUE_PAGE, {"do": "confirm", "version": "1"})
    assert 1 == heard(browsing, "ConfirmCatalogue")[0].expected_version


def test_what_was_wrong_with_the_last_catalogue_is_said(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(CATALOGUE_PAGE).text)
    for said in ("replayed: its serial number is 2", "4 (guide-4): level must be said"):
        assert said in page
    assert "The last one was refused" in browsing.get(CATALOGUES).text


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (partner_errors.SelfConfirmation("x"), 403),
        (partner_errors.CatalogueNotProposed("x"), 409),
        (StaleVersion("x"), 412),
    ],
)
def test_a_refusal_is_said_on_the_catalogues_own_page(
    browsing: Browsing, refusal: Refusal, status: int
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(refusal, "ConfirmCatalogue")
    answer = browsing.post(CATALOGUE_PAGE, {"do": "confirm", "version": "1"})
    assert status == answer.status_code


def test_ending_a_catalogue_needs_a_reason(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.post(CATALOGUE_PAGE, {"do": "end", "version": "2", "reason": ""})
    assert (400, []) == (answer.status_code, heard(browsing, "EndCatalogue"))
    browsing.post(CATALOGUE_PAGE, {"do": "end", "version": "2", "reason": "Over."})
    assert "Over." == heard(browsing, "EndCatalogue")[0].reason


def test_the_desks_are_for_who_signed_in(browsing: Browsing) -> None:
    for path in (LINKS, f"{LINKS}/new", LINK_PAGE, CATALOGUES, f"{CATALOGUES}/new", CATALOGUE_PAGE):
        away = browsing.get(path)
        assert 302 == away.status_code
        assert "/auth/sign-in" in away.location
    assert [] == cookies_of(browsing.get(f"/partners/{LINK_ID}"))
    assert LINK.content.url == URL
