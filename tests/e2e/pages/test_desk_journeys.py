"""The desk in a real browser: seats, areas, a map, what is sent back, what comes from elsewhere."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from stack.browser.clicks import button, follow
from stack.browser.people import press_with_factor, say_the_size
from stack.browser.stage import AREAS
from stack.story import following
from stack.story.front import Front
from stack.story.steps import an_alert, approved_alert, in_welsh, submitted_alert
from tests.e2e.pages.conftest import Visiting
from tests.e2e.test_checking_messages import a_message, hand_in

FILLED = {
    "headline": "Demonstration: stay away from the weir",
    "action_line": "Demonstration, not official: do nothing.",
    "description": "Demonstration, not official.",
    "instruction": "Do nothing: this is a demonstration.",
}


def press(tab: Page, name: str) -> None:
    follow(button(tab, name))


def filled(tab: Page) -> None:
    """Write everything of an alert but for whom it is."""
    for name, said in FILLED.items():
        tab.fill(f"#{name}", said)
    for choice in ("Severe", "Immediate", "Observed"):
        tab.get_by_label(choice, exact=True).check()
    tab.get_by_label("TLP:CLEAR: everyone may read and pass it on").check()
    tab.get_by_label("1 hour", exact=True).check()


@pytest.mark.feature("F15")
def test_the_hub_appoints_and_ends_an_appointment_on_the_page(
    visiting: Visiting, front: Front
) -> None:
    visit = visiting(phone=True)
    visit.sign_in("hub", "/desk/seats/new")
    tab, district = visit.tab, f"Demonstration BID {uuid4().hex[:6]}"

    def pressed(name: str) -> None:
        press_with_factor(tab, "hub", visit.gateway, name)

    tab.get_by_label("Sector lead", exact=True).check()
    tab.select_option("#region", "LON")
    tab.select_option("#sector", "retail")
    tab.fill("#district", district)
    pressed("Make the seat")
    expect(tab.get_by_text("The seat is made. Nobody sits there yet.")).to_be_visible()

    tab.get_by_label("Deputy", exact=True).check()
    tab.fill("#email", "hub@hub.example")
    pressed("Appoint them")
    expect(tab.get_by_role("alert")).to_contain_text("Somebody else must appoint you.")
    expect(tab.locator("#email")).to_have_value("hub@hub.example")
    tab.fill("#email", "nobody@nowhere.example")
    pressed("Appoint them")
    expect(tab.get_by_role("alert")).to_contain_text("Nobody has an account with that address.")
    tab.fill("#email", "member@retail.example")
    tab.fill("#until", "31/12/2027")
    pressed("Appoint them")
    expect(tab.get_by_text("They are appointed.")).to_be_visible()
    expect(tab.locator("dl")).to_contain_text("member@retail.example")

    pressed("End it")
    expect(tab.get_by_text("The appointment is ended.")).to_be_visible()
    expect(tab.locator("dl")).not_to_contain_text("member@retail.example")
    tab.locator("summary", has_text="Take the seat away").click()
    pressed("Take it away")
    expect(tab.get_by_text("The seat is taken away.")).to_be_visible()
    assert [] == visit.complaints


@pytest.mark.feature("F12")
def test_an_author_says_areas_and_an_approver_sees_where_that_is(
    visiting: Visiting, front: Front
) -> None:
    writer = visiting(scripts=False)
    writer.sign_in("author", "/desk/alerts/new")
    tab = writer.tab
    filled(tab)
    tab.fill("#row1_where", "Bath")
    tab.fill("#row1_km", "20")
    tab.fill("#row1_name", "Bath")
    press(tab, "Add a row")
    assert "Bath" == tab.locator("#row1_where").input_value()
    assert FILLED["headline"] == tab.locator("#headline").input_value()
    tab.locator("summary", has_text="Row 3").click()
    tab.select_option("#row3_mode", label="Leave out")
    tab.fill("#row3_points", "51.45,-2.6\n51.42,-2.4\n51.5,-2.38")
    press(tab, "Keep as a draft")
    expect(tab.get_by_role("alert")).to_contain_text("Row 3: or the line around it: must have 4")
    tab.fill("#row3_points", "51.45,-2.6\n51.42,-2.4\n51.5,-2.38\n51.45,-2.6")
    press(tab, "Count whom it reaches")
    expect(tab.locator("#counted")).to_contain_text("It reaches")
    press(tab, "Keep as a draft")
    expect(tab.get_by_role("button", name="Hand to the approvers")).to_be_visible()
    if tab.locator("#seen").count():
        tab.check("#seen")
    press(tab, "Hand to the approvers")
    here = tab.url.removeprefix(writer.gateway)

    approver = visiting(phone=True)
    approver.sign_in("approver", here)
    tab = approver.tab
    shown = tab.get_by_role("img", name="A map of the areas of this alert")
    expect(shown).to_be_visible()
    assert shown.bounding_box()["width"] > 200  # type: ignore[index] # it is visible
    expect(tab.get_by_text("Area 1 is included. Area 2 is left out.").last).to_be_visible()
    where = tab.locator("dd", has_text="within 20 km of latitude 51.381000")
    expect(where.filter(has_text="Bath")).to_be_visible()
    assert {approver.gateway} >= {
        "/".join(each.split("/")[:3]) for each in approver.asked if "/desk/" in each
    }
    assert [] == approver.complaints
    say_the_size(tab)
    press(tab, "Send it back")
    expect(tab.get_by_role("alert")).to_contain_text("this is needed")
    tab.fill("#return_reason", "Demonstration: it is done.")
    press(tab, "Send it back")
    expect(tab.get_by_text("The alert is sent back.")).to_be_visible()


@pytest.mark.feature("F11")
def test_a_welsh_approver_sends_a_draft_back_with_a_reason(
    visiting: Visiting, front: Front
) -> None:
    words = "Demonstration: stay away from the quay"
    audience = [{"mode": "INCLUDE", "kind": "REGION", "value": "WAL"}]
    body = an_alert(words, audience=audience, translations=[in_welsh(words)])
    waiting = submitted_alert(front, front.sign_in_demo("author"), body)
    visit = visiting()
    visit.sign_in("welsh", f"/desk/alerts/{waiting['alert_id']}")
    tab = visit.tab
    tab.get_by_role("link", name="The Welsh is not right, or is missing").click()
    tab.fill("#return_reason", "Mae'r pennawd yn anghywir.")
    press(tab, "Send it back")
    expect(tab.get_by_text("The alert is sent back.")).to_be_visible()
    expect(tab.get_by_text("Mae'r pennawd yn anghywir.")).to_be_visible()


@pytest.mark.feature("F13")
def test_a_cancel_from_elsewhere_is_beside_the_alert_that_stays_out(
    visiting: Visiting, front: Front
) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    # What comes in is an exercise, which may not be about an actual alert.
    said = an_alert("Demonstration: near the bridge", cap_status="Exercise")
    out, _ = approved_alert(front, author, approver, said)
    try:
        sent = front.ask("GET", f"/v1/alerts/{out['alert_id']}.cap").text
        sender, identifier, moment = (
            sent.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
            for name in ("sender", "identifier", "sent")
        )
        references = f"{sender},{identifier},{moment}"
        came = hand_in(front, author, a_message("Cancelled elsewhere", "Cancel", references))
        assert 201 == came.status_code, came.text
        visit = visiting()
        visit.sign_in("approver", f"/desk/alerts/{out['alert_id']}")
        beside = visit.tab.locator(".govuk-inset-text", has_text="A cancellation")
        expect(beside).to_contain_text("This alert stays out as it is until somebody here")
        follow(beside.get_by_role("link"))
        expect(
            visit.tab.get_by_text("It was made of a message from another system:")
        ).to_be_visible()
    finally:
        following.withdraw(front, approver, out["alert_id"])


@pytest.mark.feature("F12")
def test_what_a_form_says_of_areas_is_what_rest_says(visiting: Visiting, front: Front) -> None:
    """Changed on the page without a change, nothing of its areas is another."""
    author = front.sign_in_demo("author")
    body = an_alert("Demonstration: in two areas", audience=AREAS)
    made = front.ask("POST", "/v1/alerts", by=author, body=body, key=True, expect=201).json()
    path = f"/v1/alerts/{made['alert_id']}"
    visit = visiting()
    visit.sign_in("author", f"/desk/alerts/{made['alert_id']}/edit")
    visit.tab.fill("#headline", "Demonstration: in two areas, changed")
    follow(visit.tab.locator("main button[data-prevent-double-click]").first)
    expect(visit.tab.get_by_text("The draft is changed.")).to_be_visible()
    after = front.ask("GET", path, by=author).json()["content"]
    assert "Demonstration: in two areas, changed" == after["headline"]
    assert made["content"]["audience"] == after["audience"]
