"""A real Chromium plays SCOs of both run-times: it is killed, goes on, passes, and cannot forge.

The SCO is written here, the run-time is scorm-again's, all else is ours; the record is on memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from services.training.bootstrap_records import xapi_app
from services.training.bootstrap_scorm import scorm_app
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.scorm_course import Edition, played_at
from services.training.inbound.packages_http import PACKAGE
from services.training.inbound.scorm_xml import read_manifest
from services.training.usecases.move_on import MoveOn
from stack.browser.chromium import new_context, opened
from tests.fakes.packaged_courses import PACKAGE_ID, SITE, MemoryPackages, NamedActors
from tests.fakes.scorm import Item, Manifest
from tests.fakes.unit_runtime import Runtime

SCO = """<!doctype html><html lang="en"><title>A unit</title><h1>A unit</h1>
<p id="place"></p><p id="came"></p>
<button id="on">On</button><button id="pass">Pass</button><button id="forge">Forge</button>
<button id="later">Later</button><button id="much">Much</button>
<script src="sco.js"></script></html>"""
SCRIPT = """
let at = window;
while (!at.API && !at.API_1484_11 && at.parent !== at) at = at.parent;
const old = Boolean(at.API);
const api = old ? at.API : at.API_1484_11;
const call = (first, ...all) =>
  api[old ? `LMS${first}` : first.replace("Finish", "Terminate")](...all);
const names = old
  ? ["cmi.core.lesson_location", "cmi.core.entry", "cmi.core.score.raw", "cmi.core.exit"]
  : ["cmi.location", "cmi.entry", "cmi.score.scaled", "cmi.exit"];
const [location_, entry, score, exit] = names;
call("Initialize", "");
const show = (id, words) => (document.getElementById(id).textContent = words);
const where = () => `${call("GetValue", entry)} ${call("GetValue", location_)}
  ${call("GetValue", "cmi.suspend_data")}`;
