"""The Welsh of an alert at the desk: how it stands, who confirms it, what is owed until when."""

from html import unescape

import pytest

from isp.alerts.v1 import alert_pb2, templates_pb2, welsh_pb2
from services.alerts.domain import welsh_errors
from tests.contract.gateway.answers import at
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import TEMPLATE_ID
from tests.contract.gateway.routes import ALERT_ID, DIGEST
from tests.contract.gateway.template_routes import TEMPLATE
from tests.contract.gateway.test_page_drafting import standing
from tests.contract.gateway.test_page_forms import HERE
from tests.contract.gateway.test_page_glass import WORDS

IN_WELSH = {
    "cy_headline": "Rhybudd brys",
    "cy_action_line": "Rhybudd brys.",
    "cy_description": "Mae'r Saesneg isod.",
    "cy_instruction": "Gweithredwch ar y Saesneg.",
}


def shown(browsing: Browsing, status: str, **welsh: object) -> str:
    alert = standing(browsing, status)
    alert.welsh.CopyFrom(alert_pb2.AlertWelsh(needed=True, **welsh))  # type: ignore[arg-type] # as the test says
    return unescape(browsing.get(HERE).text)


def test_who_looks_at_a_draft_reads_what_its_welsh_lacks(browsing: Browsing) -> None:
    alert = standing(browsing, "SUBMITTED")
    alert.welsh.CopyFrom(alert_pb2.AlertWelsh(needed=True))
    alert.content.severity = alert_pb2.SEVERITY_SEVERE
    page = unescape(browsing.get(HERE).text)
    assert "Its Welsh is not confirmed as it stands" in page
    del alert.content.translations[:]
    page = unescape(browsing.get(HERE).text)
    assert "It says nothing in Welsh" in page
    assert 'value="confirm-welsh"' not in page
    alert.welsh.needed = False
    assert "It can reach Wales" not in unescape(browsing.get(HERE).text)


def test_the_digest_that_the_page_shows_is_confirmed(browsing: Browsing) -> None:
    page = shown(browsing, "SUBMITTED")
    assert f'name="digest" value="{DIGEST.hex()}"' in page
    answer = browsing.post(HERE, {"do": "confirm-welsh", "digest": DIGEST.hex()})
    assert (302, HERE) == (answer.status_code, answer.location)
    heard = browsing.gateway.backend.heard[-1]
    assert ("ConfirmWelsh", ALERT_ID, DIGEST) == (
        heard.rpc,
        heard.message.alert_id,
        heard.message.read_digest,
    )


def test_a_confirmed_one_is_not_confirmed_twice(browsing: Browsing) -> None:
    page = shown(browsing, "DRAFT", confirmed_at=at(9))
    assert 'value="confirm-welsh"' not in page
    assert "Confirmed" in page


def test_the_translator_is_told_why_not(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    browsing.gateway.backend.refuse(welsh_errors.WelshByTranslator("Said."), "ConfirmWelsh")
    page = browsing.post(HERE, {"do": "confirm-welsh", "digest": DIGEST.hex()})
    assert (403, True) == (page.status_code, "did not translate it" in page.text)


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_the_desk_shows_what_is_owed_until_when_and_that_it_is_overdue(
    browsing: Browsing, prefix: str
) -> None:
    alert = standing(browsing, "ISSUED")
    alert.welsh.due_at.CopyFrom(at(10))
    browsing.gateway.backend.answers["ListWelshDue"] = welsh_pb2.ListWelshDueResponse(
        alerts=[alert]
    )
    page = browsing.get(f"{prefix}/desk/alerts").text
    assert ("overdue" if not prefix else "hwyr") in page
    assert f"/desk/alerts/{ALERT_ID}" in page


def test_words_that_stand_in_and_what_was_set_aside_are_shown(browsing: Browsing) -> None:
    aside = alert_pb2.Translation(language="cy-GB", headline="Wedi'i roi o'r neilltu")
    said = {"stand_in_template_id": TEMPLATE_ID, "set_aside": aside, "due_at": at(10)}
    page = shown(browsing, "ISSUED", **said)
    assert "stand in, with the English after them" in page
    assert "Wedi'i roi o'r neilltu" in page
    assert "Confirmed Welsh is due by" in page
    update = unescape(browsing.get(f"{HERE}/update").text)
    assert "value=\"Wedi'i roi o'r neilltu\"" in update
    assert "Fan ar y palmant" not in update, "what stands in is no translation to go on from"


def test_a_template_of_welsh_that_stands_in_is_proposed_and_nobody_warns_by_it(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    browsing.post("/desk/templates/new", WORDS | IN_WELSH | {"use": "WELSH_STAND_IN"})
    said = browsing.gateway.backend.only.message.content
    assert templates_pb2.TEMPLATE_USE_WELSH_STAND_IN == said.use
    assert ["Rhybudd brys"] == [each.headline for each in said.translations]
    template = templates_pb2.Template()
    template.CopyFrom(TEMPLATE)
    template.content.use = templates_pb2.TEMPLATE_USE_WELSH_STAND_IN
    browsing.gateway.backend.answers["ListTemplates"] = templates_pb2.ListTemplatesResponse(
        templates=[template]
    )
    page = browsing.get(f"/desk/templates/{TEMPLATE_ID}").text
    assert 'value="break"' not in page
    assert "in use by itself" in page


def test_who_finds_the_welsh_wrong_sends_it_back_from_beside_it(browsing: Browsing) -> None:
    page = shown(browsing, "SUBMITTED")
    assert 'href="#return_reason"' in page
    assert 'id="return_reason"' in page
    said = {"do": "return", "version": "3", "return_reason": "Nid yw'n gywir."}
    assert 302 == browsing.post(HERE, said).status_code
    heard = browsing.gateway.backend.heard[-1]
    assert ("ReturnAlert", "Nid yw'n gywir.") == (heard.rpc, heard.message.reason)


@pytest.mark.parametrize("status", ["DRAFT", "ISSUED"])
def test_only_what_awaits_approval_is_sent_back(browsing: Browsing, status: str) -> None:
    assert 'href="#return_reason"' not in shown(browsing, status)
