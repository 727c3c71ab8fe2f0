"""An editor writes, another sends back and lets stand, on the desk in a real browser."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from stack.browser.clicks import follow
from stack.browser.people import press_with_factor
from stack.story.front import Front, eventually
from tests.e2e.pages.conftest import Visit, Visiting


def press(visit: Visit, who: str, name: str) -> None:
    press_with_factor(visit.tab, who, visit.gateway, name)


@pytest.mark.feature("F07")
@pytest.mark.feature("F09")
def test_two_editors_publish_what_not_everyone_may_read(visiting: Visiting, front: Front) -> None:
    word = f"turnstile{uuid4().hex[:6]}"
    writer = visiting()
    writer.sign_in("editor", "/desk/advice/new")
    tab = writer.tab
    tab.fill("#title", f"Demonstration: {word}")
    tab.fill("#in_short", "Demonstration, not official.")
    tab.fill("#body", f"## How\n\nWatch the **{word}**. <b>Not bold.</b>")
    tab.get_by_label("People whose identity was verified (TLP:AMBER)").check()
    press(writer, "editor", "Preview")
    expect(tab.locator(".isp-prose strong")).to_have_text(word)
    expect(tab.get_by_text("<b>Not bold.</b>").first).to_be_visible()
    press(writer, "editor", "Keep the draft")
    expect(tab.get_by_text("The draft is kept. Nobody but editors sees it.")).to_be_visible()
    press(writer, "editor", "Submit it to a colleague")
    expect(tab.get_by_text("You worked on it: a colleague must approve it.")).to_be_visible()
    expect(tab.get_by_role("button", name="Publish it", exact=True)).to_have_count(0)

    colleague = visiting()
    colleague.sign_in("editor2", "/desk/advice")
    other = colleague.tab
    follow(other.get_by_role("link", name=f"Demonstration: {word}"))
    other.fill("#reason", "Say which.")
    press(colleague, "editor2", "Send it back")
    expect(other.get_by_text("Sent back: Say which.")).to_be_visible()

    tab.reload()
    follow(tab.get_by_role("link", name="Change the draft"))
    tab.fill("#body", f"## How\n\nWatch the {word} at the gate.")
    press(writer, "editor", "Keep the draft")
    press(writer, "editor", "Submit it to a colleague")
    expect(tab.get_by_text("The draft waits for a colleague.")).to_be_visible()
    other.reload()
    expect(other.get_by_text("at the gate")).to_be_visible()
    press(colleague, "editor2", "Publish it")
    expect(other.get_by_text("It is approved.")).to_be_visible()
    member = front.sign_in_demo("member", "aal1")
    found = eventually(
        lambda: front.ask("GET", f"/v1/search?q={word}", by=member).json(),
        lambda said: said["total"] == 1,
        15,
        "the document in search",
    )
    assert f"Demonstration: {word}" == found["hits"][0]["title"]
    assert 0 == front.ask("GET", f"/v1/search?q={word}").json()["total"]
    follow(other.get_by_role("link", name="The document as it stands"))
    expect(other.get_by_text("by two people")).to_be_visible()
    assert [] == writer.complaints + colleague.complaints
