"""Signing out everywhere, by the page."""

from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.test_page_asking import heard, main_of

HERE = "/account/sign-ins"


def test_one_press_ends_them_all_and_the_page_too(browsing: Browsing) -> None:
    browsing.sign_in()
    assert f'action="{HERE}/end"' in main_of(browsing.get(HERE).text)
    ended = browsing.post(f"{HERE}/end", {})
    assert 200 == ended.status_code
    assert "You are signed out everywhere" in ended.text
    assert 1 == len(heard(browsing, "SignOutEverywhere"))
    again = browsing.get(HERE)
    assert 302 == again.status_code
    assert "/auth/sign-in" in again.location
    assert 0 == len([name for name in browsing.valkey.kept if "grant:" in str(name)])


def test_nobody_is_signed_out_by_another_site(browsing: Browsing) -> None:
    browsing.sign_in()
    refused = browsing.post(f"{HERE}/end", {"csrf_token": "guessed"})
    assert 400 <= refused.status_code < 500
    assert [] == heard(browsing, "SignOutEverywhere")


def test_nobody_in_particular_signs_in_first(browsing: Browsing) -> None:
    assert "/auth/sign-in" in browsing.get(HERE).location


def test_it_is_there_in_welsh(browsing: Browsing) -> None:
    browsing.sign_in()
    assert "Allgofnodi ym mhobman" in browsing.get(f"/cy{HERE}").text
