"""The privacy officer finds in one search what stands in the audit log of every service."""

from uuid import uuid4

import pytest

from stack.postgres import SERVICES
from stack.story.front import Front

SEARCHES = "/v1/audit-searches"


@pytest.mark.feature("F06")
def test_one_search_reads_every_log_and_stands_in_each(front: Front) -> None:
    officer = front.sign_in_demo("privacy")
    reason = f"An annual look at the logs, {uuid4().hex[:10]}"

    def search(**said: object) -> dict[str, list[dict[str, object]]]:
        body = {"reason": reason, "page_size": 100, **said}
        found: dict[str, list[dict[str, object]]] = front.ask(
            "POST", SEARCHES, by=officer, body=body
        ).json()
        return found

    assert [] == search(action="nothing:")["missing"]
    again = search(page_size=50)
    assert [] == again["missing"]
    mine = [each for each in again["entries"] if reason in str(each["detail"])]
    assert set(SERVICES) == {each["service"] for each in mine}
    times = [str(each["at"]) for each in again["entries"]]
    assert sorted(times, reverse=True) == times
    member = front.sign_in_demo("member")
    front.ask("POST", SEARCHES, by=member, body={"reason": reason}, expect=403)
