"""`phone`: two officers warn a subscriber from their phones, as fast as people tap and read.

One is on duty at the author's desk, the other at the approver's, both signed in; a member's page is
open. The clock runs from the author's first tap to the alert standing on the member's page. Each
tap comes after a pause, words are typed at a person's pace, and the approver reads before the
second factor is given. There is no peer: it is a bound on what people have to do.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page, expect

from bench.measure import Result, say
from stack.browser.chromium import new_context, opened
from stack.browser.clicks import button, follow
from stack.browser.people import answer_keycloak, say_the_size, sign_in
from stack.demo import accounts
from stack.harness import Harness
from stack.places import throw_away_folder

GOAL_SECONDS: Final = 60
TAP_SECONDS: Final = 1.0
"""What a person needs to find the next thing on a small screen and touch it."""

KEY_MILLISECONDS: Final = 120
"""About 40 words a minute, with two thumbs."""

READ_SECONDS: Final = 10
"""The approver reads some 40 words: what is said, to whom, and until when."""


@dataclass
class Clock:
    """Says what each step took, from the first tap on."""

    began: float = field(default_factory=time.monotonic)
    steps: dict[str, float] = field(default_factory=dict)

    def step(self, name: str) -> None:
        """Note a step as done."""
        self.steps[name] = round(time.monotonic() - self.began, 1)
        say(f"{self.steps[name]:5.1f} s  {name}")


def tap(place: Locator) -> None:
    """Touch something after a pause."""
    time.sleep(TAP_SECONDS)
    place.click()


def run() -> Result:
    """Start the whole platform and a real Chromium, and run it once."""
    with (
        throw_away_folder("isp-bench-") as folder,
        Harness(folder, with_services=True) as harness,
        opened() as browser,
    ):
        gateway = f"http://localhost:{harness.port('gateway')}"
        steps = _warn(browser, gateway)
    took = steps["seen by the subscriber"]
    return Result(
        name="phone",
        figure=took,
        unit="s from the author's first tap to the subscriber's page",
        goal=f"<= {GOAL_SECONDS}",
        met=took <= GOAL_SECONDS,
        peer="none: a bound, not a comparison",
        spread="",
        detail={
            "seconds_at": steps,
            "pause_before_a_tap": TAP_SECONDS,
            "milliseconds_a_key": KEY_MILLISECONDS,
            "seconds_of_reading": READ_SECONDS,
        },
    )


def _warn(browser: Browser, gateway: str) -> dict[str, float]:
    signed_in: Callable[[str, str], Page] = lambda name, path: _at(browser, gateway, name, path)  # noqa: E731 - read three times below
    member = signed_in("member", "/")
    approver = signed_in("approver", "/desk/alerts")
    author = signed_in("author", "/desk/alerts")
    headline = f"Demonstration {uuid4().hex[:4]}"

    clock = Clock()
    tap(author.locator("a[href$='/desk/alerts/new']").first)
    tap(author.locator("a[href*='from=stay-inside']"))
    clock.step("template chosen")
    words = author.get_by_label("Headline", exact=True)
    tap(words)
    words.fill("")
    words.press_sequentially(headline, delay=KEY_MILLISECONDS)
    tap(author.locator("summary", has_text="Regions"))
    tap(author.get_by_label("London", exact=True))
    tap(author.locator("summary", has_text="Sectors"))
    tap(author.get_by_label("Retail", exact=True))
    tap(button(author, "Keep as a draft"))
    clock.step("written")
    tap(button(author, "Hand to the approvers"))
    expect(author.get_by_text("The alert awaits a colleague's approval.")).to_be_visible()
    clock.step("submitted")

    time.sleep(TAP_SECONDS)
    approver.reload()
    tap(approver.get_by_role("link", name=headline))
    time.sleep(READ_SECONDS)
    say_the_size(approver)
    time.sleep(TAP_SECONDS)
    follow(button(approver, "Approve and issue"))
    if approver.locator("#otp").count():
        time.sleep(TAP_SECONDS + 6 * KEY_MILLISECONDS / 1000)
        answer_keycloak(approver, accounts()["approver"], gateway)
        say_the_size(approver)
        tap(button(approver, "Approve and issue"))
    expect(approver.get_by_text("The alert is issued.")).to_be_visible()
    clock.step("approved by a colleague")

    expect(member.get_by_role("link", name=headline)).to_be_visible()
    clock.step("seen by the subscriber")
    return clock.steps


def _at(browser: Browser, gateway: str, name: str, path: str) -> Page:
    """Sign somebody in on a phone of their own, and open a page there."""
    tab = new_context(browser, phone=True).new_page()
    sign_in(tab, name, gateway, path=path)
    tab.goto(f"{gateway}{path}")
    return tab
