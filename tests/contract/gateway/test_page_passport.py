"""A training passport by the pages: shown with what it says, and checked by anyone."""

from html import unescape

import pytest

from chassis.errors import Invalid, Violation
from isp.training.v1 import passport_pb2 as pb
from services.gateway.pages.passporting import ITEMS, STANDINGS
from services.training.domain.errors import NameNotPrintable, NoCertificate
from services.training.domain.passport import ItemStanding, Standing
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.test_page_asking import heard, main_of

OWN, CHECK = "/learn/passport", "/passport"


def test_ones_own_shows_its_code_and_what_it_says(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(OWN).text)
    assert f'src="{OWN}.png"' in page
    assert "Given &lt;Family&gt;" in page
    assert "Awareness, good until 24 November 2026" in page
    assert "It leaves 2 courses out" in page
    assert "cannot know whether a certificate was revoked since" in page
    drawn = browsing.get(f"{OWN}.png")
    assert ("image/png", b"\x89PNG") == (drawn.mimetype, drawn.data)
    assert f'href="{OWN}"' in browsing.get("/learn/mine").text


def test_it_is_downloaded_to_print_in_the_language_of_the_page(browsing: Browsing) -> None:
    assert 302 == browsing.get(f"{OWN}.pdf").status_code
    browsing.sign_in()
    for begins, language in (("", "en-GB"), ("/cy", "cy")):
        assert f'href="{begins}{OWN}.pdf"' in main_of(browsing.get(f"{begins}{OWN}").text)
        answer = browsing.get(f"{begins}{OWN}.pdf")
        assert ("application/pdf", b"%PDF-1.7 of a kind") == (answer.mimetype, answer.data)
        assert "private, no-store" == answer.headers["Cache-Control"]
        assert 'filename="training-passport.pdf"' in answer.headers["Content-Disposition"]
        assert (
            pb.PrintMyPassportRequest(language=language) == heard(browsing, "PrintMyPassport")[-1]
        )


@pytest.mark.parametrize(
    ("refused", "back", "words"),
    [
        (NoCertificate("None."), "/learn/mine", "You have no certificate that is good now."),
        (NameNotPrintable("Said."), OWN, "We have no letters for the name"),
    ],
)
def test_what_cannot_be_printed_is_told_on_a_page(
    browsing: Browsing, refused: Exception, back: str, words: str
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(refused, "PrintMyPassport")
    sent = browsing.get(f"{OWN}.pdf")
    assert (302, back) == (sent.status_code, sent.location)
    assert words in browsing.get(back).text


def test_who_has_no_certificate_is_told_on_their_training(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(NoCertificate("None."), "GetMyPassport")
    sent = browsing.get(OWN)
    assert (302, "/learn/mine") == (sent.status_code, sent.location)
    assert "You have no certificate that is good now." in browsing.get("/learn/mine").text


def test_the_page_that_checks_has_our_keys_and_asks_nobody(browsing: Browsing) -> None:
    answer = browsing.get(CHECK)
    page = unescape(main_of(answer.text))
    assert '"n": "nnn"' in page
    assert "passport.js" in answer.text
    assert [] == heard(browsing, "VerifyPassport")
    assert "public" in answer.headers["Cache-Control"]


def test_with_a_network_one_is_told_of_what_was_revoked(browsing: Browsing) -> None:
    page = main_of(browsing.post(CHECK, {"shown": "https://isp.example/passport#a. b.c\n"}).text)
    assert "This passport is signed by us, and within its days." in page
    assert "<strong>revoked</strong>" in page
    assert [pb.VerifyPassportRequest(token="https://isp.example/passport#a.b.c")] == heard(
        browsing, "VerifyPassport"
    )


def test_of_a_bad_one_nothing_is_shown_but_what_it_is(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["VerifyPassport"] = pb.VerifyPassportResponse(
        standing=pb.PASSPORT_STANDING_TAMPERED
    )
    page = main_of(browsing.post(CHECK, {"shown": "a.b.c"}).text)
    assert '<p class="govuk-inset-text">Something in this was changed' in page
    assert "Given" not in page


@pytest.mark.parametrize("shown", ["", "a" * 5000])
def test_what_cannot_be_one_is_not_asked_about(browsing: Browsing, shown: str) -> None:
    assert 400 == browsing.post(CHECK, {"shown": shown}).status_code
    assert [] == heard(browsing, "VerifyPassport")


def test_what_the_service_refuses_is_said_at_the_field(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Invalid(Violation("token", "is wrong")), "VerifyPassport")
    assert 400 == browsing.post(CHECK, {"shown": "a.b.c"}).status_code


def test_every_standing_has_words() -> None:
    assert {each.name for each in Standing} == STANDINGS.keys()
    assert {each.name for each in ItemStanding} == ITEMS.keys()
