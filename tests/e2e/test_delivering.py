"""Alerts by mail and text, through the front, with the real mail sink and text simulator."""

import pytest

from stack.story.following import follow
from stack.story.front import Front


@pytest.mark.feature("F13")
@pytest.mark.feature("F01")
def test_mail_and_text_reach_those_whom_it_is_for_and_so_does_the_end(front: Front) -> None:
    said: list[str] = []
    follow(front, said.append)
    assert any("in the shop's mail" in line for line in said)
    assert any("on the phone" in line for line in said)
    assert any("who stopped heard nothing" in line for line in said)
    assert any("was told so" in line for line in said)
