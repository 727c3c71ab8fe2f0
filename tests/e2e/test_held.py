"""What is held of somebody who has alerts without an account: theirs to see, change and erase.

By REST and by the pages, with the real mail sink; the address is looked for in a backup afterwards.
"""

import re
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit
from uuid import uuid4

import pytest
import requests

from stack.harness import Harness
from stack.mail import mail_for
from stack.story import shop
from stack.story.front import Front, eventually, link_in
from tests.e2e.test_erasure import dumps

pytestmark = pytest.mark.feature("F06")

HELD = "/v1/alert-subscriptions/held"
PAGES = "/alerts/by-post-code/held"


@pytest.fixture
def address(front: Front) -> str:
    """Somebody whom alerts about London reach by mail; two messages came."""
    made = f"held-{uuid4().hex[:10]}@corner.example"
    shop.subscribe_by_mail(front, made)
    return made


def link_to(front: Front, address: str, number: int) -> str:
    """Ask for a link and take it out of the mail, which is the number-th to the address."""
    body = {"channel": "EMAIL", "address": address}
    front.ask("POST", f"{HELD}/links", body=body, expect=202)
    return link_in(front.wait_for_mail(address, number))


def token_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["token"][0]


def found_in(platform: Harness, address: str) -> set[str]:
    """In which databases' backups an address stands, as text or as a dump writes bytes."""
    needles = (address.encode(), address.encode().hex().encode())
    return {
        where for where, content in dumps(platform) if any(needle in content for needle in needles)
    }


def test_one_sees_changes_and_erases_what_is_held_by_a_link_that_is_good_once(
    front: Front, platform: Harness, address: str
) -> None:
    token = token_of(link_to(front, address, 3))
    opened = front.ask("POST", f"{HELD}/looks", body={"token": token}).json()
    look = {"look": opened["look"]}
    held = opened["held"]
    assert ("EMAIL", address) == (held["channel"], held["address"])
    assert ["SW1A 1AA"] == held["subscription"]["postcodes"]
    assert ["LON"] == [each["code"] for each in held["subscription"]["regions"]]
    assert [True] == [each["confirmed_at"] is not None for each in held["requests"]]
    assert ["subscription", "subscribed", "held"] == [each["about"] for each in held["messages"]]
    assert held == front.ask("POST", HELD, body=look).json()

    again = front.ask("POST", f"{HELD}/looks", body={"token": token}, expect=404).json()
    never = front.ask("POST", f"{HELD}/looks", body={"token": "0" * 64}, expect=404).json()
    assert again["reason"] == never["reason"] == "LOOK_NOT_FOUND"
    front.ask("POST", HELD, body={"look": token}, expect=404)  # the link is no look

    move = look | {"from_postcode": "SW1A 1AA", "to_postcode": "CF10 1EP"}
    moved = front.ask("POST", f"{HELD}/postcode", body=move).json()["subscription"]
    assert (["CF10 1EP"], ["WAL"]) == (
        moved["postcodes"],
        [each["code"] for each in moved["regions"]],
    )
    front.ask("POST", f"{HELD}/postcode", body=move, expect=409)

    assert {"backup of identity", "backup of alerts"} == found_in(platform, address)
    front.ask("POST", f"{HELD}/erasure", body=look)
    front.ask("POST", HELD, body=look, expect=404)
    front.ask("POST", f"{HELD}/erasure", body=look, expect=404)
    eventually(lambda: found_in(platform, address), lambda where: not where, 30, "all forgotten")
    assert 3 == len(mail_for(front.mails, address))


def test_a_look_at_one_address_shows_and_ends_no_other(front: Front, address: str) -> None:
    other = f"held-{uuid4().hex[:10]}@corner.example"
    shop.subscribe_by_mail(front, other)
    mine, theirs = (
        front.ask("POST", f"{HELD}/looks", body={"token": token_of(link_to(front, each, 3))}).json()
        for each in (address, other)
    )
    assert [address, other] == [each["held"]["address"] for each in (mine, theirs)]
    front.ask("POST", f"{HELD}/erasure", body={"look": mine["look"]})
    left = front.ask("POST", HELD, body={"look": theirs["look"]}).json()
    assert (other, True) == (left["address"], left["subscription"]["active"])


def test_an_address_of_which_nothing_is_held_gets_the_same_answer_and_no_mail(
    front: Front, address: str
) -> None:
    stranger = f"held-{uuid4().hex[:10]}@corner.example"
    known, unknown = (
        front.ask("POST", f"{HELD}/links", body={"channel": "EMAIL", "address": each}, expect=202)
        for each in (address, stranger)
    )
    assert known.content == unknown.content
    front.wait_for_mail(address, 3)
    link_to(front, address, 4)  # asked for after the stranger's, and sent
    assert not mail_for(front.mails, stranger)


def pressed(page: requests.Response, session: requests.Session, to: str, **said: str) -> str:
    """Send the page's form that leads there, with what it hides; return what comes."""
    shape = rf'<form method="post" action="([^"]*{to})".*?</form>'
    found = re.search(shape, page.text, re.DOTALL)
    assert found is not None, page.text[:300]
    hidden = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', found.group())
    body = {name: unescape(value) for name, value in hidden if name != "sure"} | said
    action = urljoin(page.url, unescape(found.group(1)))
    answer = session.post(action, data=body, timeout=20)
    return answer.text


def test_the_pages_show_copy_change_and_erase_it(front: Front, address: str) -> None:
    """A mail scanner that opens the link spends nothing: it takes a press."""
    session = requests.Session()
    place = f"{front.gateway}{PAGES}"
    form = session.get(place, timeout=20)
    assert "<form" in form.text
    link = link_to(front, address, 3)
    assert link.startswith(f"{place}/open?token=")
    for _scanner in range(2):
        page = session.get(link, timeout=20)
        assert address not in page.text
    shown = session.post(f"{place}/open", data={"token": token_of(link)}, timeout=20)
    assert 200 == shown.status_code
    assert address in shown.text
    assert "SW1A 1AA" in shown.text
    assert address not in session.post(shown.url, data={"token": token_of(link)}, timeout=20).text

    assert f'"address": "{address}"' in pressed(shown, session, "/copy")
    moved = pressed(shown, session, "/postcode", to_postcode="cf10 1ep")
    assert "CF10 1EP" in moved
    assert address in pressed(shown, session, "/erasure")  # not ticked: still there
    assert address not in pressed(shown, session, "/erasure", sure="yes")
    look = re.search(r'name="look" value="([^"]+)"', shown.text)
    assert look is not None
    over = session.post(f"{place}/copy", data={"look": look.group(1)}, timeout=20)
    assert 404 == over.status_code
