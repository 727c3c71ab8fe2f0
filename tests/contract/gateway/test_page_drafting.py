"""The desk before an alert is issued: changing it, sending it back, giving it up."""

from html import unescape

import pytest

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain import errors
from services.gateway.pages.area_rows import MOST
from tests.contract.gateway.answers import ALERT, at
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import CASE_ID
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_forms import HERE, WORDS

EDIT = f"{HERE}/edit"
KEPT = WORDS | {"sharing": "KEEP", "minutes": "KEEP", "version": "3"}


def standing(browsing: Browsing, status: str) -> alert_pb2.Alert:
    """Let the desk show an alert that stands so, for retail in London unless said otherwise."""
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.status = alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{status}")
    for name in ("ending", "all_clear_proposal", "issued_at"):
        alert.ClearField(name)
    alert.content.expires_at.CopyFrom(at(12))
    del alert.content.audience[:]
    alert.content.audience.add(
        mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_REGION, value="LON"
    )
    alert.content.audience.add(
        mode=kernel_pb2.AUDIENCE_MODE_MUST_BE, kind=kernel_pb2.AUDIENCE_KIND_SECTOR, value="retail"
    )
    answer = browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    return answer.alert


def test_the_form_begins_from_what_the_alert_says(browsing: Browsing) -> None:
    standing(browsing, "SUBMITTED")
    text = unescape(browsing.get(EDIT).text)
    assert 'value="Van on the pavement"' in text
    assert 'value="EXTREME" checked' in text
    assert 'value="LON" checked' in text
    assert 'value="KEEP" checked' in text
    assert "must be handed to the approvers again" in text


def test_only_what_was_changed_is_changed(browsing: Browsing) -> None:
    before = standing(browsing, "DRAFT").content
    answer = browsing.post(EDIT, KEPT | {"headline": "Van on the bridge"})
    assert (302, HERE) == (answer.status_code, answer.location)
    heard = browsing.gateway.backend.heard[-1]
    assert ("EditAlert", 3) == (heard.rpc, heard.message.expected_version)
    said = heard.message.content
    assert "Van on the bridge" == said.headline
    assert (before.marking, before.expires_at) == (said.marking, said.expires_at)
    assert list(before.audience) == list(said.audience)


def test_who_may_read_it_and_until_when_can_be_changed(browsing: Browsing) -> None:
    before = standing(browsing, "DRAFT").content
    browsing.post(EDIT, KEPT | {"sharing": "CLEAR/PUBLIC", "minutes": "60", "regions": []})
    said = browsing.gateway.backend.heard[-1].message.content
    assert kernel_pb2.TLP_CLEAR == said.marking.tlp
    assert before.expires_at != said.expires_at
    assert kernel_pb2.AUDIENCE_KIND_EVERYONE == said.audience[0].kind


def test_an_audience_that_the_form_cannot_say_stays_whole(browsing: Browsing) -> None:
    alert = standing(browsing, "DRAFT")
    for number in range(MOST + 1):
        alert.content.audience.add(
            mode=kernel_pb2.AUDIENCE_MODE_EXCLUDE,
            kind=kernel_pb2.AUDIENCE_KIND_ORGANISATION,
            value=f"organisation-{number}",
        )
    page = browsing.get(EDIT).text
    assert "For whom it is stays as it is" in page
    assert 'name="regions"' not in page
    browsing.post(EDIT, KEPT | {"regions": [], "sectors": []})
    assert list(alert.content.audience) == list(
        browsing.gateway.backend.heard[-1].message.content.audience
    )


