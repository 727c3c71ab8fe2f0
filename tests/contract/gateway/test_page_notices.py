"""What is said at a field that collects personal data, in the page's language."""

from html import unescape

from bs4 import BeautifulSoup

from services.gateway.pages.notices import NOTICED, NOTICES
from tests.contract.gateway.browsing import Browsing


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
        assert "officers who verify or suspend accounts" in each


def test_in_welsh_too(browsing: Browsing) -> None:
    said = notices_on(browsing, "/cy/register")
    assert len(NOTICED["account.Registration"]) == len(said)
    assert all("I'ch adnabod eto" in each for each in said.values())
    assert not any("To know you" in each for each in said.values())


def test_a_browser_is_told_before_it_gives_its_address(browsing: Browsing) -> None:
    browsing.sign_in()
    (said,) = notices_on(browsing, "/alerts/browser").values()
    assert "Until 30 days after you stop it" in said


def test_all_of_them_stand_on_one_page(browsing: Browsing) -> None:
    page = unescape(browsing.get("/about").text)
    for each in NOTICES.values():
        assert each.title in page
        assert each.kept in page
