"""What is said at a field that collects personal data, in the page's language."""

from html import unescape

from bs4 import BeautifulSoup

from services.gateway.pages.notices import NOTICED, NOTICES
from tests.contract.gateway import test_page_agreeing as newsletters
from tests.contract.gateway import test_page_answering as answers
from tests.contract.gateway import test_page_assessment as questions
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ALERT_ID


def notices_on(browsing: Browsing, path: str) -> dict[str, str]:
    """Return by what stands at it what each notice of a page says."""
    page = BeautifulSoup(browsing.get(path).text, "html.parser")
    found = {}
    for each in page.select("details.isp-notice"):
        of = each.select_one(".govuk-visually-hidden")
        assert of is not None
        found[of.get_text(strip=True).removeprefix(": ")] = each.get_text(" ", strip=True)
    return found


def test_each_field_of_a_registration_says_why_how_long_and_who_sees_it(browsing: Browsing) -> None:
    said = notices_on(browsing, "/register")
    assert len(NOTICED["account.Registration"]) == len(said)
    for each in said.values():
        assert "Why: To know you again" in each
        assert "a task in the public interest" in each
        assert "As long as you have the account" in each
        assert "who leads your sector in your region, who see names" in each


def test_in_welsh_too(browsing: Browsing) -> None:
    said = notices_on(browsing, "/cy/register")
    assert len(NOTICED["account.Registration"]) == len(said)
    assert all("I'ch adnabod eto" in each for each in said.values())
    assert not any("To know you" in each for each in said.values())


def test_a_browser_is_told_before_it_gives_its_address(browsing: Browsing) -> None:
    browsing.sign_in()
    (said,) = notices_on(browsing, "/alerts/browser").values()
    assert "Until 30 days after you stop it" in said


def test_each_thing_to_consent_to_says_that_it_rests_on_consent(browsing: Browsing) -> None:
    browsing.sign_in()
    newsletters.consents(browsing)
    (said,) = notices_on(browsing, newsletters.OWN).values()
    assert "what you agreed to, and may withdraw" in said


def test_the_buttons_of_an_answer_say_who_sees_it(browsing: Browsing) -> None:
    """By the link of a message, and for who is signed in; a tap about what is around too."""
    (said,) = notices_on(browsing, answers.PAGE).values()
    assert NOTICES["answering"].seen_by in said
    answers.live(browsing)
    browsing.sign_in()
    said_twice = notices_on(browsing, f"/alerts/{ALERT_ID}")
    assert {"Are you safe?", "What is so around you?"} == said_twice.keys()
    assert all(NOTICES["answering"].seen_by in each for each in said_twice.values())


def test_a_modules_questions_have_one_notice_for_all_answers(browsing: Browsing) -> None:
    questions.answering(browsing)
    assert [
        NOTICES["learning"].why in said
        for said in notices_on(browsing, questions.QUESTIONS).values()
    ] == [True]


def test_all_of_them_stand_on_one_page(browsing: Browsing) -> None:
    page = unescape(browsing.get("/about").text)
    for each in NOTICES.values():
        assert each.title in page
        assert each.kept in page
