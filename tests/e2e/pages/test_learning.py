"""Step 4 of the story, clicked: a course, its certificate, a stranger who checks it, its end."""

import re
import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from stack.browser.clicks import button, follow
from stack.browser.people import answer_keycloak
from stack.demo import accounts
from stack.places import CHECKOUT
from tests.e2e.pages.conftest import Visiting

FILES = CHECKOUT / "services/training/domain/data/courses/awareness/v1"
MODULES = 7
NAME = "Market Trader"


def known() -> Iterator[tuple[str, list[str]]]:
    """What somebody knows who paid attention: the right choices, by a question's text."""
    for file in FILES.glob("*.toml"):
        for question in tomllib.loads(file.read_text("utf-8")).get("question", ()):
            right = [each["id"] for each in question["choice"] if each.get("right")]
            yield " ".join(question["text"].split()), right


def press(tab: Page, name: str) -> None:
    follow(button(tab, name))


def pass_module(tab: Page, knows: dict[str, list[str]]) -> None:
    press(tab, "Answer the questions")
    for group in tab.locator("main fieldset").all():
        legend = re.sub(r"^\d+\. ", "", " ".join(group.locator("legend").inner_text().split()))
        for choice in knows[legend]:
            group.locator(f"input[value='{choice}']").check()
    press(tab, "Hand in your answers")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Passed")


@pytest.mark.feature("F20")
@pytest.mark.feature("F21")
@pytest.mark.timeout(300)
def test_a_course_is_taken_its_certificate_checked_revoked_and_then_fails(
    visiting: Visiting,
) -> None:
    visit, knows = visiting(phone=True).sign_in("market"), dict(known())
    tab = visit.open("/learn")
    follow(tab.get_by_role("link", name="Awareness"))
    press(tab, "Enrol")
    for number in range(MODULES):
        follow(tab.locator(".govuk-task-list__item:not(:has(.govuk-tag--green)) a").first)
        pass_module(tab, knows)
        if number < MODULES - 1:
            follow(tab.get_by_role("link", name="Awareness").first)
    follow(tab.get_by_role("button", name="Get your certificate"))
    tab.get_by_label("Name").fill(NAME)
    press(tab, "Issue my certificate")
    expect(tab.get_by_role("heading", name="Your certificate")).to_be_visible()
    address = tab.locator("a[href^='/verify/']").first.get_attribute("href") or ""

    with tab.expect_download() as coming:
        tab.get_by_role("button", name="Download to print (PDF)").click()
    seen = zxingcpp.read_barcodes(PdfDocument(coming.value.path())[0].render(scale=3).to_pil())
    assert [address] == [urlsplit(code.text).path for code in seen]

    stranger = visiting()
    stranger.open(address)
    expect(stranger.tab.get_by_role("heading", name="This certificate is good")).to_be_visible()
    expect(stranger.tab.get_by_text(NAME)).to_be_visible()
    assert [] == stranger.context.cookies()

    visit.open("/learn/passport")
    with tab.expect_download() as coming:
        tab.get_by_role("link", name="Download the passport to print (PDF)").click()
    printed = PdfDocument(coming.value.path())[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(printed)
    gate = visiting()
    gate.open("/passport")
    gate.context.set_offline(True)
    gate.tab.evaluate("code => { location.hash = code }", urlsplit(code.text).fragment)
    expect(gate.tab.get_by_text("This passport is signed by us")).to_be_visible()
    expect(gate.tab.locator("[data-passport-name]")).to_have_text(NAME)
    gate.context.set_offline(False)

    trainer = visiting().sign_in("trainer", address.replace("/verify/", "/desk/certificates/"))
    trainer.tab.get_by_label("Why").fill("Demonstration: issued in error")
    press(trainer.tab, "Revoke the certificate")
    if trainer.tab.locator("#otp").count():
        answer_keycloak(trainer.tab, accounts()["trainer"], trainer.gateway)
        press(trainer.tab, "Revoke the certificate")
    expect(trainer.tab.get_by_role("heading", name="This certificate was revoked")).to_be_visible()

    stranger.open(f"{address}?again")  # the answer may be kept for five seconds
    expect(stranger.tab.get_by_role("heading", name="This certificate was revoked")).to_be_visible()
    assert [] == visit.complaints + stranger.complaints + trainer.complaints
