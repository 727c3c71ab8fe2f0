"""A link's token: short, the same each time, opaque, and bound to its purpose."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.errors import AnswerLinkRefused
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.answer_ports import AnswerLink
from tests.fakes.alerts import NOON

SEALER = LinkSealer("secret")


def a_link(thread: UUID | None = None, to: UUID | None = None) -> AnswerLink:
    return AnswerLink(thread_id=thread or uuid4(), recipient_id=to or uuid4(), ends_at=NOON)


def test_what_is_sealed_comes_back_and_is_the_same_each_time() -> None:
    link = a_link()
    token = SEALER.seal(link)
    assert link == SEALER.open(token)
    assert token == LinkSealer("secret").seal(link)
    assert len(token) <= 72


def test_no_id_and_no_time_can_be_read_in_it() -> None:
    """Two that differ in one thing alone have nothing in common that tells which."""
    thread, to = uuid4(), uuid4()
    link = a_link(thread, to)
    sealed = urlsafe_b64decode(SEALER.seal(link) + "==")
    for part in (thread.bytes, to.bytes, thread.bytes[:4], to.bytes[:4]):
        assert part not in sealed
    later = AnswerLink(thread_id=thread, recipient_id=to, ends_at=NOON + timedelta(seconds=1))
    assert SEALER.seal(link)[:20] != SEALER.seal(later)[:20]


@given(st.integers(0, 71), st.integers(1, 63))
def test_whatever_is_changed_it_does_not_open(place: int, by: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = SEALER.seal(a_link())
    place %= len(token)
    other = alphabet[(alphabet.index(token[place]) + by) % 64]
    with pytest.raises(AnswerLinkRefused):
        SEALER.open(token[:place] + other + token[place + 1 :])


@given(st.text(max_size=200))
def test_no_text_at_all_is_anything_but_refused(text: str) -> None:
    with pytest.raises(AnswerLinkRefused):
        SEALER.open(text)


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(AnswerLinkRefused):
        LinkSealer("other").open(SEALER.seal(a_link()))
    assert "secret" not in repr(SEALER)
