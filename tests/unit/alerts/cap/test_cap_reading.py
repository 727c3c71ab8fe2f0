"""Rule 12: whatever comes in is read without resolving anything, refused by name, and no crash."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.alerts.domain.cap.drafting import draft_of
from services.alerts.domain.errors import CapForbidden, CapTooLarge, CapUnreadable
from services.alerts.inbound import cap_xml
from services.alerts.inbound.cap_xml import read_cap
from tests.unit.alerts.cap.messages import document

DOCTYPE = '<!DOCTYPE alert [<!ENTITY a "aaaaaaaaaa">]>'
BOMB = (
    '<!DOCTYPE alert [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def with_doctype(doctype: str, entity: str = "") -> bytes:
    head, _, rest = document().partition("\n")
    return f"{head}\n{doctype}\n{rest.replace('Do nothing.', entity or 'Do nothing.')}".encode()


def reason(of: bytes) -> tuple[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        read_cap(of)
    return caught.value.reason, [each.field for each in caught.value.violations]


@pytest.mark.parametrize(
    "bad",
    [
        with_doctype("<!DOCTYPE alert>"),
        with_doctype(DOCTYPE, "&a;"),
        with_doctype(BOMB, "&c;"),
        with_doctype('<!DOCTYPE alert [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        with_doctype('<!DOCTYPE alert SYSTEM "http://elsewhere.example/a.dtd">'),
        with_doctype('<!DOCTYPE alert [<!ENTITY % a SYSTEM "http://elsewhere.example/a"> %a;]>'),
    ],
)
def test_a_document_type_or_an_entity_is_refused_and_never_resolved(bad: bytes) -> None:
    assert ("CAP_DECLARATIONS_FORBIDDEN", ["document"]) == reason(bad)
    with pytest.raises(CapForbidden):
        read_cap(bad)


def test_what_is_larger_than_a_mebibyte_is_not_even_looked_at() -> None:
    said = document().encode()
    padding = cap_xml.LARGEST - len(said)
    assert read_cap(said + b" " * padding)
    with pytest.raises(CapTooLarge):
        read_cap(b"\x00" * (cap_xml.LARGEST + 1))
    assert ("CAP_TOO_LARGE", ["document"]) == reason(said + b" " * (padding + 1))


def spiral(points: int) -> str:
    """A polygon of many points that crosses itself, so that reading it as one would say so."""
    pairs = ["1,1", "2,2", "1,2", "2,1"] * (points // 4 + 1)
    return " ".join(pairs[:points])


def with_polygons(*polygons: str) -> bytes:
    area = "".join(f"<polygon>{each}</polygon>" for each in polygons)
    return document().replace("</areaDesc>", f"</areaDesc>{area}").encode()


def test_50_001_points_are_refused_before_any_geometry(monkeypatch) -> None:
    def not_now(said: str) -> None:
        raise AssertionError(said[:20])

    monkeypatch.setattr(cap_xml, "read_polygon", not_now)
    assert ("CAP_TOO_LARGE", ["info.area"]) == reason(with_polygons(spiral(50_001)))
    halves = with_polygons(spiral(25_001), spiral(25_001))
    assert ("CAP_TOO_LARGE", ["info.area"]) == reason(halves)


def test_50_000_points_are_read_as_what_they_are() -> None:
    """The control of the test above."""
    named = ["alert.info[0].area[0].polygon[0]"]
    assert ("INVALID", named) == reason(with_polygons(spiral(50_000)))


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"not xml",
        b"<alert",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><alert/>',
        b'<?xml version="1.0" encoding="utf-7"?><alert/>',
        b'<?xml version="1.0" encoding="big5"?><alert/>',
        document().replace("Do nothing.", "\x00").encode(),
        document().replace("Do nothing.", "&undeclared;").encode(),
        document().encode() + b"<again/>",
    ],
)
def test_what_is_no_xml_is_refused_by_name(bad: bytes) -> None:
    with pytest.raises(CapUnreadable):
        read_cap(bad)


@pytest.mark.parametrize(
    ("sought", "put", "field"),
    [
        ("<alert ", "<alarm ", "alert"),
        ("cap:1.2", "cap:1.1", "alert"),
        ("<identifier>demo-1</identifier>", "", "alert.identifier"),
        ("<scope>", "<scope>Public</scope><scope>", "alert.scope"),
        ("<status>Actual</status>", "", "alert.status"),
        ("<status>Actual", "<status>actual", "alert.status"),
        ("<event>Security alert</event>", "", "alert.info.event"),
        ("<areaDesc>London</areaDesc>", "", "alert.info.area.areaDesc"),
        ("<headline>", "<colour>red</colour><headline>", "alert.info.colour"),
        ("<expires>", "<onset/><expires>", "alert.info[0].onset"),
        ("<headline>Demonstration", "<headline><b>Demonstration</b>", "alert.info.headline"),
        ("<value>LON</value>", "", "alert.info.area.geocode.value"),
    ],
)
def test_what_is_missing_too_often_unknown_or_out_of_order_is_named(
    sought: str, put: str, field: str
) -> None:
    said = document().replace(sought, put)
    if "alarm" in put:
        said = said.replace("</alert>", "</alarm>")
    assert ("INVALID", [field]) == reason(said.encode())


def test_elements_out_of_their_order_are_refused() -> None:
    said = document()
    sent = "<sent>2026-11-24T12:00:00-00:00</sent>"
    moved = said.replace(sent, "").replace("<scope>", f"{sent}<scope>")
    assert ("INVALID", ["alert.sent"]) == reason(moved.encode())


def test_a_signature_after_the_blocks_is_let_stand() -> None:
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><a/></Signature></alert>'
    assert read_cap(document().replace("</alert>", signature).encode())
    other = '<Signature xmlns="urn:other"/></alert>'
    assert "INVALID" == reason(document().replace("</alert>", other).encode())[0]


def test_a_document_as_deep_as_fits_is_refused_and_does_not_crash() -> None:
    deep = b"<a>" * 140_000 + b"</a>" * 140_000
    assert ("INVALID", ["alert"]) == reason(deep)
    inside = document().replace("Do nothing.", "<a>" * 70_000 + "</a>" * 70_000)
    assert ("INVALID", ["alert.info.instruction"]) == reason(inside.encode())


def read_or_refused(said: bytes) -> None:
    """See that bytes are read, and drafted, or refused by name: nothing else comes of any."""
    with suppress(Invalid):
        draft_of(read_cap(said))


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_no_bytes_crash_it(said: bytes) -> None:
    read_or_refused(said)


@settings(max_examples=300)
@given(st.data())
def test_no_spoiled_message_crashes_it(data: st.DataObject) -> None:
    """A good message of which a piece is replaced by something else, perhaps by another piece."""
    said = document()
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(said)))
        end = data.draw(st.integers(begin, min(len(said), begin + 40)))
        other = data.draw(st.integers(0, max(0, len(said) - 40)))
        put = data.draw(
            st.one_of(
                st.text(max_size=20),
                st.just(said[other : other + 40]),
                st.sampled_from(
                    ["<", ">", "&amp;", "1e999", "nan", "9" * 400, "-", "\u2028", "]]>"]
                ),
            )
        )
        said = said[:begin] + put + said[end:]
    read_or_refused(said.encode("utf-8", "surrogatepass"))


@settings(max_examples=100)
@given(
    st.sampled_from(["sent", "polygon", "circle", "altitude", "references", "language"]),
    st.text(max_size=60),
)
def test_no_value_crashes_it(name: str, value: str) -> None:
    clean = value.replace("<", "").replace("&", "")
    said = document()
    if name in {"sent", "language"}:
        start, _, rest = said.partition(f"<{name}>")
        said = f"{start}<{name}>{clean}<{rest.partition('<')[2]}"
    elif name == "references":
        said = said.replace("<info>", f"<references>{clean}</references><info>")
    elif name == "altitude":
        said = said.replace("</geocode>", f"</geocode><altitude>{clean}</altitude>")
    else:
        said = said.replace("</areaDesc>", f"</areaDesc><{name}>{clean}</{name}>")
    read_or_refused(said.encode("utf-8", "surrogatepass"))
