"""What every store of receipts must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import Any

from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.document import Document, Kind
from services.content.domain.receipt import (
    SHARES,
    Figures,
    NamedReceipt,
    Receipt,
    ReceiptAsked,
    Telling,
)
from services.content.domain.upkeep import Revision
from tests.fakes.content import AMBER, NOON, READER, looked_after

Open = Callable[[], AbstractContextManager[Any]]
Know = Callable[..., None]
CELL = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="cell")
ASKING: dict[str, Any] = {
    "kind": Kind.BULLETIN,
    "receipt": ReceiptAsked.COUNTED,
    "sectors": frozenset(),
}
BY_NAME = ASKING | {"receipt": ReceiptAsked.NAMED, "marking": CELL}


def bulletin(**given: Any) -> Document:
    """A bulletin that asks its readers to confirm it."""
    return looked_after(**ASKING | given)


def receipt(
    document: Document, subject: str = "reader", minutes: int = 0, name: str = ""
) -> Receipt:
    return Receipt(
        document_id=document.document_id,
        subject=subject,
        version=document.version,
        confirmed_at=NOON + timedelta(minutes=minutes),
        name=name,
    )


def person(subject: str, **given: Any) -> Principal:
    return Principal(**{"subject": subject, "tier": Tier.REGISTERED} | given)


def revised(document: Document, *, material: bool) -> Document:
    revision = Revision(note="Other bollards.", material=material)
    return document.revise(document.content, by="editor", at=NOON, revision=revision)


class ReceiptsStoreSuite:
    """Run with fixtures `unit_of_work`, of an empty store, and `know`, which makes people known."""

    def test_the_last_one_of_a_person_is_kept(self, unit_of_work: Open) -> None:
        document = bulletin()
        first = receipt(document, name="Ann")
        second = replace(first, version=2, name="Ann B")
        with unit_of_work() as tx:
            tx.receipts.keep(first)
            tx.receipts.keep(receipt(document, "other"))
            tx.receipts.keep(replace(first, name="Not again"))
            assert first == tx.receipts.find("reader", document.document_id)
            tx.receipts.keep(second)
        with unit_of_work() as tx:
            assert [second] == tx.receipts.of("reader")
            assert (1, 0) == (tx.receipts.clear("reader"), tx.receipts.clear("reader"))
            assert tx.receipts.find("reader", document.document_id) is None
            assert 0 == tx.receipts.forget(before=NOON)
            assert 1 == tx.receipts.forget(before=NOON + timedelta(minutes=1))

    def test_one_is_asked_until_one_confirms_and_anew_by_a_material_change(
        self, unit_of_work: Open
    ) -> None:
        document = bulletin()
        with unit_of_work() as tx:
            tx.documents.add(document)
            assert [(document, None)] == tx.receipts.asked_of(READER, size=9)
            tx.receipts.keep(receipt(document))
            assert [] == tx.receipts.asked_of(READER, size=9)
            tx.documents.save(minor := revised(document, material=False))
            assert [] == tx.receipts.asked_of(READER, size=9)
            tx.documents.save(material := revised(minor, material=True))
        with unit_of_work() as tx:
            assert [(material, None)] == tx.receipts.asked_of(READER, size=9)

    def test_what_was_reminded_of_comes_first(self, unit_of_work: Open) -> None:
        first, second, third = bulletin(), bulletin(), bulletin()
        later = NOON + timedelta(hours=1)
        with unit_of_work() as tx:
            for each in (first, second, third):
                tx.documents.add(each)
            tx.receipts.remind(second.document_id, at=NOON)
            tx.receipts.remind(second.document_id, at=later)
        with unit_of_work() as tx:
            assert later == tx.receipts.reminded_at(second.document_id)
            assert tx.receipts.reminded_at(first.document_id) is None
            found = tx.receipts.asked_of(READER, size=2)
        assert (2, (second, later)) == (len(found), found[0])

    def test_one_is_not_asked_about_what_is_not_ones_own(self, unit_of_work: Open) -> None:
        gone = bulletin()
        others = (
            bulletin(marking=AMBER),
            bulletin(sectors=frozenset({"retail"})),
            bulletin(regions=frozenset({"LON"})),
            bulletin(receipt=ReceiptAsked.NONE),
        )
        with unit_of_work() as tx:
            for each in (gone, *others):
                tx.documents.add(each)
            tx.documents.save(gone.withdraw(by="editor", at=NOON))
        with unit_of_work() as tx:
            assert [] == tx.receipts.asked_of(READER, size=9)
            theirs = replace(READER, sectors=frozenset({"retail"}), regions=frozenset({"LON"}))
            assert 2 == len(tx.receipts.asked_of(theirs, size=9))

    def test_everybody_who_has_not_confirmed_is_in_one_share(
        self, unit_of_work: Open, know: Know
    ) -> None:
        asked = {f"person-{number}" for number in range(20)}
        know(*map(person, asked), person("public", tier=Tier.PUBLIC))
        document = bulletin()
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.receipts.keep(receipt(document, "person-7"))
            shares = [tx.receipts.unconfirmed(document, share) for share in range(SHARES)]
            anew = revised(document, material=True)
            again = [tx.receipts.unconfirmed(anew, share) for share in range(SHARES)]
        assert sorted(asked - {"person-7"}) == sorted(chain.from_iterable(shares))
        assert sorted(asked) == sorted(chain.from_iterable(again))

    def test_a_reminder_is_told_share_by_share_the_eldest_first(self, unit_of_work: Open) -> None:
        first, second = bulletin().document_id, bulletin().document_id
        with unit_of_work() as tx:
            assert tx.receipts.next_reminder() is None
            tx.receipts.remind(second, at=NOON + timedelta(hours=1))
            tx.receipts.remind(first, at=NOON)
        told = []
        with unit_of_work() as tx:
            while (telling := tx.receipts.next_reminder()) is not None:
                told.append((telling.document_id, telling.share))
                tx.receipts.told(telling)
            assert [(each, share) for each in (first, second) for share in range(SHARES)] == told
            tx.receipts.remind(first, at=NOON + timedelta(days=3))
            assert Telling(document_id=first, share=0) == tx.receipts.next_reminder()

    def test_those_who_are_asked_are_counted_and_named(
        self, unit_of_work: Open, know: Know
    ) -> None:
        cell = {"tier": Tier.VERIFIED, "closed_groups": frozenset({"cell"})}
        lon = frozenset({"LON"})
        know(
            person("a", **cell, regions=lon, sectors=frozenset({"retail"}), organisation_id="o"),
            person("b", **cell, regions=lon | {"WAL"}, organisation_id="o"),
            person("c", **cell),
            person("demoted", closed_groups=frozenset({"cell"})),
            person("outside", tier=Tier.TRUSTED),
        )
        document = bulletin(**BY_NAME)
        with unit_of_work() as tx:
            tx.documents.add(document)
            for subject, name in (("b", "Bea"), ("a", "Ann"), ("demoted", "Dee")):
                tx.receipts.keep(receipt(document, subject, name=name))
        with unit_of_work() as tx:
            said = Figures(
                people=3,
                confirmed=2,
                organisations=1,
                regions={"LON": 2, "WAL": 1},
                sectors={"retail": 1},
                names=[
                    NamedReceipt(name=name, organisation_id="o", confirmed_at=NOON)
                    for name in ("Ann", "Bea")
                ],
            )
            assert said == tx.receipts.figures(document, names=True)
            assert replace(said, names=()) == tx.receipts.figures(document, names=False)
            anew = tx.receipts.figures(revised(document, material=True), names=True)
            assert (3, 0, [], {}) == (anew.people, anew.confirmed, anew.names, anew.regions)
