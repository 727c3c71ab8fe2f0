"""Units of others' packages, gone through by a real Chromium that is killed on its way."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from services.training.domain.scorm_course import Edition
from stack.packaging import PATH, bring, packed, publish, structure, withdraw
from stack.places import CHECKOUT
from stack.story.front import Front, eventually
from tests.e2e.pages.test_resuming import Alone
from tests.fakes.scorm import Item, Manifest
from tests.integration.training.test_scorm_player import SCO, SCRIPT

pytestmark = [pytest.mark.feature("F20"), pytest.mark.timeout(300)]

SPEAKS = CHECKOUT / "services/training/outbound/cmi5_package/player/cmi5.js"
UNIT = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A unit</title><h1>A unit</h1>
<p id="place"></p><p id="came"></p>
<button id="begin">Begin</button><button id="on">On</button><button id="pass">Pass</button>
<button id="claim">Claim</button><button id="stray">Stray</button>
<script src="cmi5.js"></script><script src="unit.js"></script></html>"""
SCRIPT_OF_UNIT = b"""
const browser = {
  fetch: (...all) => fetch(...all),
  now: () => Date.now(),
  pause: (time) => new Promise((done) => setTimeout(done, time)),
  random: (bytes) => crypto.getRandomValues(bytes),
};
class Silent extends IspCmi5.Cmi5 {
  async say(verb, result) {
    if (verb !== "initialized") await super.say(verb, result);
  }
}
const show = (id, words) => (document.getElementById(id).textContent = words);
const on = (id, step) =>
  document.getElementById(id).addEventListener("click", () =>
    step().catch((error) => show("came", `refused: ${error.message}`)));
let unit;
on("begin", async () => {
  unit = await IspCmi5.Cmi5.launched(location.href, browser);
  const kept = await unit.read("where");
  show("place", kept ? `left at ${kept.page} in ${location.origin}` : "new here");
});
on("on", async () => {
  const own = unit.statement("completed");
  own.verb = { id: "https://author.example/verbs/read" };
  delete own.context.contextActivities.category;
  unit.unsent.push(own);
  await unit.flush({});
  await unit.write("where", { page: "page-2" });
  show("came", "kept");
});
on("pass", async () => {
  await unit.complete();
  await unit.judge(0.9, true);
  await unit.terminate();
  location.assign(unit.returnURL);
});
on("claim", async () => {
  unit = new Silent(new URL(location.href).searchParams, browser);
  await unit.begin();
  await unit.complete();
  show("came", "taken");
});
on("stray", async () => {
  unit.registration = "11111111-1111-4111-8111-111111111111";
  unit.unsent = [];
  unit.add("initialized");
  unit.add("completed", { completion: true });
  await unit.flush({});
  show("came", "taken");
});
"""


@pytest.fixture
def another(front: Front, chromium: Browser) -> Callable[[], Alone]:
    """Starts browsers that can be killed."""
    return lambda: Alone(chromium, front.gateway)


def of_cmi5(move_on: bytes = b"CompletedAndPassed") -> bytes:
    asks = structure().replace(b'moveOn="Completed"', b'moveOn="%b"' % move_on)
    files = {"cmi5.xml": asks, "index.html": UNIT, "unit.js": SCRIPT_OF_UNIT}
    return packed(files | {"cmi5.js": SPEAKS.read_bytes()})


