"""Fetching partners' catalogues: what is taken, what is refused, and what stands meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from kernel.ports import RandomIds, SystemClock
from kernel.principals import Principal
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue import Catalogue, CatalogueStatus
from services.content.domain.catalogue_pack import PackRefused, Refused
from services.content.domain.document import Status
from services.content.domain.errors import DocumentNotFound
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.domain.search import Query
from services.content.outbound.catalogue_signatures import SignedCatalogues
from services.content.outbound.cursors import SignedCursors
from services.content.outbound.link_visits import CatalogueVisits
from services.content.usecases.end_catalogue import EndCatalogue
from services.content.usecases.get_document import GetDocument
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.red_reads import RedReads
from services.content.usecases.revise_document import ReviseDocument
from services.content.usecases.search import Search
from services.content.usecases.take_catalogues import TakeCatalogues
from services.content.usecases.withdraw_document import WithdrawDocument
from tests.fakes.catalogue_packs import NOON, OTHER_KEY, URL, claims, item, public, signed
from tests.fakes.content import EDITOR, VERIFIED, MemorySearch, content
from tests.fakes.content_partners import catalogue
from tests.fakes.plumbing import SetClock

ANYONE = Principal(subject=None, tier=Tier.PUBLIC)
REGISTERED = Principal(subject="reader", tier=Tier.REGISTERED)


@dataclass
class Published:
    """What stands at the partner's address; signatures are opened as they really are."""

    said: bytes | PackRefused = b""
    opening: SignedCatalogues = field(
        default_factory=lambda: SignedCatalogues(CatalogueVisits(None))
    )

    def fetched(self, url: str) -> bytes:
        assert URL == url
        if isinstance(self.said, PackRefused):
            raise self.said
        return self.said

    def opened(self, data: bytes, public_key: str) -> Any:
        return self.opening.opened(data, public_key)


@pytest.fixture
def there() -> Published:
    return Published()


@pytest.fixture
def refused() -> list[str]:
    return []


@pytest.fixture
def source(stores) -> Catalogue:
    made = catalogue(url=URL, public_key=public())
    stores.catalogues.add(made)
    return made


@pytest.fixture
def take(unit_of_work, clock, there, refused) -> Callable[[], None]:
    taking = TakeCatalogues(
        unit_of_work=unit_of_work,
        fetching=there,
        clock=clock,
        ids=RandomIds(),
        rules=AddressRules(),
        refused=refused.append,
    )

    def again() -> None:
        clock.pass_(minutes=15)
        taking()

    return again


@pytest.fixture
def find(unit_of_work, stores) -> Callable[..., Any]:
    def search(who: Principal, text: str = "raids") -> Any:
        engine = MemorySearch(stores.documents)
        cursors = SignedCursors(b"k" * 32)
        asked = Search(
            engine=engine,
            unit_of_work=unit_of_work,
            cursors=cursors,
            clock=SetClock(),
            note_gap=lambda *_: None,
        )
        return asked(who, query=Query(text=text), size=20, offset=0)

    return search


def titles(found: Any) -> set[str]:
    return {document.content.title for document, _ in found.documents}


def test_each_item_is_found_by_those_whom_its_level_admits_and_says_whose_it_is(
    source, there, take, find, stores
) -> None:
    there.said = signed(claims(item(1), item(2, "REGISTERED"), item(3, "VERIFIED")))
    take()
    for who, expected in ((ANYONE, {1}), (REGISTERED, {1, 2}), (VERIFIED, {1, 2, 3})):
        assert {f"Ram raids, part {number}" for number in expected} == titles(find(who))
    document = find(ANYONE).documents[0][0]
    assert ("Trade body", "https://trade.example/guides/1") == (
        document.partner.name,
        document.partner.url,
    )
    assert 3 == sum(event.document.partner is not None for event in stores.outbox.events)
    kept = stores.catalogues.get(source.catalogue_id)
    assert (1, 3, "", ()) == (
        kept.taken.serial,
        kept.taken.items,
        kept.refused_because,
        kept.taken.faults,
    )
    assert 2 == kept.version, "a look is no change of anybody's"


