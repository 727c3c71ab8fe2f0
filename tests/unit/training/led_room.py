"""A session to book, and the verbs of those who do."""

from typing import Any
from uuid import UUID, uuid4

from services.training.usecases.book_session import BookSession
from services.training.usecases.led_reading import SessionSeen
from tests.fakes.led_sessions import led_session
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import CATALOGUE, key


def a_session(stores: Any, **given: Any) -> UUID:
    """Let there be a session."""
    session = led_session(**given)
    stores.led_sessions.add(session)
    return session.session_id


def booked(unit_of_work: Any, clock: Any, who: Any, session_id: UUID) -> SessionSeen:
    """Book it."""
    book = BookSession(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, ids=FreshIds())
    return book(who, session_id=session_id, name="Given", key=key("BookSession", str(uuid4())))
