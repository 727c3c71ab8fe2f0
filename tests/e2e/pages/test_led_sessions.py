"""A led session, clicked: scheduled, booked to the last place, waited for, given up, called off."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from stack.browser.clicks import button, follow
from stack.demo import accounts
from stack.mail import mail_for
from stack.story.front import Front, eventually, text_of
from tests.e2e.pages.conftest import Visiting

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_SECONDS = 60


def press(tab: Page, name: str) -> None:
    follow(button(tab, name))


def accessible(tab: Page) -> None:
    found = Axe().run(tab, options=RULES).response["violations"]
    assert [] == [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def local(at: datetime) -> str:
    """A time as a browser's field says it, by the clock in London."""
    return f"{at.astimezone(ZoneInfo('Europe/London')):%Y-%m-%dT%H:%M}"


def mailed(front: Front, who: str, page: str) -> Callable[[], list[str]]:
    """What somebody was mailed that leads to a page."""
    address = accounts()[who].email
    return lambda: [
        said for each in mail_for(front.mails, address) if page in (said := text_of(each))
    ]


@pytest.mark.feature("F20")
@pytest.mark.timeout(300)
def test_the_last_place_goes_to_the_first_who_waits_and_all_are_told(
    visiting: Visiting, front: Front
) -> None:
    trainer = visiting().sign_in("trainer", "/desk/sessions/new")
    tab, start = trainer.tab, datetime.now(UTC) + timedelta(days=9)
    tab.get_by_label("Course").select_option(label="Awareness")
    tab.get_by_label("It begins at").fill(local(start))
    tab.get_by_label("It ends at").fill(local(start + timedelta(hours=2)))
    tab.get_by_label("Where").fill("The hall, 1 High Street")
    tab.get_by_label("Places").fill("1")
    press(tab, "Schedule the session")
    expect(tab.get_by_text("The session is scheduled.")).to_be_visible()
    desk = re.sub(r"^https?://[^/]+", "", tab.url)
    page = desk.replace("/desk/", "/learn/")

    first, second = visiting().sign_in("owner", page), visiting(phone=True).sign_in("market", page)
    for visit, name, words in (
        (first, "Owner", "Book a place"),
        (second, "Trader", "Join the waiting list"),
    ):
        visit.open(page)
        visit.tab.get_by_label("Your name at the session").fill(name)
        press(visit.tab, words)
    expect(first.tab.get_by_text("You are booked.")).to_be_visible()
    expect(second.tab.get_by_text("You are number 1 on the waiting list.")).to_be_visible()
    accessible(second.tab)

    press(first.tab, "Cancel my booking")
    expect(first.tab.get_by_text("Your booking is cancelled.")).to_be_visible()
    told = mailed(front, "market", page)
    eventually(told, lambda found: len(found) == 1, _SECONDS, "the mail of who moved up")
    second.open(f"/cy{page}")
    expect(second.tab.get_by_role("button", name="Canslo fy archeb")).to_be_visible()
    accessible(second.tab)

    trainer.open(desk)
    expect(tab.get_by_text("Trader")).to_be_visible()
    accessible(tab)
    follow(tab.get_by_role("link", name="Move the session"))
    accessible(tab)
    tab.get_by_label("Where").fill("The barn, 2 High Street")
    press(tab, "Move the session")
    expect(tab.get_by_text("all who booked or wait are told")).to_be_visible()
    expect(tab.get_by_text("The barn, 2 High Street")).to_be_visible()
    eventually(told, lambda found: len(found) == 2, _SECONDS, "the mail that it is elsewhere")
    tab.get_by_label("Why").fill("The hall is closed")
    press(tab, "Cancel the session")
    expect(tab.get_by_text("all who booked are told")).to_be_visible()
    eventually(told, lambda found: len(found) == 3, _SECONDS, "the mail that it is called off")
    assert [] == mailed(front, "owner", page)()
    second.open("/learn/sessions/mine")
    expect(second.tab.get_by_text("The session was cancelled.")).to_be_visible()
    assert [] == trainer.complaints + first.complaints + second.complaints