show("place", where());
const on = (id, step) => document.getElementById(id).addEventListener("click", step);
const judged = (points) => {
  call("SetValue", score, old ? String(points) : String(points / 100));
  if (old) call("SetValue", "cmi.core.lesson_status", "passed");
  else {
    call("SetValue", "cmi.completion_status", "completed");
    call("SetValue", "cmi.success_status", "passed");
  }
  show("came", `commit ${call("Commit", "")}`);
};
on("on", () => {
  call("SetValue", location_, "page-2");
  call("SetValue", "cmi.suspend_data", "a-choice");
  show("came", `commit ${call("Commit", "")}`);
});
on("forge", () => judged(10));
on("pass", () => { judged(95); call("Finish", ""); });
on("much", () => {
  for (let n = 0; n < 300; n += 1) {
    call("SetValue", `cmi.interactions.${n}.id`, `i${n}`);
    call("SetValue", `cmi.interactions.${n}.type`, "fill-in");
    const answer = old ? "student_response" : "learner_response";
    call("SetValue", `cmi.interactions.${n}.${answer}`, "x".repeat(250));
  }
  call("SetValue", "cmi.suspend_data", "kept-to-the-end".padEnd(old ? 4096 : 64000, "."));
  call("SetValue", exit, "suspend");
  show("came", "set");
  addEventListener("pagehide", () => call("Finish", ""));
});
on("later", () => { call("SetValue", exit, "suspend"); call("Finish", ""); });
"""
FILES = {"/files/a/index.html": (SCO, "text/html"), "/files/a/sco.js": (SCRIPT, "text/javascript")}


@dataclass
class Origin:
    """The origin of one package, with a learner who opens its only unit."""

    runtime: Runtime
    edition: Edition
    address: Callable[[str], str]

    def __post_init__(self) -> None:
        self.of: UUID = self.runtime.enrolled().enrolment_id

    def verbs(self) -> list[str]:
        return self.runtime.verbs(self.of)


class PlayedPackages(MemoryPackages):
    """A package of SCOs: its unit is opened in the player."""

    played: Callable[[str], str]

    def address(self, course_id: UUID, version: int, url: str, session_id: UUID) -> str:
        return self.played(url)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with opened() as browser:
        yield browser


@pytest.fixture(params=[Edition.V1_2, Edition.V2004_4], ids=lambda each: each.value)
def origin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Origin]:
    edition = request.param
    mastery = "80" if edition is Edition.V1_2 else "0.8"
    manifest = Manifest(
        edition=edition,
        items=(Item("ITEM-1", "RES-1", mastery=mastery),),
        hrefs={"RES-1": "a/index.html"},
    )
    packages = PlayedPackages(read_manifest(bytes(manifest)).structure)

    class Played(Runtime):
        @property
        def move_on(self) -> MoveOn:
            return MoveOn(packages=packages, actors=NamedActors(), site=SITE, ids=self.ids)

    runtime = Played(course=packages.course)
    monkeypatch.setattr("services.training.bootstrap_records._CLOCK", runtime.clock)
    work, moving = runtime.unit_of_work, runtime.move_on
    parts: dict[str, Any] = {
        "/scorm/": scorm_app(work, work, moving, runtime.clock, runtime.ids),
        "/fetch/": xapi_app(work, work, moving),
    }

    def app(environ: dict[str, Any], start: Any) -> Any:
        environ[PACKAGE] = PACKAGE_ID
        path = environ["PATH_INFO"]
        for begins, part in parts.items():
            if path.startswith(begins):
                return part(environ, start)
        body, kind = FILES.get(path, ("None", "text/plain"))
        return Response(body, 200 if path in FILES else 404, mimetype=kind)(environ, start)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    packages.played = lambda url: played_at(
        f"http://127.0.0.1:{server.server_port}/files/{url}", edition
    )
    yield Origin(runtime, edition, packages.played)
    server.shutdown()
    server.server_close()


def launched(chromium: Browser, origin: Origin) -> Page:
    tab = new_context(chromium).new_page()
    tab.complaints = []  # type: ignore[attr-defined]
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))  # type: ignore[attr-defined]
    tab.goto(origin.runtime.launch(origin.of).url)
    tab.wait_for_selector("html[data-ready]")
    expect(tab.frame_locator("#unit").locator("h1")).to_have_text("A unit")
    return tab


def test_a_unit_is_killed_goes_on_and_passes(chromium: Browser, origin: Origin) -> None:
    tab = launched(chromium, origin)
    unit = tab.frame_locator("#unit")
    expect(unit.locator("#place")).to_contain_text("ab-initio")
    unit.locator("#on").press("Enter")
    expect(unit.locator("#came")).to_have_text("commit true")
    tab.context.set_offline(True)  # nobody says goodbye, as if the machine had gone out
    tab.context.close()
    assert ["launched", "initialized"] == origin.verbs()

    tab = launched(chromium, origin)
    unit = tab.frame_locator("#unit")
    expect(unit.locator("#place")).to_contain_text("resume page-2")
    expect(unit.locator("#place")).to_contain_text("a-choice")
    unit.locator("#pass").press("Enter")
    tab.wait_for_url(lambda url: url.startswith(SITE) or "chrome-error" in url, timeout=5_000)
    verbs = origin.verbs()
    assert ["launched", "initialized", "abandoned", "launched", "initialized"] == verbs[:5]
    assert {"completed", "passed", "satisfied", "terminated"} == set(verbs[5:])
    enrolments = origin.runtime.stores.enrolments
    assert EnrolmentStatus.COMPLETED is enrolments.get(origin.of).status
    assert [] == tab.complaints  # type: ignore[attr-defined]
    tab.context.close()


def test_a_forged_pass_is_refused_before_the_learners_eyes(
    chromium: Browser, origin: Origin
) -> None:
    tab = launched(chromium, origin)
    unit = tab.frame_locator("#unit")
    unit.locator("#forge").click()
    expect(unit.locator("#came")).to_have_text("commit false")
    expect(tab.locator("#notice")).to_contain_text("did not take")
    assert ["launched", "initialized"] == origin.verbs()
    rules = [rule for _, rule, _ in origin.runtime.stores.launches.refusals(origin.of)]
    assert ["PASSED_BELOW_MASTERY"] == rules
    tab.context.close()


def test_one_that_is_left_for_later_says_that_it_ended(chromium: Browser, origin: Origin) -> None:
    tab = launched(chromium, origin)
    unit = tab.frame_locator("#unit")
    unit.locator("#on").click()
    unit.locator("#later").click()
    tab.wait_for_url(lambda url: url.startswith(SITE) or "chrome-error" in url, timeout=5_000)
    assert ["launched", "initialized", "terminated"] == origin.verbs()
    again = launched(chromium, origin)
    expect(again.frame_locator("#unit").locator("#place")).to_contain_text("resume page-2")
    again.context.close()
    tab.context.close()


def test_the_last_word_of_a_page_that_is_closed_comes(chromium: Browser, origin: Origin) -> None:
    """A browser lets a page that goes leave 64 KiB behind; this SCO has set more."""
    tab = launched(chromium, origin)
    other = tab.context.new_page()  # a browser that stays
    tab.frame_locator("#unit").locator("#much").click()
    expect(tab.frame_locator("#unit").locator("#came")).to_have_text("set")
    assert ["launched", "initialized"] == origin.verbs()
    tab.close(run_before_unload=True)
    until = monotonic() + 8
    while "terminated" not in origin.verbs() and monotonic() < until:
        other.wait_for_timeout(50)
    assert ["launched", "initialized", "terminated"] == origin.verbs()
    again = launched(chromium, origin)
    place = again.frame_locator("#unit").locator("#place")
    expect(place).to_contain_text("kept-to-the-end")
    again.context.close()
    other.context.close()


def test_a_page_that_is_loaded_again_says_that_the_session_is_over(
    chromium: Browser, origin: Origin
) -> None:
    tab = launched(chromium, origin)
    tab.reload()
    expect(tab.locator("#notice")).to_contain_text("This session is over")
    tab.context.close()


def test_the_player_opens_nothing_of_elsewhere(chromium: Browser, origin: Origin) -> None:
    tab = new_context(chromium).new_page()
    url = origin.runtime.launch(origin.of).url
    tab.goto(url.replace("sco=%2Ffiles", "sco=%2F%2Felsewhere.example%2Ffiles"))
    expect(tab.locator("#notice")).to_contain_text("This session is over")
    assert not tab.get_attribute("#unit", "src")
    tab.context.close()
