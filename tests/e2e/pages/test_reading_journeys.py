"""What readers do beside reading, and editors with it, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from stack.browser.clicks import follow
from stack.browser.people import answer_keycloak, press_with_factor
from stack.browser.reading import staged_reading
from stack.demo import accounts
from stack.story.advice import a_document
from stack.story.front import Front
from stack.story.publishing import publish
from tests.e2e.pages.conftest import Visit, Visiting

pytestmark = pytest.mark.feature("F07")


def press(visit: Visit, who: str, name: str) -> None:
    press_with_factor(visit.tab, who, visit.gateway, name)


@pytest.fixture(scope="module")
def there(front: Front) -> Iterator[dict[str, str]]:
    with staged_reading(front) as ids:
        yield ids


@pytest.fixture
def document(front: Front) -> dict[str, Any]:
    return publish(front, a_document("in another format"))


def test_a_reader_without_an_account_finds_the_answer_at_the_address_they_kept(
    visiting: Visiting, document: dict[str, Any]
) -> None:
    reader = visiting()
    tab = reader.open(f"/advice/{document['document_id']}")
    follow(tab.get_by_role("link", name="Ask for large print"))
    tab.get_by_role("radio", name="Another language").check()
    follow(tab.get_by_role("button", name="Ask for it"))
    expect(tab.get_by_role("heading", name="There is a problem")).to_be_visible()
    tab.get_by_label("Braille").check()
    follow(tab.get_by_role("button", name="Ask for it"))
    expect(tab.get_by_text("It waits for an editor")).to_be_visible()

    editor = visiting().sign_in("editor", "/desk/formats")
    desk = editor.tab
    mine = (
        desk.locator("section")
        .filter(has=desk.get_by_text("Braille"))
        .filter(has=desk.locator(f"[href$='{document['document_id']}']"))
    )
    follow(mine.get_by_role("button", name="See to it"))
    expect(desk.get_by_text("It is done.")).to_be_visible()
    mine.get_by_label("Link").fill("https://formats.example/braille")
    follow(mine.get_by_role("button", name="Answer it"))
    if not desk.url.startswith(editor.gateway):
        answer_keycloak(desk, accounts()["editor"], editor.gateway)
        expect(mine.get_by_label("Link")).to_have_value("https://formats.example/braille")
        follow(mine.get_by_role("button", name="Answer it"))
    expect(desk.get_by_text("It is done.")).to_be_visible()
    expect(mine).to_have_count(0)

    tab.reload()
    expect(tab.get_by_role("link", name="https://formats.example/braille")).to_be_visible()
    assert [] == reader.complaints + editor.complaints


def test_a_reader_sees_what_changed_and_confirms_it(
    visiting: Visiting, there: dict[str, str]
) -> None:
    visit = visiting().sign_in("owner")
    tab = visit.open(f"/advice/{there['bulletin']}")
    follow(tab.get_by_role("link", name="See what changed"))
    expect(tab.locator("ins").first).to_contain_text("planters or")
    follow(tab.get_by_role("button", name="I have seen what changed"))
    expect(tab.get_by_text("Changed since you read it")).to_have_count(0)
    follow(tab.get_by_role("button", name="I have read this"))
    expect(tab.get_by_text("It is kept that you read it. Thank you.")).to_be_visible()
    expect(tab.get_by_role("button", name="I have read this")).to_have_count(0)
    assert [] == visit.complaints


@pytest.mark.feature("F10")
def test_a_teaser_leads_to_reading(visiting: Visiting, there: dict[str, str]) -> None:
    reader = visiting()
    tab = reader.open(f"/advice/{there['teased']}/teaser")
    follow(tab.get_by_role("link", name="Sign in and ask to read it"))
    answer_keycloak(tab, accounts()["hotel"], reader.gateway)
    tab.get_by_label("Who are you").fill("Demonstration: I run a hotel beside a market.")
    follow(tab.get_by_role("button", name="Ask to read it"))
    expect(tab.get_by_text("You have asked.")).to_be_visible()

    editor = visiting().sign_in("editor", "/desk/access")
    desk = editor.tab
    waits = desk.locator("ul.isp-found").first
    follow(waits.get_by_role("link", name="Hostile vehicles at markets").last)
    expect(desk.get_by_text("beside a market")).to_be_visible()
    desk.get_by_label("Why: whoever asked reads this").fill("Demonstration: for your hotel.")
    press(editor, "editor", "Let them read it")
    expect(desk.get_by_text("It is granted. It ends by itself.")).to_be_visible()

    tab.reload()
    follow(tab.get_by_role("link", name="Hostile vehicles at markets").first)
    expect(tab.get_by_role("heading", name="Hostile vehicles at markets")).to_be_visible()
    assert [] == reader.complaints + editor.complaints


def test_what_a_reader_says_of_a_document_comes_to_the_desk(
    visiting: Visiting, document: dict[str, Any]
) -> None:
    reader = visiting()
    tab = reader.open(f"/advice/{document['document_id']}")
    tab.get_by_text("Add a few words, if you like").click()
    words = f"Say which planters ({document['document_id'][:8]})."
    tab.get_by_label("What helped, or what was missing?").fill(words)
    follow(tab.get_by_role("button", name="No, it was not"))
    expect(tab.get_by_role("heading", name="Thank you")).to_be_visible()
    desk = visiting().sign_in("editor", "/desk/remarks").tab
    expect(desk.get_by_text(words)).to_be_visible()
    assert [] == reader.complaints
