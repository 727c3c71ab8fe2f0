"""Signing out everywhere: REST, other sessions, open streams, and Keycloak itself."""

import time

import pytest

from stack.signin import SignInFailed
from stack.story import steps
from stack.story.front import Front, eventually
from stack.streaming import NothingCame, Stream

pytestmark = pytest.mark.feature("F01")


def test_every_sign_in_of_a_person_ends_and_a_new_one_is_good(front: Front) -> None:
    one = steps.register(front, lambda _said: None)
    other = front.sign_in(one.name, steps.PASSWORD)
    stranger = front.sign_in_demo("member", "aal1")
    with front.open_stream(other) as stream, front.open_stream(stranger) as theirs:
        time.sleep(1)  # a token says its second, and no finer
        done = front.ask("POST", "/v1/me/sign-out-everywhere", by=one)
        assert done.json()["valid_after"].endswith("Z")
        assert "no-store" in done.headers["Cache-Control"]
        for each in (one, other):
            for path in ("/v1/me", "/v1/alerts", "/v1/search?q=x"):
                eventually(
                    lambda each=each, path=path: front.status("GET", path, by=each),
                    lambda status: status == 401,
                    2,
                    f"{path} refused",
                )
        assert ended_within(stream, 2)
        assert not ended_within(theirs, 1)
    for each in (one, other):
        eventually(lambda each=each: _renewed(front, each), lambda is_so: not is_so, 10, "no more")
    assert 200 == front.status("GET", "/v1/me", by=stranger)
    assert 200 == front.status("GET", "/v1/me", by=front.sign_in(one.name, steps.PASSWORD))


def ended_within(stream: Stream, seconds: float) -> bool:
    """Whether the other side ends a stream; whatever it says before is read."""
    until = time.monotonic() + seconds
    try:
        while stream.next(until - time.monotonic()) is not None:
            pass
    except NothingCame:
        return False
    return True


def _renewed(front: Front, person: object) -> bool:
    try:
        person.browser.refresh(front.client, person.tokens)
    except SignInFailed:
        return False
    return True
