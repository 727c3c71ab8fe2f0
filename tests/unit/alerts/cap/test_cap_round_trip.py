"""What is written is valid by OASIS' schema, and comes back as it was."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.alerts.domain.cap import terms
from services.alerts.domain.cap.geometry import Circle, read_polygon
from services.alerts.domain.cap.message import CapArea, CapInfo, CapMessage, Reference
from services.alerts.domain.cap.writing import to_xml
from services.alerts.inbound.cap_xml import read_cap
from tests.unit.alerts.cap.messages import message
from tests.unit.alerts.cap.oasis import broken_rules

NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=',<&"'), min_size=1
)
WORDS = (
    st.text(
        st.characters(
            min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=("Cs", "Zs", "Cc")
        ),
        min_size=1,
    )
    .map(str.strip)
    .filter(bool)
)
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
DEGREES = st.integers(-89_0000000, 89_0000000).map(lambda n: n / 10_000_000)
POLYGONS = st.sampled_from(
    ["51.5,-0.2 51.5,0 51.6,0 51.6,-0.2 51.5,-0.2", "0,0 0,1 1,0 0,0", "-1,-1 -1,1 1,1 -1,-1"]
).map(read_polygon)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)
AREAS = st.builds(
    CapArea,
    area_desc=WORDS,
    polygons=st.lists(POLYGONS, max_size=2).map(tuple),
    circles=st.lists(
        st.builds(Circle, st.tuples(DEGREES, DEGREES), st.integers(0, 5000).map(lambda n: n / 8)),
        max_size=2,
    ).map(tuple),
    geocodes=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=2).map(tuple),
    altitude=st.integers(-99, 9999).map(lambda n: Decimal(n) / 4),
    ceiling=st.none() | st.integers(0, 9999).map(Decimal),
)


def some(kind) -> st.SearchStrategy:
    return st.lists(st.sampled_from(list(kind)), max_size=3).map(tuple)


@st.composite
def infos(draw: st.DrawFn, language: str) -> CapInfo:
    texts = st.just("") | WORDS
    return CapInfo(
        language=language,
        category=draw(some(terms.Category).filter(bool)),
        event=draw(WORDS),
        response_types=draw(some(terms.ResponseType)),
        urgency=draw(st.sampled_from(terms.CapUrgency)),
        severity=draw(st.sampled_from(terms.CapSeverity)),
        certainty=draw(st.sampled_from(terms.CapCertainty)),
        audience=draw(texts),
        effective=draw(st.none() | MOMENTS),
        onset=draw(st.none() | MOMENTS),
        expires=draw(st.none() | MOMENTS),
        sender_name=draw(texts),
        headline=draw(texts),
        description=draw(texts),
        instruction=draw(texts),
        web="https://isp.example/alerts",
        contact=draw(texts),
        parameters=draw(PAIRS),
        areas=tuple(draw(st.lists(AREAS, max_size=2))),
    )


@st.composite
def messages(draw: st.DrawFn) -> CapMessage:
    languages = draw(st.lists(st.sampled_from(["en-GB", "cy-GB", "fr"]), unique=True))
    quotable = WORDS.map(lambda word: word.replace('"', "'"))
    addresses = st.lists(st.builds("{} {}".format, quotable, quotable) | NAMES, min_size=1)
    return CapMessage(
        identifier=draw(NAMES)[:200],
        sender=draw(NAMES)[:200],
        sent=draw(MOMENTS),
        status=draw(st.sampled_from(terms.Status)),
        msg_type=draw(st.sampled_from(terms.MsgType)),
        scope=draw(st.sampled_from(terms.Scope)),
        restriction=draw(WORDS),
        addresses=tuple(draw(addresses)),
        codes=tuple(draw(st.lists(WORDS, max_size=2))),
        note=draw(WORDS),
        references=(Reference(draw(NAMES)[:200], draw(NAMES)[:200], draw(MOMENTS)),),
        infos=tuple(draw(infos(language)) for language in languages),
    )


@settings(max_examples=60)
@given(messages())
def test_what_is_written_is_valid_and_comes_back_as_it_was(said: CapMessage) -> None:
    written = to_xml(said)
    assert [] == broken_rules(written)
    assert said == read_cap(written)
    assert written == to_xml(read_cap(written))


def test_what_no_xml_can_hold_is_shown_as_such_and_a_line_ends_one_way() -> None:
    spoiled = message(note="a\x0bb\ud800c\r\nd")
    assert "a\ufffdb\ufffdc\nd" == read_cap(to_xml(spoiled)).note


def test_the_schema_that_the_tests_hold_finds_what_is_wrong() -> None:
    """The control of the tests above."""
    good = to_xml(message()).decode()
    assert [] == broken_rules(good.encode())
    for sought, put in (
        ("<scope>Public</scope>", ""),
        ("Actual", "Real"),
        ("-00:00</sent>", "Z</sent>"),
        ("<event>", "<colour/><event>"),
        ("<status>Actual</status>", "<status>Actual</status><status>Actual</status>"),
    ):
        assert broken_rules(good.replace(sought, put).encode()), sought


def test_fractions_of_a_second_are_not_written() -> None:
    late = message(sent=datetime(2026, 11, 24, 12, 0, 0, 999_999, tzinfo=UTC))
    assert timedelta(microseconds=999_999) == late.sent - read_cap(to_xml(late)).sent