def test_a_hidden_item_shifts_nothing_for_those_without_its_level(
    source, there, take, find, unit_of_work
) -> None:
    """Side channels: counts, facets, order and pieces are the same with and without it."""
    hidden = [item(number, "VERIFIED", sectors=["retail"], kind="BRIEFING") for number in (7, 8)]
    there.said = signed(claims(item(1)))
    take()
    before = {who.tier: find(who) for who in (ANYONE, REGISTERED)}
    there.said = signed(claims(item(1), *hidden, serial=2))
    take()
    for who in (ANYONE, REGISTERED):
        assert before[who.tier] == find(who)
    assert 3 == find(VERIFIED).found.total
    secret = next(d for d, _ in find(VERIFIED).documents if d.content.title.endswith("7"))
    red_reads = RedReads(unit_of_work=unit_of_work, clock=SystemClock())
    read = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    with pytest.raises(DocumentNotFound):
        read(REGISTERED, document_id=secret.document_id)


def test_what_is_ours_alone_is_in_our_list(source, there, take, unit_of_work, stores) -> None:
    there.said = signed(claims(item(1)))
    take()
    listing = ListDocuments(
        unit_of_work=unit_of_work, red_reads=RedReads(unit_of_work=unit_of_work, clock=None)
    )
    assert ([], None) == listing(EDITOR, language="", after=None, size=20)


def test_the_next_catalogue_takes_the_place_of_the_one_before(
    source, there, take, find, stores
) -> None:
    there.said = signed(claims(item(1), item(2)))
    take()
    ids = {d.content.title: d.document_id for d, _ in find(ANYONE).documents}
    there.said = signed(claims(item(2, title="Ram raids, again"), item(3), serial=2))
    stores.outbox.events.clear()
    take()
    assert {"Ram raids, again", "Ram raids, part 3"} == titles(find(ANYONE))
    changed = stores.documents.get(ids["Ram raids, part 2"])
    assert (2, Status.PUBLISHED) == (changed.version, changed.status)
    assert Status.WITHDRAWN is stores.documents.get(ids["Ram raids, part 1"]).status
    assert 3 == len(stores.outbox.events)
    there.said = signed(claims(item(1), item(2, title="Ram raids, again"), item(3), serial=3))
    stores.outbox.events.clear()
    take()
    assert 1 == len(stores.outbox.events), "what is as it was stays untouched"
    assert Status.PUBLISHED is stores.documents.get(ids["Ram raids, part 1"]).status


def test_the_same_catalogue_again_changes_nothing(source, there, take, stores, refused) -> None:
    there.said = signed(claims(item(1)))
    take()
    stores.outbox.events.clear()
    there.said = signed(claims(item(1)))  # another signature: ES256 has a random part
    take()
    assert ([], []) == (stores.outbox.events, refused)


