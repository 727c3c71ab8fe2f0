"""Chromium is killed in the middle of an attempt: another goes on with it, by keyboard alone."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from stack.browser.chromium import new_context, started
from stack.browser.clicks import follow
from stack.browser.people import sign_in
from stack.story.front import Front
from tests.e2e.pages.test_learning import known, pass_module, press

MODULES = 7
WHO = "sole"
MOST_TABS = 80

Chromium = tuple[Browser, int]


@pytest.fixture
def another(front: Front, chromium: Browser) -> Callable[[], "Alone"]:
    """Starts browsers that can be killed; what lives at the end is closed."""
    return lambda: Alone(chromium, front.gateway)


class Alone:
    """A Chromium of its own, with a process that can be killed, and one tab."""

    def __init__(self, beside: Browser, gateway: str) -> None:
        self.mark = f"--isp-mark={uuid4()}"
        self.browser = started(beside.browser_type, self.mark)
        self.tab = new_context(self.browser).new_page()
        self.gateway = gateway

    def sign_in(self, path: str) -> Page:
        sign_in(self.tab, WHO, self.gateway)
        self.tab.goto(f"{self.gateway}{path}")
        return self.tab

    def kill(self) -> None:
        """Kill the browser's own process: nothing of it runs to an end, no page is told."""
        process = main_process(self.mark)
        os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while runs(process) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not runs(process)


def runs(process: int) -> bool:
    """Tell whether a process is there and is no mere entry that waits to be read."""
    try:
        said = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return said.rpartition(") ")[2][:1] not in {"Z", "X"}


def main_process(mark: str) -> int:
    """Return the id of the one process that was started with this mark, not of its children."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = line.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # ended meanwhile
        if mark in said and not any(each.startswith("--type=") for each in said):
            found.append(int(line.parent.name))
    assert 1 == len(found), found
    return found[0]


def focused(tab: Page) -> tuple[str, str]:
    """Return the name and value of what has the keyboard; a button's text as its name."""
    name, value = tab.evaluate(
        "() => { const it = document.activeElement;"
        " return [it.name || it.textContent.trim(), it.value ?? '']; }"
    )
    return name, value


def walk_to(tab: Page, name: str, value: str | None = None) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(MOST_TABS):
        tab.keyboard.press("Tab")
        here, its = focused(tab)
        if here == name and value in (None, its):
            return
    raise AssertionError(f"the keyboard does not reach {name} {value}")


def choose(tab: Page, group: int, wanted: list[str]) -> None:
    """Answer a question by keys: Tab to it, arrows among radio buttons, Space on a box."""
    name = f"q{group}"
    if tab.locator(f"input[name={name}]").first.get_attribute("type") == "checkbox":
        for each in order_of(tab, name):
            walk_to(tab, name, each)
            if each in wanted:
                tab.keyboard.press("Space")
    else:
        walk_to(tab, name)
        tab.keyboard.press("Space")
        for _ in order_of(tab, name):
            if focused(tab)[1] in wanted:
                break
            tab.keyboard.press("ArrowDown")
    ticked = tab.locator(f"input[name={name}]:checked")
    assert sorted(wanted) == sorted(each.input_value() for each in ticked.all())


def order_of(tab: Page, name: str) -> list[str]:
    return [each.input_value() for each in tab.locator(f"input[name={name}]").all()]


def asked(tab: Page) -> list[str]:
    """Return the questions' texts, in their order."""
    legends = tab.locator("main fieldset legend").all_inner_texts()
    return [re.sub(r"^\d+\. ", "", " ".join(each.split())) for each in legends]


def chosen(tab: Page) -> dict[str, list[str]]:
    """Return what is ticked, by a question's text."""
    return {
        text: sorted(
            each.input_value() for each in tab.locator(f"input[name=q{number}]:checked").all()
        )
        for number, text in enumerate(asked(tab), start=1)
    }


def let_nothing_be_saved(tab: Page) -> None:
    """Let each save end as it does without a network."""
    tab.route("**/questions/saved", lambda route: route.abort())


@pytest.mark.feature("F20")
@pytest.mark.timeout(400)
def test_a_killed_browser_loses_nothing_and_the_course_is_passed_in_another(
    another: Callable[[], Alone],
) -> None:
    knows = dict(known())
    first = another()
    tab = first.sign_in("/learn")
    follow(tab.get_by_role("link", name="Awareness"))
    press(tab, "Enrol")
    follow(tab.locator(".govuk-task-list__item:not(:has(.govuk-tag--green)) a").first)
    walk_to(tab, "Answer the questions")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/questions")
    questions, page = asked(tab), tab.url
    said = tab.locator("[data-answers-said]")
    for group, text in enumerate(questions[:2], start=1):
        choose(tab, group, knows[text])
        expect(said).to_have_text("Saved.")
    # Control: what could not be saved is told, and is gone with the browser.
    let_nothing_be_saved(tab)
    choose(tab, 3, knows[questions[2]])
    expect(said).to_contain_text("Not saved")
    first.kill()

    second = another()
    tab = second.sign_in(page.removeprefix(second.gateway))
    assert questions == asked(tab)
    kept = {text: sorted(knows[text]) for text in questions[:2]}
    assert kept | {text: [] for text in questions[2:]} == chosen(tab)
    for group, text in enumerate(questions[2:], start=3):
        choose(tab, group, knows[text])
    walk_to(tab, "Hand in your answers")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Passed with 100%")

    for _ in range(MODULES - 1):
        follow(tab.get_by_role("link", name="Awareness").first)
        follow(tab.locator(".govuk-task-list__item:not(:has(.govuk-tag--green)) a").first)
        pass_module(tab, knows)
    expect(tab.get_by_text("You passed every module of the course.")).to_be_visible()
    second.browser.close()


@pytest.mark.feature("F20")
def test_without_scripts_a_button_saves_for_another_device(front: Front, chromium: Browser) -> None:
    """The same person, whose course was begun or passed before: whichever waits is gone on with."""
    knows = dict(known())
    plain = new_context(chromium, scripts=False)
    tab = plain.new_page()
    sign_in(tab, WHO, front.gateway)
    tab.goto(f"{front.gateway}/learn")
    follow(tab.get_by_role("link", name="Lockdown and evacuation"))
    press(tab, "Enrol")
    follow(tab.locator(".govuk-task-list__item:not(:has(.govuk-tag--green)) a").first)
    press(tab, "Answer the questions")
    questions, page = asked(tab), tab.url
    assert not set(questions) & knows.keys()
    value = tab.locator("input[name=q2]").first.input_value()
    tab.locator(f"input[name=q2][value='{value}']").check()
    press(tab, "Save and go on later")
    expect(tab.get_by_text("Your answers are saved.")).to_be_visible()
    plain.close()
    with_scripts = new_context(chromium)
    tab = with_scripts.new_page()
    sign_in(tab, WHO, front.gateway)
    tab.goto(page)
    assert questions == asked(tab)
    assert {questions[1]: [value]} == {name: them for name, them in chosen(tab).items() if them}
    with_scripts.close()