def of_scorm(edition: Edition) -> bytes:
    mastery = "80" if edition is Edition.V1_2 else "0.8"
    item = Item("ITEM-1", "RES-1", mastery=mastery)
    manifest = Manifest(edition=edition, items=(item,), hrefs={"RES-1": "a/index.html"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", bytes(manifest))
        archive.writestr("a/index.html", SCO)
        archive.writestr("a/sco.js", SCRIPT)
    return out.getvalue()


Publishing = Callable[[bytes], Mapping[str, Any]]


def offered(front: Front) -> set[str]:
    found = front.ask("GET", "/v1/courses?page_size=100").json()["courses"]
    return {each["course_id"] for each in found}


@pytest.fixture
def published(front: Front) -> Iterator[Publishing]:
    """Brings a package as one trainer and publishes it as another; stops them all at the end."""
    there: list[Mapping[str, Any]] = []

    def make(body: bytes) -> Mapping[str, Any]:
        made = bring(front, front.sign_in_demo("trainer"), "walked.zip", body)
        assert "PROPOSED" == made["state"], made
        publish(front, front.sign_in_demo("trainer2"), made)
        there.append(made)
        eventually(lambda: offered(front), lambda ids: made["course_id"] in ids, 10, "no course")
        return made

    yield make
    trainer = front.sign_in_demo("trainer2")
    for each in there:
        now = front.ask("GET", f"{PATH}/{each['package_id']}", by=trainer).json()
        withdraw(front, trainer, now)
    ended = {each["course_id"] for each in there}
    eventually(lambda: offered(front), ended.isdisjoint, 10, "what was stopped is offered")


def enter(what: Locator) -> None:
    """Press a button or a link as somebody without a mouse does."""
    what.press("Enter")


def launched(tab: Page, package: Mapping[str, Any]) -> None:
    """From the page of the course to the unit's own page, on the origin of the package."""
    enter(tab.get_by_role("button", name="Go to the units"))
    enter(tab.get_by_role("button", name="Open unit 1"))
    enter(tab.get_by_role("button", name="Go to the unit"))
    tab.wait_for_url(re.compile(rf"^http://{package['package_id']}\.localhost"))


def enrolled(alone: Alone, package: Mapping[str, Any]) -> Page:
    tab = alone.sign_in(f"/learn/{package['course_id']}")
    enter(tab.get_by_role("button", name="Enrol", exact=True))
    expect(tab.get_by_role("button", name="Go to the units")).to_be_visible()
    return tab


def expect_status(alone: Alone, package: Mapping[str, Any], said: str) -> None:
    """Look at the page of the course; a package never brings a certificate."""
    alone.tab.goto(f"{alone.gateway}/learn/{package['course_id']}")
    expect(alone.tab.locator("main .govuk-tag").first).to_have_text(said)
    expect(alone.tab.get_by_text("Get your certificate")).to_have_count(0)
    expect(alone.tab.locator("a[href*='/certificates/']")).to_have_count(0)


def test_a_unit_speaks_is_killed_and_goes_on_to_its_end(
    published: Publishing, another: Callable[[], Alone]
) -> None:
    package = published(of_cmi5())
    first = another()
    tab = enrolled(first, package)
    launched(tab, package)
    enter(tab.locator("#begin"))
    expect(tab.locator("#place")).to_have_text("new here")
    enter(tab.locator("#on"))
    expect(tab.locator("#came")).to_have_text("kept")
    first.kill()

    second = another()
    tab = second.sign_in(f"/learn/{package['course_id']}")
    launched(tab, package)
    enter(tab.locator("#begin"))
    expect(tab.locator("#place")).to_contain_text("left at page-2 in http://")
    expect(tab.locator("#place")).to_contain_text(package["package_id"])
    enter(tab.locator("#pass"))
    tab.wait_for_url(lambda url: url.startswith(second.gateway))
    expect_status(second, package, "Completed")


def test_a_unit_that_did_not_begin_or_says_another_registration_completes_nothing(
    published: Publishing, another: Callable[[], Alone]
) -> None:
    package = published(of_cmi5(b"Completed"))
    alone = another()
    tab = enrolled(alone, package)
    launched(tab, package)
    enter(tab.locator("#claim"))
    expect(tab.locator("#came")).to_contain_text("refused: ")
    expect(tab.locator("#came")).to_contain_text("INITIALIZED_FIRST")
    enter(tab.locator("#stray"))
    expect(tab.locator("#came")).not_to_contain_text("INITIALIZED_FIRST")
    expect(tab.locator("#came")).to_contain_text("refused: ")
    expect_status(alone, package, "Under way")


@pytest.mark.parametrize("edition", [Edition.V1_2, Edition.V2004_4], ids=lambda each: each.value)
def test_a_sco_is_killed_and_goes_on_with_what_it_left(
    published: Publishing, another: Callable[[], Alone], edition: Edition
) -> None:
    package = published(of_scorm(edition))
    first = another()
    tab = enrolled(first, package)
    launched(tab, package)
    unit = played(tab)
    expect(unit.locator("#place")).to_contain_text("ab-initio")
    enter(unit.locator("#on"))
    expect(unit.locator("#came")).to_have_text("commit true")
    first.kill()

    second = another()
    tab = second.sign_in(f"/learn/{package['course_id']}")
    launched(tab, package)
    unit = played(tab)
    expect(unit.locator("#place")).to_contain_text("resume page-2")
    expect(unit.locator("#place")).to_contain_text("a-choice")
    enter(unit.locator("#pass"))
    tab.wait_for_url(lambda url: url.startswith(second.gateway))
    expect_status(second, package, "Completed")


def played(tab: Page) -> FrameLocator:
    """Return the frame of our player that the SCO is in."""
    tab.wait_for_selector("html[data-ready]")
    return tab.frame_locator("#unit")
