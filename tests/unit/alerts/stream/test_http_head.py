"""Whatever bytes come, the parser answers with a head or says what is wrong."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.alerts.inbound.stream.http_head import BadHead, Head, parse_head

GOOD = b"GET /v1/stream?ticket=a%20b&last_event_id= HTTP/1.1\r\nHost: x\r\nLast-Event-ID:  7 "


def parsed_or_refused(data: bytes) -> Head | str:
    try:
        return parse_head(data)
    except BadHead as bad:
        return str(bad)


@given(st.binary(max_size=300))
@example(b"")
@example(b"GET / HTTP/1.1\r\nHost: x\r\n folded")
@example(b"GET /?%ff HTTP/1.1\r\nHost: x")
def test_any_bytes_are_a_head_or_a_bad_head(data: bytes) -> None:
    assert parsed_or_refused(data)


@given(place=st.integers(0, len(GOOD) - 1), byte=st.binary(min_size=1, max_size=1))
def test_a_good_head_with_any_byte_changed_is_never_an_unknown_error(
    place: int, byte: bytes
) -> None:
    assert parsed_or_refused(GOOD[:place] + byte + GOOD[place + 1 :])


def test_a_good_head_is_read_whole() -> None:
    head = parse_head(GOOD)

    assert ("GET", "/v1/stream") == (head.method, head.path)
    assert {"ticket": "a b", "last_event_id": ""} == head.query
    assert "7" == head.headers["last-event-id"]


@pytest.mark.parametrize(
    "head",
    [
        b"GET /v1/stream HTTP/1.1",  # no host
        b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nHost: y",
        b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nAuthorization: b",
        b"GET /v1/stream?ticket=a&ticket=b HTTP/1.1\r\nHost: x",
        b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nContent-Length: 5",
        b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked",
        b"GET /v1/stream HTTP/1.1\r\nHost : x",
        b"GET /v1/stream HTTP/1.1\nHost: x",
        b"GET http://x/v1/stream HTTP/1.1\r\nHost: x",
        b"GET /v1/stream HTTP/2.0\r\nHost: x",
        "GET /v1/stréam HTTP/1.1\r\nHost: x".encode(),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(head: bytes) -> None:
    with pytest.raises(BadHead):
        parse_head(head)
