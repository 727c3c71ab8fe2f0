"""Reminders of training on pages."""

import pytest

from isp.training.v1 import reminders_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.test_page_asking import heard, main_of

PAGE = "/learn/reminders"


@pytest.mark.parametrize(
    ("before", "button"), [(True, "Stop reminders"), (False, "Remind me again")]
)
def test_one_chooses_the_other_of_what_holds(browsing: Browsing, before: bool, button: str) -> None:
    browsing.sign_in()
    answers = browsing.gateway.backend.answers
    answers["GetReminders"] = pb.GetRemindersResponse(wanted=before)
    page = main_of(browsing.get(PAGE).text)
    assert button in page
    value = "no" if before else "yes"
    assert f'name="wanted" value="{value}"' in page
    assert PAGE == browsing.post(PAGE, {"wanted": value}).location
    assert [pb.SetRemindersRequest(wanted=not before)] == heard(browsing, "SetReminders")
    assert f'href="{PAGE}"' in browsing.get("/learn/mine").text


def test_opening_a_mails_link_stops_nothing_but_its_button_does(browsing: Browsing) -> None:
    page = browsing.get(f"{PAGE}/stop?token=abc")
    assert 'name="token" value="abc"' in page.text
    assert [] == heard(browsing, "StopReminders")
    page = browsing.post(f"{PAGE}/stop", {"token": "abc"})
    assert "If this link was good" in page.text
    browsing.post(f"/cy{PAGE}/stop?token=one-click", {})
    assert ["abc", "one-click"] == [each.token for each in heard(browsing, "StopReminders")]
    browsing.post(f"{PAGE}/stop", {})
    assert 2 == len(heard(browsing, "StopReminders"))
