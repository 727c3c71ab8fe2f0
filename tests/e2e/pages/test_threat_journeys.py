"""Two officers change the threat level on their phones; who has the home page open sees it."""

import pytest
from playwright.sync_api import Page, expect

from stack.browser.clicks import follow
from stack.browser.people import answer_keycloak
from stack.browser.threat_levels import standing
from stack.demo import accounts
from stack.story.front import Front
from tests.e2e.pages.conftest import Visiting
from tests.e2e.pages.test_journeys import press

OTHERS = {"LOW": "Moderate", "MODERATE": "Low"}


def fill(tab: Page, level: str) -> None:
    tab.get_by_label("National", exact=True).check()
    tab.get_by_label(level, exact=True).check()
    tab.get_by_label("Reference of the decision").fill("DEMO-3")
    tab.get_by_label("Why, for the record only").fill("Demonstration, not official.")
    press(tab, "Propose the change")


@pytest.mark.feature("F16")
def test_two_officers_change_the_level_on_a_phone(visiting: Visiting, front: Front) -> None:
    """The one who proposed it is not offered to approve it, and a mistake is said at its field."""
    now = standing(front, "NATIONAL")
    level = OTHERS.get(now["level"] if now else "", "Low")
    home = visiting().open("/")
    proposer = visiting(phone=True).sign_in("hub", "/desk/threat-level").tab
    follow(proposer.get_by_role("button", name="Propose a change", exact=True))
    press(proposer, "Propose the change")
    expect(proposer.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(proposer.get_by_role("link", name="Level: choose one", exact=True)).to_be_visible()
    fill(proposer, level)
    expect(proposer.get_by_text("You proposed it: a colleague must agree.")).to_be_visible()
    expect(proposer.get_by_role("button", name="Approve the level")).to_have_count(0)

    visit = visiting(phone=True).sign_in("duty", "/desk/threat-level")
    tab = visit.tab
    follow(tab.get_by_role("link", name=f"National: {level}, Normal").first)
    press(tab, "Approve the level")
    if tab.locator("#otp").count():
        answer_keycloak(tab, accounts()["duty"], visit.gateway)
        press(tab, "Approve the level")
    expect(tab.get_by_text("The level stands, and everyone is told.")).to_be_visible()
    expect(home.get_by_role("heading", name=f"National: {level}")).to_be_visible(timeout=20_000)
    home.goto(f"{visit.gateway}/threat-level/national")
    expect(home.locator(".isp-found li").first).to_contain_text(level)
    assert [] == visit.complaints


@pytest.mark.feature("F16")
def test_an_officer_gives_a_proposal_up(visiting: Visiting, front: Front) -> None:
    now = standing(front, "NATIONAL")
    tab = visiting(phone=True).sign_in("hub", "/desk/threat-level/new").tab
    fill(tab, OTHERS.get(now["level"] if now else "", "Low"))
    press(tab, "Give the proposal up")
    expect(tab.get_by_role("heading", name="There is a problem")).to_be_visible()
    tab.get_by_label("Why it is given up, for the record").fill("Wrong series.")
    press(tab, "Give the proposal up")
    expect(tab.get_by_text("The proposal is given up.")).to_be_visible()
    expect(tab.get_by_text("Wrong series.")).to_be_visible()
    assert now == standing(front, "NATIONAL")