def test_what_is_wrong_with_a_change_is_said_at_its_field(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    page = browsing.post(EDIT, KEPT | {"headline": ""})
    assert 400 == page.status_code
    assert '<a href="#headline">Headline: this is needed</a>' in unescape(page.text)
    wrong = Invalid(Violation("content.action_line", "must be one line"))
    browsing.gateway.backend.refuse(wrong, "EditAlert")
    page = browsing.post(EDIT, KEPT)
    assert (400, True) == (page.status_code, "must be one line" in page.text)


@pytest.mark.parametrize(
    ("button", "field", "rpc"),
    [
        ("return", "return_reason", "ReturnAlert"),
        ("discard", "discard_reason", "DiscardAlert"),
    ],
)
def test_a_button_does_its_deed_with_its_reason(
    browsing: Browsing, button: str, field: str, rpc: str
) -> None:
    standing(browsing, "SUBMITTED")
    assert f'value="{button}"' in browsing.get(HERE).text
    empty = browsing.post(HERE, {"do": button, "version": "3"})
    assert (400, True) == (empty.status_code, "this is needed" in empty.text)
    done = browsing.post(HERE, {"do": button, "version": "3", field: "Which street?"})
    assert (302, HERE) == (done.status_code, done.location)
    heard = browsing.gateway.backend.heard[-1]
    assert (rpc, ALERT_ID, 3, "Which street?") == (
        heard.rpc,
        heard.message.alert_id,
        heard.message.expected_version,
        heard.message.reason,
    )


def test_what_is_out_offers_no_change(browsing: Browsing) -> None:
    standing(browsing, "ISSUED")
    page = browsing.get(HERE).text
    assert EDIT not in page
    assert 'value="discard"' not in page


def test_a_change_that_is_none_is_said_so(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    browsing.gateway.backend.refuse(errors.NothingChanged("It is said already."), "EditAlert")
    page = browsing.post(EDIT, KEPT)
    assert 409 == page.status_code
    assert "What you sent is what stands there already." in page.text


def test_an_update_is_written_from_what_is_out(browsing: Browsing) -> None:
    before = standing(browsing, "ISSUED").content
    assert f'href="{HERE}/update"' in browsing.get(HERE).text
    assert 'value="Van on the pavement"' in browsing.get(f"{HERE}/update").text
    answer = browsing.post(f"{HERE}/update", KEPT | {"headline": "Two vans"})
    assert (302, HERE) == (answer.status_code, answer.location)
    heard = browsing.gateway.backend.heard[-1]
    assert ("UpdateAlert", ALERT_ID, WORDS["key"]) == (
        heard.rpc,
        heard.message.alert_id,
        heard.message.idempotency_key,
    )
    assert ("Two vans", before.marking) == (
        heard.message.content.headline,
        heard.message.content.marking,
    )


def test_an_exercise_is_changed_without_its_marks_which_take_no_room(browsing: Browsing) -> None:
    """What is longest already can be sent back as it stands: alerts puts the marks there again."""
    alert = standing(browsing, "DRAFT")
    mark, headline = "EXERCISE EXERCISE EXERCISE", "h" * 160
    alert.content.headline = f"{mark}: {headline} {mark}"
    alert.content.description = f"{mark}\n\nOne\ntwo\n\n{mark}"
    page = browsing.get(EDIT).text
    assert f'value="{headline}"' in page
    assert ">One\ntwo</textarea>" in page.replace("\r\n", "\n")
    assert 302 == browsing.post(EDIT, KEPT | {"headline": headline}).status_code


def test_a_message_whose_place_was_taken_leads_to_the_later_one_and_offers_nothing(
    browsing: Browsing,
) -> None:
    alert = standing(browsing, "ISSUED")
    alert.thread.superseded_by = CASE_ID
    alert.thread.superseded_at.CopyFrom(at(11))
    page = browsing.get(HERE).text
    assert f'href="/desk/alerts/{CASE_ID}"' in page
    assert f'href="{HERE}/update"' not in page
    assert 'value="withdraw"' not in page


def test_a_superseded_page_says_so_and_leads_to_what_one_may_read(browsing: Browsing) -> None:
    alert = standing(browsing, "ISSUED")
    alert.issued_at.CopyFrom(at(9))
    alert.thread.superseded_at.CopyFrom(at(11))
    later = alert_pb2.Alert()
    later.CopyFrom(ALERT)
    later.alert_id = CASE_ID
    browsing.gateway.backend.answers["GetThread"] = alerts_pb2.GetThreadResponse(
        alerts=[later, alert]
    )
    page = browsing.get(f"/alerts/{ALERT_ID}").text
    assert "A later message took the place of this one." in page
    assert "That does not mean that it is safe." in page
    assert f'href="/alerts/{CASE_ID}"' in page
    assert "Stay inside now." not in page, "an old action line is not shown as one"


@pytest.mark.parametrize("status", ["ISSUED", "WITHDRAWN"])
def test_of_a_part_the_page_says_what_to_do_or_what_we_had_told(
    browsing: Browsing, status: str
) -> None:
    alert = standing(browsing, status)
    alert.issued_at.CopyFrom(at(9))
    alert.part = True
    alert.content.instruction = ""
    page = browsing.get(f"/alerts/{ALERT_ID}").text
    assert "Stay inside now." in page
    assert "What is happening</h2>" not in page, "it is not for this reader"
    assert "What to do</h2>" not in page
    assert ("We told you:" in page) is (status == "WITHDRAWN")


@pytest.mark.parametrize("urgency", ["IMMEDIATE", "EXPECTED"])
def test_an_approver_reads_that_everyone_is_told_what_to_do(
    browsing: Browsing, urgency: str
) -> None:
    alert = standing(browsing, "SUBMITTED")
    alert.content.urgency = alert_pb2.Urgency.Value(f"URGENCY_{urgency}")
    page = unescape(browsing.get(HERE).text)
    told = "everyone whom it is for is sent this line, and anyone may read it here"
    assert (told in page) is (urgency == "IMMEDIATE")


APPROVAL = {"do": "approve", "version": "3", "digest": ALERT.digest.hex(), "counted": "40"}


def test_an_approver_reads_how_many_it_reaches_and_says_the_size(browsing: Browsing) -> None:
    standing(browsing, "SUBMITTED")
    page = unescape(browsing.get(HERE).text)
    assert "It reaches 40 people. 51 messages are sent." in page
    assert "When it was handed over they were 12." in page
    assert 'value="TENS"' in page
    assert "checked" not in page, "the size is theirs to say"
    unsaid = browsing.post(HERE, APPROVAL)
    assert (400, True) == (unsaid.status_code, "choose the size" in unsaid.text)
    browsing.post(HERE, APPROVAL | {"size": "TENS"})
    heard = browsing.gateway.backend.heard[-1]
    assert ("ApproveAlert", 40, alert_pb2.AUDIENCE_SIZE_TENS, ALERT.digest) == (
        heard.rpc,
        heard.message.counted,
        heard.message.audience_size,
        heard.message.read_digest,
    )


@pytest.mark.parametrize("left_out", ["counted", "size"])
def test_an_approval_without_the_count_or_its_size_is_not_asked_for(
    browsing: Browsing, left_out: str
) -> None:
    standing(browsing, "SUBMITTED")
    whole = APPROVAL | {"size": "TENS"}
    said = {name: value for name, value in whole.items() if name != left_out}
    assert 400 == browsing.post(HERE, said).status_code
    assert "ApproveAlert" not in [each.rpc for each in browsing.gateway.backend.heard]


def test_everything_that_is_approved_is_on_the_page(browsing: Browsing) -> None:
    standing(browsing, "SUBMITTED")
    page = unescape(browsing.get(HERE).text)
    for said in (
        "Fan ar y palmant",
        "Bath<br>within 0.25 km of latitude 51.500000, longitude -2.250000<br>in a polygon of 4",
        "UGC: UKC001",
        "E-mail<br>Text message",
        "You: translated it",
        "This is an exercise",
    ):
        assert said in page, said


def test_a_welsh_page_says_it_in_welsh_where_there_is_a_translation(browsing: Browsing) -> None:
    standing(browsing, "ISSUED")
    assert "Van on the pavement" in browsing.get(f"/alerts/{ALERT_ID}").text
    welsh = browsing.get(f"/cy/alerts/{ALERT_ID}").text
    assert "Fan ar y palmant" in welsh
    assert "Van on the pavement" not in welsh


def test_a_translation_and_the_ways_are_written_on_the_form(browsing: Browsing) -> None:
    standing(browsing, "DRAFT")
    welsh = {"cy_headline": "Fan", "cy_action_line": "Arhoswch.", "cy_description": "D."}
    browsing.post(EDIT, KEPT | welsh | {"cy_instruction": "I.", "channels": ["SMS"]})
    said = browsing.gateway.backend.heard[-1].message.content
    (translation,) = said.translations
    assert ("cy-GB", "Fan", "Arhoswch.") == (
        translation.language,
        translation.headline,
        translation.action_line,
    )
    assert [alert_pb2.CHANNEL_SMS] == list(said.channels)
    assert alert_pb2.CAP_STATUS_EXERCISE == said.cap_status, "an exercise stays one"
    wrong = Invalid(Violation("content.translations[0].headline", "must have 1 to 160 characters"))
    browsing.gateway.backend.refuse(wrong, "EditAlert")
    page = unescape(browsing.post(EDIT, KEPT | welsh).text)
    assert '<a href="#cy_headline">Headline in Welsh: must have' in page
