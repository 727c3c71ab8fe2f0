"""A real Chromium takes an exported module by the keyboard alone, is killed, goes on and passes.

The platform around it is small; how it reads and judges statements is ours (tests/fakes/lms.py).
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from services.training.domain.cmi5_course import satisfied
from services.training.domain.cmi5_session import LaunchMode, Verb
from services.training.inbound.cmi5_xml import read_structure
from stack.browser.chromium import new_context, opened
from tests.fakes.lms import Lms
from tests.unit.training.test_export_course import CHECKS, COURSES, MAKE, files_of

COURSE = COURSES[-1]
FILES = files_of(MAKE(COURSE))
UNIT = next(read_structure(FILES["cmi5.xml"]).units())
MODULE = COURSE.modules[0]
ASKED = CHECKS[COURSE.course_id, COURSE.version].questions[MODULE.module_id]
HEADINGS = [line[3:] for line in MODULE.body.splitlines() if line.startswith("## ")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
MOST_KEYS = 60


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with opened() as browser:
        yield browser


@pytest.fixture
def lms() -> Iterator[Lms]:
    with Lms(FILES, UNIT) as lms:
        yield lms


def launched(chromium: Browser, lms: Lms) -> Page:
    tab = new_context(chromium).new_page()
    tab.complaints = []  # type: ignore[attr-defined]
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))  # type: ignore[attr-defined]
    tab.goto(lms.launch())
    tab.wait_for_selector("html[data-ready]")
    return tab


def press_on(tab: Page, name: str) -> None:
    """Go on by the keyboard until what has this name is focused, and press it."""
    for _ in range(MOST_KEYS):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent.trim()") == name:
            tab.keyboard.press("Enter")
            return
    raise AssertionError(f"No key leads to {name}")


def choose(tab: Page, question: str, choice: str) -> None:
    """Take a choice by the keyboard, as somebody does who sees no pointer."""
    wanted = f"{question}-{choice}"
    for _ in range(MOST_KEYS):
        tab.keyboard.press("Tab")
        name, kind, here = tab.evaluate(
            "(({name, type, id}) => [name, type, id])(document.activeElement)"
        )
        if name != question:
            continue
        if kind == "checkbox":
            if here == wanted:
                tab.keyboard.press("Space")
                return
            continue
        tab.keyboard.press("Space")
        while tab.evaluate("document.activeElement.id") != wanted:
            tab.keyboard.press("ArrowDown")
        return
    raise AssertionError(f"No key leads to {wanted}")


def answer(tab: Page, *, right: bool) -> None:
    for each in ASKED:
        for choice in each.choices:
            if choice.right is right:
                choose(tab, each.question_id, choice.choice_id)
                if not each.several:
                    break


def read_to_the_end(tab: Page) -> None:
    for number, heading in enumerate(HEADINGS, start=1):
        assert f"Part {number} of {len(HEADINGS) + 1}" == tab.text_content("#place")
        assert tab.get_by_role("heading", name=heading, exact=True).is_visible()
        press_on(tab, "Next")
        expect(tab.locator("#place")).to_have_text(f"Part {number + 1} of {len(HEADINGS) + 1}")


def test_it_is_taken_by_the_keyboard_alone_killed_and_passed(chromium: Browser, lms: Lms) -> None:
    tab = launched(chromium, lms)
    read_to_the_end(tab)
    first = ASKED[0]
    taken = next(each.choice_id for each in first.choices if each.right)
    answered = f'"{first.question_id}":["{taken}"]'
    with tab.expect_response(lambda came: came.ok and answered in (came.request.post_data or "")):
        choose(tab, first.question_id, taken)
    # Nobody says goodbye: as if the machine had gone out.
    tab.context.set_offline(True)
    tab.context.close()
    assert [Verb.INITIALIZED, Verb.COMPLETED] == lms.verbs()

    tab = launched(chromium, lms)
    assert tab.get_by_role("heading", name="Check yourself").is_visible()
    expect(tab.locator(f"#{first.question_id}-{taken}")).to_be_checked()
    answer(tab, right=True)
    press_on(tab, "Check my answers")
    expect(tab.locator("#result")).to_contain_text("is passed")
    press_on(tab, "Save and leave")
    tab.wait_for_url(f"{lms.origin}/back")
    verbs = [Verb.INITIALIZED, Verb.COMPLETED, Verb.INITIALIZED, Verb.PASSED, Verb.TERMINATED]
    assert verbs == lms.verbs()
    assert satisfied(UNIT, lms.record)
    assert ([], []) == (lms.refused, tab.complaints)  # type: ignore[attr-defined]
    tab.context.close()


def test_a_try_that_was_not_enough_says_why_and_is_told_when_the_page_goes(
    chromium: Browser, lms: Lms
) -> None:
    tab = launched(chromium, lms)
    read_to_the_end(tab)
    answer(tab, right=False)
    press_on(tab, "Check my answers")
    expect(tab.locator("#result")).to_contain_text("Try again")
    assert ASKED[0].feedback in (tab.text_content(f"#feedback-{ASKED[0].question_id}") or "")
    tab.goto("about:blank")
    tab.wait_for_timeout(500)
    assert [Verb.FAILED, Verb.TERMINATED] == lms.verbs()[-2:]
    assert [] == lms.refused
    tab.context.close()


def test_a_page_that_is_loaded_again_says_that_the_session_is_over(
    chromium: Browser, lms: Lms
) -> None:
    tab = launched(chromium, lms)
    tab.reload()
    tab.wait_for_selector("html[data-ready]")
    assert "This session is over" in (tab.text_content("#notice") or "")
    assert tab.is_hidden("#leave")
    assert [Verb.INITIALIZED, Verb.TERMINATED] == lms.verbs()
    tab.context.close()


def test_who_only_looks_is_not_judged(chromium: Browser, lms: Lms) -> None:
    lms.mode = LaunchMode.BROWSE
    tab = launched(chromium, lms)
    read_to_the_end(tab)
    press_on(tab, "Save and leave")
    tab.wait_for_url(f"{lms.origin}/back")
    assert [Verb.INITIALIZED, Verb.TERMINATED] == lms.verbs()
    tab.context.close()


def test_without_scripts_the_whole_module_is_read(chromium: Browser, lms: Lms) -> None:
    tab = new_context(chromium, scripts=False).new_page()
    tab.goto(lms.launch())
    for heading in HEADINGS:
        assert tab.get_by_role("heading", name=heading, exact=True).is_visible()
    assert tab.locator("noscript p").is_visible()
    assert tab.locator("#ways").is_hidden()
    tab.context.close()


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_on_any_part(chromium: Browser, lms: Lms, phone: bool) -> None:
    tab = new_context(chromium, phone=phone).new_page()
    tab.goto(lms.launch())
    tab.wait_for_selector("html[data-ready]")
    for _ in HEADINGS:
        assert [] == Axe().run(tab, options=RULES).response["violations"]
        tab.click("#next")
        tab.wait_for_timeout(200)
    tab.click("button[type=submit]")
    expect(tab.locator("#result")).not_to_be_empty()
    assert [] == Axe().run(tab, options=RULES).response["violations"]
    tab.context.close()
