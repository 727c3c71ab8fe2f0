"""What a partner's catalogue must be, and what becomes of one that is not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue_pack import (
    MOST_FAULTS,
    MOST_ITEMS,
    Pack,
    PackRefused,
    Refused,
    pack_from,
)
from services.content.outbound.catalogue_signatures import SignedCatalogues
from services.content.outbound.link_visits import CatalogueVisits
from tests.fakes.catalogue_packs import (
    HEADER,
    KEY,
    NOON,
    OTHER_KEY,
    URL,
    by_hmac,
    claims,
    item,
    public,
    signed,
    unsigned,
)

AT = datetime.fromtimestamp(NOON, UTC)
OPENING = SignedCatalogues(CatalogueVisits(None))


def opened(data: bytes) -> Any:
    return OPENING.opened(data, public())


def read(*items: Any, **given: Any) -> Pack:
    return pack_from(claims(*items, **given), issuer=URL, at=AT, rules=AddressRules())


def test_a_good_catalogue_opens_and_each_level_is_a_marking_of_ours() -> None:
    levels = ("PUBLIC", "REGISTERED", "VERIFIED")
    said = claims(*(item(number, level) for number, level in enumerate(levels)))
    pack = pack_from(opened(signed(said) + b"\n"), issuer=URL, at=AT, rules=AddressRules())
    assert (1, 3, ()) == (pack.serial, len(pack.items), pack.faults)
    assert [
        (Tlp.CLEAR, Tier.PUBLIC),
        (Tlp.GREEN, Tier.REGISTERED),
        (Tlp.AMBER, Tier.VERIFIED),
    ] == [(each.content.marking.tlp, each.content.marking.minimum_tier) for each in pack.items]


def _spoiled(data: bytes) -> bytes:
    header, payload, signature = data.split(b".")
    return b".".join([header, payload[:-2] + b"AA", signature])


_OTHER = json.loads(public(OTHER_KEY))


@pytest.mark.parametrize(
    "forged",
    [
        unsigned(claims(item())),
        by_hmac(claims(item())),
        signed(claims(item()), key=OTHER_KEY),
        signed(
            claims(item()), key=OTHER_KEY, header=HEADER | {"jwk": json.loads(public(OTHER_KEY))}
        ),
        signed(claims(item()), key=OTHER_KEY, header=HEADER | {"jku": "https://evil.example/keys"}),
        signed(claims(item()), header={"alg": "ES256"}),
        signed(claims(item()), header={"alg": "ES256", "typ": "JWT"}),
        _spoiled(signed(claims(item()))),
        signed(claims(item())).rsplit(b".", 1)[0],
        signed(claims(item())).rsplit(b".", 1)[0] + b".",
        b"",
        b"..",
        b"<html>Not found</html>",
        b"\xff\xfe\x00",
        json.dumps(claims(item())).encode(),
    ],
    ids=lambda _: "",
)
def test_whatever_is_not_signed_by_that_key_in_that_way_is_refused(forged: bytes) -> None:
    with pytest.raises(PackRefused) as refused:
        opened(forged)
    assert Refused.BAD_SIGNATURE is refused.value.reason


@pytest.mark.parametrize("said", [b"{", b"[]", b'"x"', b'{"serial": NaN}', b"[" * 100_000])
def test_what_is_signed_and_no_json_object_is_malformed(said: bytes) -> None:
    with pytest.raises(PackRefused) as refused:
        opened(signed(said))
    assert Refused.MALFORMED is refused.value.reason


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"iss": "https://other.example/catalogue.jws"}, Refused.OTHER_ISSUER),
        ({"iss": None}, Refused.OTHER_ISSUER),
        ({"iat": NOON + 301}, Refused.NOT_YET),
        ({"exp": NOON}, Refused.EXPIRED),
        ({"iat": NOON - 60, "exp": NOON - 60 + 92 * 86_400 + 1}, Refused.MALFORMED),
        ({"iat": NOON + 100, "exp": NOON + 50}, Refused.MALFORMED),
        ({"iat": True}, Refused.MALFORMED),
        ({"exp": "tomorrow"}, Refused.MALFORMED),
        ({"exp": 2**53 - 1}, Refused.MALFORMED),
        ({"serial": 0}, Refused.MALFORMED),
        ({"serial": 1.0}, Refused.MALFORMED),
        ({"serial": True}, Refused.MALFORMED),
        ({"serial": 2**53}, Refused.MALFORMED),
        ({"items": {}}, Refused.MALFORMED),
        ({"items": [item()] * (MOST_ITEMS + 1)}, Refused.TOO_LARGE),
        ({"else\x00": 1}, Refused.MALFORMED),
    ],
)
def test_a_catalogue_that_is_not_of_this_time_and_place_is_refused_whole(given, reason) -> None:
    with pytest.raises(PackRefused) as refused:
        read(**given)
    assert reason is refused.value.reason
    assert str(refused.value).isprintable()


def test_as_many_items_as_there_may_be_are_taken() -> None:
    assert MOST_ITEMS == len(read(*(item(number) for number in range(MOST_ITEMS))).items)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": "a b"}, "id"),
        ({"id": 1}, "id"),
        ({"id": "guide-0"}, "id"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\ud800b"}, "title"),
        ({"summary": "a\ue000b"}, "summary"),
        ({"summary": None}, "summary"),
        ({"url": "http://trade.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"language": "fr"}, "language"),
        ({"level": "TRUSTED"}, "level"),
        ({"level": ["PUBLIC"]}, "level"),
        ({"marking": {"tlp": "CLEAR", "minimum_tier": "PUBLIC"}}, "level"),
        ({"kind": "ALERT"}, "kind"),
        ({"sectors": "retail"}, "sectors"),
        ({"sectors": ["no-sector"]}, "sectors"),
        ({"regions": [1]}, "regions"),
        ({"closed_group": "ports"}, "closed_group"),
        ({"fi\x00eld": 1}, "fi?eld"),
    ],
)
def test_a_wrong_item_is_left_out_and_said_by_place_and_field_and_the_others_stand(
    wrong, field
) -> None:
    pack = read(item(0), item(1) | wrong, item(2))
    assert ["guide-0", "guide-2"] == [each.item_id for each in pack.items]
    assert (1, field) in {(each.position, each.field) for each in pack.faults}
    assert all(text.isprintable() for each in pack.faults for text in (each.item_id, each.field))


@pytest.mark.parametrize(
    ("marking", "good"),
    [
        ({"tlp": "GREEN", "minimum_tier": "REGISTERED"}, True),
        ({"tlp": "AMBER", "minimum_tier": "TRUSTED"}, True),
        ({"tlp": "CLEAR", "minimum_tier": "VERIFIED"}, True),
        ({"tlp": "AMBER", "minimum_tier": "PUBLIC"}, False),
        ({"tlp": "GREEN", "minimum_tier": "PUBLIC"}, False),
        ({"tlp": "AMBER+STRICT", "minimum_tier": "VERIFIED"}, False),
        ({"tlp": "RED", "minimum_tier": "TRUSTED"}, False),
        ({"tlp": "GREEN", "minimum_tier": "EVERYBODY"}, False),
        ({"tlp": ["GREEN"], "minimum_tier": "REGISTERED"}, False),
        ({"tlp": "GREEN"}, False),
        ({"tlp": "GREEN", "minimum_tier": "REGISTERED", "closed_group": "ports"}, False),
        ("GREEN", False),
    ],
)
def test_a_declared_marking_keeps_its_floor_and_names_no_group_of_ours(marking, good) -> None:
    said = item(marking=marking)
    del said["level"]
    pack = read(said)
    assert good == bool(pack.items)
    if good:
        expected = Marking(tlp=Tlp(marking["tlp"]), minimum_tier=Tier[marking["minimum_tier"]])
        assert expected == pack.items[0].content.marking
    else:
        assert pack.faults[0].field.startswith("marking")


def test_the_report_is_bounded() -> None:
    assert MOST_FAULTS == len(read(*([None] * 500)).faults)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from([*item(), "marking", "x"]), json_values))
def test_no_item_whatever_it_holds_is_more_than_a_fault_or_good(said) -> None:
    pack = read(item() | said)
    assert 1 == len(pack.items) + len({each.position for each in pack.faults})


def test_our_key_is_not_the_other() -> None:
    assert public(KEY) != public(OTHER_KEY)
