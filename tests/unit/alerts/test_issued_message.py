"""What goes out, and the codes that it is checked by."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.issued_message import code_from, code_of, messages_of
from services.alerts.inbound.cap_xml import read_cap
from services.alerts.usecases.record_ports import LARGEST_PART
from tests.fakes.alerts import EVERYTHING, NOON, issued
from tests.fakes.record import SENDER
from tests.unit.alerts.test_alert_area import ring


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


@pytest.mark.parametrize("points", [26_001, 50_000])
def test_a_large_area_goes_out_in_two_languages_and_is_cleared_in_both(points: int) -> None:
    out = issued(**EVERYTHING | {"area": AlertArea(place="Large", shapes=(ring(points),))})
    proposed = out.propose_all_clear(
        by="a", text="Over.", text_cy="Ar ben.", authority_reference="1"
    )
    over = proposed.give_all_clear(by="b", read=proposed.proposal_digest or b"", at=NOON)
    (issue,) = messages_of(out, SENDER, earlier=[], code="a")
    (end,) = messages_of(over, SENDER, earlier=[issue], code="b")
    for document in (issue.document, end.document):
        assert 2 * points < document.count(b",") < 2 * points + 20
        assert 2 == document.count(b"<language>")
        assert len(document) < LARGEST_PART


def test_what_went_out_is_the_same_each_time_it_is_written() -> None:
    alert = issued()
    ended = alert.withdraw(by="duty", why="Wrong.", at=NOON)
    first = messages_of(ended, SENDER, earlier=[], code="a")
    assert first == messages_of(ended, SENDER, earlier=[], code="a")
    assert b"Wrong." not in first[1].document
