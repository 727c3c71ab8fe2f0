"""What people do on the pages, clicked in a real browser against the real platform."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from stack.browser.clicks import button, follow
from stack.browser.people import answer_keycloak, say_the_size
from stack.demo import accounts
from stack.story.front import Front, link_in
from stack.story.steps import PASSWORD, an_alert, approved_alert
from tests.e2e.pages.conftest import Visiting

HERE = re.compile(r"^http://localhost:\d+/")


def press(tab: Page, name: str) -> None:
    follow(button(tab, name))


def write_alert(tab: Page, headline: str) -> None:
    """Write an alert for retail in London, and hand it to the approvers."""
    tab.get_by_label("Headline", exact=True).fill(headline)
    tab.get_by_label("What to do, in one line", exact=True).fill(
        "Demonstration, not official: do nothing."
    )
    tab.get_by_label("What is happening", exact=True).fill("Demonstration, not official.")
    tab.get_by_label("What people should do", exact=True).fill(
        "Do nothing: this is a demonstration."
    )
    for choice in ("Severe", "Immediate", "Observed"):
        tab.get_by_label(choice, exact=True).check()
    tab.get_by_label("TLP:CLEAR: everyone may read and pass it on").check()
    tab.locator("summary", has_text="Regions").click()
    tab.get_by_label("London", exact=True).check()
    tab.locator("summary", has_text="Sectors").click()
    tab.get_by_label("Retail", exact=True).check()
    tab.get_by_label("1 hour", exact=True).check()
    press(tab, "Keep as a draft")
    expect(tab.get_by_role("button", name="Hand to the approvers")).to_be_visible()
    if tab.locator("#seen").count():  # what is unusual depends on what was issued before
        tab.check("#seen")
    press(tab, "Hand to the approvers")
    expect(tab.get_by_text("The alert awaits a colleague's approval.")).to_be_visible()


@pytest.mark.feature("F01")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_member_signs_in_and_out(visiting: Visiting, *, scripts: bool) -> None:
    visit = visiting(scripts=scripts)
    tab = visit.open("/alerts")
    follow(tab.get_by_role("link", name="Sign in", exact=True))
    answer_keycloak(tab, accounts()["member"], visit.gateway)
    expect(tab).to_have_url(f"{visit.gateway}/alerts")
    follow(tab.get_by_role("link", name="My account"))
    expect(tab.get_by_text("member@retail.example")).to_be_visible()
    (cookie,) = [each for each in visit.context.cookies() if "isp" in each["name"]]
    assert (True, True, "Lax") == (cookie["httpOnly"], cookie["secure"], cookie["sameSite"])
    press(tab, "Sign out")
    expect(tab).to_have_url(f"{visit.gateway}/")
    expect(tab.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    tab.goto(f"{visit.gateway}/account")
    expect(tab.locator("#password")).to_be_visible()
    assert [] == visit.complaints


@pytest.mark.feature("F01")
def test_a_sign_in_that_is_given_up_says_so(visiting: Visiting) -> None:
    tab = visiting().open("/auth/callback?error=access_denied&state=none")
    expect(tab.get_by_role("heading", name="You are not signed in")).to_be_visible()


@pytest.mark.feature("F01")
def test_an_owner_registers_by_the_pages(visiting: Visiting, front: Front) -> None:
    visit, email = visiting(phone=True), f"pages-{uuid4().hex[:10]}@cafe.example"
    tab = visit.open("/register")
    tab.get_by_label("First name").fill("Cafe")
    press(tab, "Register")
    expect(tab.get_by_role("alert")).to_contain_text("E-mail address: this is needed")
    expect(tab.get_by_label("First name")).to_have_value("Cafe")
    tab.get_by_label("Last name").fill("Owner")
    tab.get_by_label("E-mail address").fill(email)
    tab.get_by_label("London", exact=True).check()
    tab.get_by_label("Retail", exact=True).check()
    press(tab, "Register")
    expect(tab.get_by_role("heading", name="Look into your mail")).to_be_visible()
    tab.goto(link_in(front.wait_for_mail(email)))
    press(tab, "Confirm my address")
    expect(tab.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    tab.goto(link_in(front.wait_for_mail(email, 2)))
    if not tab.locator("#password-new").count():
        follow(tab.locator("main a[href*=action-token]"))
    tab.locator("#password-new").fill(PASSWORD)
    tab.locator("#password-confirm").fill(PASSWORD)
    follow(tab.locator("[type=submit]").first)
    tab.goto(f"{visit.gateway}/account")
    if not HERE.match(tab.url) or tab.locator("#password").count():
        tab.locator("#username").fill(email)
        tab.locator("#password").fill(PASSWORD)
        follow(tab.locator("[type=submit]").first)
    expect(tab.get_by_text(email)).to_be_visible()
    press(tab, "Ask to be verified")
    expect(tab.get_by_text("We have your request.")).to_be_visible()


@pytest.mark.feature("F07")
@pytest.mark.feature("F08")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_anyone_searches_and_reads(
    visiting: Visiting, stage: dict[str, str], *, scripts: bool
) -> None:
    visit = visiting(scripts=scripts)
    tab = visit.open("/")
    follow(tab.get_by_role("navigation", name="Main").get_by_role("link", name="Read"))
    tab.get_by_label("What are you looking for?").fill(stage["word"])
    press(tab, "Search")
    expect(tab.get_by_text("1 document")).to_be_visible()
    follow(tab.locator("main").get_by_role("link", name="Hostile vehicles: first steps"))
    expect(tab.get_by_role("heading", name="Keep vehicles and people apart")).to_be_visible()
    expect(tab.get_by_role("cell", name="Rated bollards")).to_be_visible()
    follow(tab.get_by_role("link", name="Cymraeg"))
    expect(tab).to_have_url(f"{visit.gateway}/cy/advice/{stage['document']}")
    expect(tab.get_by_text("Arddangosiad, nid yw'n swyddogol.")).to_be_visible()
    assert [] == visit.context.cookies()


@pytest.mark.feature("F13")
@pytest.mark.parametrize("name", [None, "member"])
def test_an_alert_arrives_on_an_open_page_and_leaves_it(
    visiting: Visiting, front: Front, name: str | None
) -> None:
    visit = visiting()
    tab = visit.sign_in(name, "/").tab if name else visit.open("/")
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    with tab.expect_request(re.compile(r"/v1/stream\?")):
        tab.reload()
    headline = f"Demonstration {uuid4().hex[:8]}"
    issued, _ = approved_alert(front, author, approver, an_alert(headline))
    card = tab.get_by_role("link", name=headline)
    expect(card).to_be_visible()
    expect(tab.get_by_role("status").first).to_have_text(headline)
    path = f"/v1/alerts/{issued['alert_id']}"
    etag = front.ask("GET", path, by=approver).headers["ETag"]
    front.ask("POST", f"{path}/withdrawal", by=approver, body={"reason": "over"}, if_match=etag)
    expect(card).to_have_count(0)
    assert [] == visit.complaints


@pytest.mark.feature("F11")
@pytest.mark.feature("F13")
def test_officers_warn_a_subscriber_from_their_phones(visiting: Visiting) -> None:
    """The author writes, a colleague approves with a second factor, a member's page shows it."""
    headline = f"Demonstration from a phone {uuid4().hex[:8]}"
    member = visiting(phone=True).sign_in("member", "/").tab
    author = visiting(phone=True).sign_in("author", "/desk/alerts/new")
    write_alert(author.tab, headline)

    approver = visiting(phone=True).sign_in("approver2", "/desk/alerts")
    tab = approver.tab
    follow(tab.get_by_role("link", name=headline))
    expect(tab.get_by_text("Only: Retail")).to_be_visible()
    say_the_size(tab)
    press(tab, "Approve and issue")
    expect(tab.locator("#otp")).to_be_visible()
    expect(member.get_by_role("link", name=headline)).to_have_count(0)
    answer_keycloak(tab, accounts()["approver2"], approver.gateway)
    expect(tab.get_by_role("heading", name=headline)).to_be_visible()
    say_the_size(tab)
    press(tab, "Approve and issue")
    expect(tab.get_by_text("The alert is issued.")).to_be_visible()

    expect(member.get_by_role("link", name=headline)).to_be_visible()
    follow(member.get_by_role("link", name=headline))
    expect(member.get_by_role("heading", name=headline)).to_be_visible()

    press_with(tab, "Why, for the record only", "Demonstration over", "Withdraw the alert")
    expect(tab.get_by_text("The alert is withdrawn.")).to_be_visible()
    member.reload()
    expect(member.get_by_text("Withdrawn")).to_be_visible()


