"""The rumour board through the front, on the real platform."""

import pytest

from stack.browser.rumours import BOARD, proposed_rumour
from stack.story.front import Front


@pytest.mark.feature("F18")
def test_two_people_say_that_a_message_is_not_ours_and_anyone_reads_it(front: Front) -> None:
    """A quotation and a fixed sentence; a cache asks again by ETag; the end says no more."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    waits = proposed_rumour(front, author)
    path = f"{BOARD}/{waits['rumour_id']}"
    front.ask("GET", path, expect=404)
    read = {"read_digest": waits["digest"]}
    out = front.ask("POST", f"{path}/publication", by=approver, body=read)
    board = front.ask("GET", BOARD)
    shown = next(
        each for each in board.json()["rumours"] if each["rumour_id"] == waits["rumour_id"]
    )
    assert shown["said"]["en"].startswith("We did not issue this message.")
    assert "digest" not in shown
    assert board.headers["ETag"]
    assert shown["quote"] in front.ask("GET", "/rumours").text
    why = {"reason": "End of the demonstration."}
    front.ask("POST", f"{path}/withdrawal", by=approver, body=why, if_match=out.headers["ETag"])
    gone = front.ask("GET", path).json()
    assert ("WITHDRAWN", True) == (gone["status"], "took this entry back" in gone["said"]["en"])
