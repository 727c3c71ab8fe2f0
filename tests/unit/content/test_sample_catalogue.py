"""The sample partner's catalogue and the demonstration's links are as they must be."""

import json
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue_pack import Pack, pack_from
from services.content.domain.partner_link import LinkContent, LinkWords
from services.content.inbound.public_keys import key_from
from services.content.outbound.catalogue_signatures import SignedCatalogues
from services.content.outbound.link_visits import CatalogueVisits
from stack.demo_content.links import demo_links
from stack.partner.catalogue import GUIDES, PATH, PUBLIC_KEY, catalogue, signing_key

BASE = "http://localhost:8630"
RULES = AddressRules((ip_network("127.0.0.0/8"), ip_network("::1/128")))
AT = 1_795_867_200


def _pack(folder: Path, at: float) -> Pack:
    key = signing_key(folder)
    public, _ = key_from((folder / PUBLIC_KEY).read_text("utf-8"))
    said = SignedCatalogues(CatalogueVisits(None)).opened(catalogue(BASE, key, at).encode(), public)
    moment = datetime.fromtimestamp(at, UTC)
    return pack_from(said, issuer=f"{BASE}{PATH}", at=moment, rules=RULES)


def test_every_item_is_taken_and_each_level_is_there(tmp_path: Path) -> None:
    pack = _pack(tmp_path, AT)
    assert ((), len(GUIDES)) == (pack.faults, len(pack.items))
    tiers = {each.content.marking.minimum_tier for each in pack.items}
    assert {Tier.PUBLIC, Tier.REGISTERED, Tier.VERIFIED} == tiers


def test_it_is_the_same_within_an_hour_and_newer_in_the_next(tmp_path: Path) -> None:
    first, same, later = (_pack(tmp_path, AT + seconds) for seconds in (0, 3_599, 3_600))
    assert (first.serial, first.digest) == (same.serial, same.digest)
    assert later.serial == first.serial + 1


def test_its_private_key_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    first = signing_key(tmp_path).thumbprint()
    assert first == signing_key(tmp_path).thumbprint()
    assert 0o600 == (tmp_path / "catalogue_key.json").stat().st_mode & 0o777
    assert "d" not in json.loads((tmp_path / PUBLIC_KEY).read_text("utf-8"))


def test_every_link_of_the_demonstration_is_good_in_both_languages() -> None:
    for said in demo_links(BASE):
        words = {name: LinkWords(**said[name]) for name in ("english", "welsh")}
        codes = {name: frozenset(said[name]) for name in ("languages", "sectors", "regions")}
        content = LinkContent(
            url=said["url"], demonstration=said["demonstration"], **words, **codes
        )
        assert [] == content.violations(RULES), said["url"]
        assert content.demonstration
