"""What is unusual about a draft, on the desk's page: seen, ticked, and named by the submission."""

from html import unescape

import pytest

from services.alerts.domain.sharing_errors import WarningsNotSeen
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import DIGEST
from tests.contract.gateway.test_page_drafting import standing
from tests.contract.gateway.test_page_forms import HERE

SUBMIT = {"do": "submit", "version": "3"}


@pytest.mark.parametrize(
    ("prefix", "sentence", "names"),
    [("", "New &lt;regions&gt;.", "Wales, Scotland"), ("/cy", "Rhanbarthau newydd.", "Cymru")],
)
def test_each_warning_is_a_sentence_in_the_pages_language_with_its_names(
    browsing: Browsing, prefix: str, sentence: str, names: str
) -> None:
    standing(browsing, "DRAFT")
    page = browsing.get(f"{prefix}{HERE}").text
    assert sentence in page
    assert names in page
    assert "TLP:AMBER+STRICT → TLP:GREEN" in unescape(page)
    assert f'name="seen" type="checkbox" value="{DIGEST.hex()}"' in page


def test_the_digest_that_was_ticked_goes_along(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    answer = browsing.post(HERE, SUBMIT | {"seen": DIGEST.hex()})
    assert (302, HERE) == (answer.status_code, answer.location)
    heard = browsing.gateway.backend.heard[-1]
    assert ("SubmitAlert", DIGEST) == (heard.rpc, heard.message.warnings_digest)


def test_who_did_not_tick_it_reads_so_on_the_page(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    browsing.gateway.backend.refuse(WarningsNotSeen("Said."), "SubmitAlert")
    page = browsing.post(HERE, SUBMIT)
    assert 400 == page.status_code
    assert "Something is unusual about it: look at that" in page.text


def test_what_is_no_digest_is_no_page_of_ours(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    assert 400 == browsing.post(HERE, SUBMIT | {"seen": "zz"}).status_code


def test_the_approver_sees_it_and_has_nothing_to_tick(browsing: Browsing) -> None:
    standing(browsing, "SUBMITTED")
    page = browsing.get(HERE).text
    assert "New &lt;regions&gt;." in page
    assert 'name="seen"' not in page


def test_of_what_is_out_nothing_is_asked(browsing: Browsing) -> None:
    standing(browsing, "ISSUED")
    browsing.get(HERE)
    assert "GetSharingWarnings" not in {each.rpc for each in browsing.gateway.backend.heard}