def test_a_stricter_level_hides_an_item_that_was_seen(source, there, take, find) -> None:
    there.said = signed(claims(item(1)))
    take()
    there.said = signed(claims(item(1, "VERIFIED"), serial=2))
    take()
    assert (set(), {"Ram raids, part 1"}) == (titles(find(ANYONE)), titles(find(VERIFIED)))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (signed(claims(item(9), serial=4)), Refused.REPLAYED),
        (signed(claims(item(9), serial=5)), Refused.REPLAYED),
        (signed(claims(item(9), serial=6), key=OTHER_KEY), Refused.BAD_SIGNATURE),
        (signed(claims(item(9), serial=6, exp=NOON + 1)), Refused.EXPIRED),
        (signed(claims(item(9), serial=6, iss="https://a.example/c.jws")), Refused.OTHER_ISSUER),
        (signed(claims(*[item(9)] * 2_001, serial=6)), Refused.TOO_LARGE),
        (PackRefused(Refused.TOO_LARGE, "it has more than 1048576 bytes"), Refused.TOO_LARGE),
        (PackRefused(Refused.UNREACHED, "it answers 503"), Refused.UNREACHED),
    ],
    ids=lambda each: each.value if isinstance(each, Refused) else "",
)
def test_what_is_refused_raises_the_alarm_and_what_was_taken_stands(
    source, there, take, find, refused, stores, said, reason
) -> None:
    there.said = signed(claims(item(1), serial=5))
    take()
    there.said = said
    take()
    assert [reason.value] == refused
    assert {"Ram raids, part 1"} == titles(find(ANYONE))
    kept = stores.catalogues.get(source.catalogue_id)
    assert kept.refused_because.startswith(f"{reason.value}: ")
    assert 5 == kept.taken.serial


def test_what_has_run_out_is_found_no_more_though_the_partner_is_away(
    source, there, take, find, refused, clock, stores
) -> None:
    there.said = signed(claims(item(1), serial=5))
    take()
    there.said = PackRefused(Refused.UNREACHED, "no answer")
    clock.pass_(hours=23)
    take()
    assert {"Ram raids, part 1"} == titles(find(ANYONE))
    clock.pass_(hours=1)
    take()
    assert set() == titles(find(ANYONE))
    assert 0 == stores.catalogues.get(source.catalogue_id).taken.items
    there.said = signed(claims(item(1), serial=4, exp=NOON + 20 * 86_400))
    take()
    assert "replayed" == refused[-1], "the number still only grows"
    assert set() == titles(find(ANYONE))


@pytest.mark.parametrize("status", [CatalogueStatus.PROPOSED, CatalogueStatus.ENDED])
def test_nothing_is_fetched_of_what_nobody_confirmed_or_what_ended(
    source, there, take, stores, status
) -> None:
    stores.catalogues.kept[source.catalogue_id] = replace(source, status=status)
    there.said = signed(claims(item(1)))
    take()
    assert {} == stores.documents.kept


def test_ending_a_catalogue_takes_its_documents_with_it(
    source, there, take, find, stores, unit_of_work, clock
) -> None:
    there.said = signed(claims(item(1), item(2, "VERIFIED")))
    take()
    stores.outbox.events.clear()
    end = EndCatalogue(unit_of_work=unit_of_work, clock=clock, ids=RandomIds())
    end(EDITOR, catalogue_id=source.catalogue_id, expected_version=2, reason="Over.")
    assert set() == titles(find(VERIFIED))
    assert 2 == len(stores.outbox.events), "the index hears of each"
    take()
    assert set() == titles(find(VERIFIED))


def test_a_catalogue_that_ends_while_it_is_fetched_leaves_nothing_behind(
    source, there, stores, take, unit_of_work, clock
) -> None:
    end = EndCatalogue(unit_of_work=unit_of_work, clock=clock, ids=RandomIds())

    def ends_meanwhile(_url: str) -> bytes:
        end(EDITOR, catalogue_id=source.catalogue_id, expected_version=2, reason="Over.")
        return signed(claims(item(1)))

    there.fetched = ends_meanwhile
    take()
    assert {} == stores.documents.kept


def test_no_editor_changes_what_is_a_partners(
    source, there, take, find, unit_of_work, clock
) -> None:
    there.said = signed(claims(item(1)))
    take()
    document_id = find(ANYONE).documents[0][0].document_id
    what = {"document_id": document_id, "expected_version": 1}
    with pytest.raises(DocumentOfPartner):
        ReviseDocument(unit_of_work=unit_of_work, clock=clock)(EDITOR, content=content(), **what)
    with pytest.raises(DocumentOfPartner):
        WithdrawDocument(unit_of_work=unit_of_work, clock=clock)(EDITOR, why="x", **what)