def press_with(tab: Page, label: str, words: str, button: str) -> None:
    tab.get_by_label(label).fill(words)
    press(tab, button)


@pytest.mark.feature("F11")
def test_what_was_typed_is_there_after_the_second_factor(
    visiting: Visiting, stage: dict[str, str]
) -> None:
    visit = visiting().sign_in("duty", f"/desk/alerts/{stage['live']}")
    press_with(visit.tab, "Why, for the record only", "Wrong street", "Withdraw the alert")
    expect(visit.tab.locator("#otp")).to_be_visible()
    answer_keycloak(visit.tab, accounts()["duty"], visit.gateway)
    expect(visit.tab.get_by_label("Why, for the record only")).to_have_value("Wrong street")


@pytest.mark.feature("F11")
def test_nobody_approves_their_own(visiting: Visiting) -> None:
    visit = visiting().sign_in("duty", "/desk/alerts/new")
    write_alert(visit.tab, f"Demonstration of one's own {uuid4().hex[:6]}")
    say_the_size(visit.tab)
    press(visit.tab, "Approve and issue")
    if visit.tab.locator("#otp").count():
        answer_keycloak(visit.tab, accounts()["duty"], visit.gateway)
        say_the_size(visit.tab)
        press(visit.tab, "Approve and issue")
    expect(visit.tab.get_by_role("heading", name="You may not do this")).to_be_visible()
    expect(visit.tab.get_by_text("A second person must do this")).to_be_visible()
