"""What goes out, and the codes that it is checked by."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.issued_message import code_from, code_of, messages_of
from services.alerts.inbound.cap_xml import read_cap
from tests.fakes.alerts import NOON, issued
from tests.fakes.record import SENDER


def test_a_code_is_twelve_letters_in_three_groups_and_none_is_like_another() -> None:
    codes = {code_of(uuid4()) for _ in range(1000)}
    assert 1000 == len(codes)
    assert all(code == code_from(code) for code in codes)
    assert {4, 9} == {place for code in codes for place, each in enumerate(code) if each == "-"}
    assert not set("ILOU") & set("".join(codes))


def test_a_code_does_not_tell_of_the_alert_that_it_is_for() -> None:
    """It is made of an id of its own, which is kept nowhere."""
    alert = issued()
    (message,) = messages_of(alert, SENDER, earlier=[], code=code_of(uuid4()))
    assert code_of(alert.alert_id) != message.code


@pytest.mark.parametrize(
    "typed", ["7k3q-9m2x-4t8w", "7K3Q9M2X4T8W", " 7K3Q 9M2X\t4T8W ", "7k-3q9m2x4t8-w"]
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert "7K3Q-9M2X-4T8W" == code_from(typed)


def test_letters_that_are_taken_for_figures_are_read_as_these() -> None:
    assert "0011-0000-0000" == code_from("OoIl-0000-0000")


@pytest.mark.parametrize("typed", ["", "7K3Q-9M2X-4T8", "7K3Q-9M2X-4T8WW", "U" * 12, "é" * 12])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert None is code_from(typed)


def test_a_public_message_names_no_earlier_one_that_was_not() -> None:
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    restricted = messages_of(issued(marking=amber), SENDER, earlier=[], code="a")
    (message,) = messages_of(issued(), SENDER, earlier=restricted, code="b")
    assert () == read_cap(message.document).references
    assert restricted[0].identifier.encode() not in message.document


def test_what_went_out_is_the_same_each_time_it_is_written() -> None:
    alert = issued()
    ended = alert.withdraw(by="duty", why="Wrong.", at=NOON)
    first = messages_of(ended, SENDER, earlier=[], code="a")
    assert first == messages_of(ended, SENDER, earlier=[], code="a")
    assert b"Wrong." not in first[1].document
