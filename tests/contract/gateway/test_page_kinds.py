"""What an alert is about and what people are to do: on the form, and before whoever approves."""

from html import unescape

import pytest

from isp.alerts.v1 import alert_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.test_page_asking import main_of
from tests.contract.gateway.test_page_drafting import EDIT, KEPT, standing
from tests.contract.gateway.test_page_forms import HERE
from tests.contract.gateway.test_page_glass import HERE as TEMPLATE
from tests.contract.gateway.test_page_glass import WORDS as TEMPLATE_WORDS

SAID = {"categories": ["CBRNE", "TRANSPORT"], "response_types": ["EVACUATE", "AVOID"]}


def test_whoever_approves_reads_what_it_is_about_and_what_people_are_to_do(
    browsing: Browsing,
) -> None:
    content = standing(browsing, "SUBMITTED").content
    page = unescape(main_of(browsing.get(HERE).text))
    assert "Infrastructure, Chemical, biological, radiological, nuclear or explosive" in page
    assert "Take shelter, Nothing" in page
    assert "Cymryd lloches" in unescape(browsing.get(f"/cy{HERE}").text)
    del content.response_types[:]
    assert "Your words alone say it" in browsing.get(HERE).text


def test_the_form_says_them_and_begins_from_what_was_said(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    form = browsing.get(EDIT).text
    assert 'value="CBRNE" checked' in form
    assert 'value="SHELTER" checked' in form
    assert 'value="SECURITY" checked' not in form
    browsing.post(EDIT, KEPT | SAID)
    said = browsing.gateway.backend.heard[-1].message.content
    assert [pb.CAP_CATEGORY_CBRNE, pb.CAP_CATEGORY_TRANSPORT] == list(said.categories)
    responses = [pb.CAP_RESPONSE_TYPE_EVACUATE, pb.CAP_RESPONSE_TYPE_AVOID]
    assert responses == list(said.response_types)


def test_an_all_clear_cannot_be_chosen(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    assert "ALL_CLEAR" not in browsing.get(EDIT).text
    refused = browsing.post(EDIT, KEPT | {"response_types": ["ALL_CLEAR"]})
    assert 400 == refused.status_code
    assert "choose from the list" in refused.text


@pytest.mark.parametrize(
    ("wording", "value"),
    [("stay-inside", "SHELTER"), ("leave-the-area", "EVACUATE"), ("suspicious-item", "AVOID")],
)
def test_a_wording_to_begin_from_says_what_people_are_to_do(
    browsing: Browsing, wording: str, value: str
) -> None:
    browsing.sign_in()
    assert f'value="{value}" checked' in browsing.get(f"/desk/alerts/new?from={wording}").text


def test_a_template_says_them_too(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    browsing.post("/desk/templates/new", TEMPLATE_WORDS | SAID)
    said = browsing.gateway.backend.only.message.content
    assert [pb.CAP_CATEGORY_CBRNE, pb.CAP_CATEGORY_TRANSPORT] == list(said.categories)
    page = unescape(main_of(browsing.get(TEMPLATE).text))
    assert "Security, The weather" in page
    assert "Leave, Keep away" in page
