"""One's premises, by a real browser before the real platform."""

import re

import pytest
from playwright.sync_api import expect

from stack.browser.clicks import follow
from tests.e2e.pages.conftest import Visiting
from tests.e2e.pages.test_journeys import press


@pytest.mark.feature("F01")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_shop_names_changes_and_removes_its_premises(
    visiting: Visiting, *, scripts: bool
) -> None:
    visit = visiting(phone=True, scripts=scripts).sign_in("shop")
    tab, name = visit.tab, f"Stall, {'with' if scripts else 'without'} scripts"
    follow(tab.get_by_role("link", name="Your premises"))
    expect(tab.get_by_role("heading", name="The shop")).to_be_visible()
    follow(tab.get_by_role("button", name="Add premises"))
    tab.get_by_label("What you call it").fill(name)
    press(tab, "Add premises")
    expect(tab.get_by_role("alert")).to_contain_text("Postcode: this is needed")
    expect(tab.get_by_label("What you call it")).to_have_value(name)
    tab.get_by_label("Address, without the postcode").fill("9 Example Row\nCardiff")
    tab.get_by_label("Postcode", exact=True).fill("je2 3ab")
    tab.get_by_label("What it is used for most").select_option("Shop or shopping centre")
    press(tab, "Add premises")
    expect(tab.get_by_role("alert")).to_contain_text("Postcode: is in none of our regions")
    tab.get_by_label("Postcode", exact=True).fill("cf10 1ep")
    press(tab, "Add premises")
    expect(tab.get_by_text("The premises were added.")).to_be_visible()
    expect(tab.get_by_text("9 Example Row, Cardiff, CF10 1EP")).to_be_visible()
    follow(tab.get_by_role("link", name=f"Change {name}"))
    tab.get_by_label("The most people there at once").fill("1,250")
    press(tab, "Save")
    expect(tab.get_by_text("Wales · 1250 people at most")).to_be_visible()
    follow(tab.get_by_role("link", name=f"Remove {name}"))
    expect(tab.get_by_text("It cannot be undone.")).to_be_visible()
    press(tab, "Remove")
    expect(tab.get_by_text("The premises were removed.")).to_be_visible()
    expect(tab.get_by_role("heading", name=name)).to_have_count(0)
    expect(tab).to_have_url(re.compile("/account/premises$"))
    assert [] == visit.complaints
