"""What the stores of partners' links and catalogues must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.content.domain.catalogue import CatalogueStatus
from services.content.domain.catalogue_pack import ItemFault
from services.content.domain.document import Document, PartnerOrigin
from services.content.domain.link_health import LOOK_AGAIN, LOOK_EVERY, UNSEEN, Look
from services.content.domain.partner_errors import CatalogueNotFound, PartnerLinkNotFound
from tests.fakes.content import EDITOR, NOON, content, published
from tests.fakes.content_partners import WORDS, catalogue, link_content, partner_link, taken

Open = Callable[[], AbstractContextManager[Any]]
SILENT = Look(why="no answer")


class PartnerLinksStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        kept = [
            partner_link(),
            partner_link(
                content=link_content(
                    welsh=replace(WORDS, name="Corff masnach"),
                    english=replace(WORDS, name="A body"),
                    languages=frozenset({"cy", "en-GB"}),
                    sectors=frozenset({"retail"}),
                    regions=frozenset({"LON"}),
                    demonstration=True,
                ),
                health=UNSEEN.after(SILENT, at=NOON),
            ),
        ]
        with unit_of_work() as tx:
            for each in kept:
                tx.partner_links.add(each)
        with unit_of_work() as tx:
            assert kept == [tx.partner_links.get(each.link_id, lock=True) for each in kept]
            assert [kept[1], kept[0]] == list(tx.partner_links.listed()), "by name"
            assert 2 == tx.partner_links.count()

    def test_a_version_is_saved_once_and_a_removed_link_is_gone(self, unit_of_work: Open) -> None:
        link = partner_link()
        off = link.taken_off(by="other", at=NOON)
        with unit_of_work() as tx:
            tx.partner_links.add(link)
            tx.partner_links.save(off)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.partner_links.save(off)
        with unit_of_work() as tx:
            assert ([], 0) == (list(tx.partner_links.listed()), tx.partner_links.count())
            assert [] == list(tx.partner_links.due(NOON + timedelta(days=9), 9))
            assert [off] == list(tx.partner_links.changed_by("other"))
            with pytest.raises(PartnerLinkNotFound):
                tx.partner_links.get(link.link_id)
            with pytest.raises(PartnerLinkNotFound):
                tx.partner_links.get(uuid4())

    def test_those_are_due_that_waited_longest(self, unit_of_work: Open) -> None:
        seen = UNSEEN.after(Look(), at=NOON)
        silent = UNSEEN.after(SILENT, at=NOON + timedelta(minutes=1))
        links = [partner_link(health=each) for each in (silent, seen, UNSEEN)]
        with unit_of_work() as tx:
            for each in links:
                tx.partner_links.add(each)
        with unit_of_work() as tx:

            def due(later: timedelta, most: int = 9) -> list[Any]:
                return list(tx.partner_links.due(NOON + later, most))

            assert [links[2]] == due(LOOK_AGAIN)
            assert [links[2], links[0]] == due(LOOK_AGAIN + timedelta(minutes=1))
            assert [links[2], links[1], links[0]] == due(LOOK_EVERY)
            assert [links[2]] == due(LOOK_EVERY, 1)
            for each in links:
                due_at = each.health.due_at
                assert (due_at is None or due_at <= NOON + LOOK_AGAIN) == (each in due(LOOK_AGAIN))

    def test_a_look_is_kept_unless_the_address_changed(self, unit_of_work: Open) -> None:
        link = partner_link()
        seen = UNSEEN.after(Look(moved_to="https://other.example/"), at=NOON)
        with unit_of_work() as tx:
            tx.partner_links.add(link)
            tx.partner_links.looked(link, seen)
        with unit_of_work() as tx:
            assert replace(link, health=seen) == tx.partner_links.get(link.link_id)
            other = partner_link(
                link_id=link.link_id, content=link_content(url="https://x.example/")
            )
            tx.partner_links.looked(other, UNSEEN)
            assert seen == tx.partner_links.get(link.link_id).health

    def test_an_editor_is_renamed(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.partner_links.add(partner_link())
            tx.partner_links.add(partner_link(changed_by="other"))
            assert (1, 0) == (
                tx.partner_links.rename("editor", "nobody"),
                tx.partner_links.rename("editor", "nobody"),
            )
            assert 1 == len(tx.partner_links.changed_by("nobody"))


class CataloguesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        fault = ItemFault(position=1, item_id="x", field="level", what="must be said")
        kept = [
            catalogue(name="B", taken=taken(faults=(fault,)), looked_at=NOON),
            catalogue(
                name="A", status=CatalogueStatus.ENDED, ended_by="admin", ended_at=NOON, version=3
            ),
            catalogue(name="C", refused_because="expired: it is good no more"),
        ]
        with unit_of_work() as tx:
            for each in kept:
                tx.catalogues.add(each)
        with unit_of_work() as tx:
            assert kept == [tx.catalogues.get(each.catalogue_id, lock=True) for each in kept]
            assert [kept[0], kept[2], kept[1]] == list(tx.catalogues.page(9))
            assert (2, 1) == (tx.catalogues.count(), len(tx.catalogues.page(1)))
            with pytest.raises(CatalogueNotFound):
                tx.catalogues.get(uuid4())

    def test_a_version_is_saved_once_and_a_look_is_none(self, unit_of_work: Open) -> None:
        before = catalogue()
        after = before.ended(by="other", at=NOON, reason="Over.")
        with unit_of_work() as tx:
            tx.catalogues.add(before)
            tx.catalogues.looked(looked := replace(before, taken=taken(), looked_at=NOON))
        with unit_of_work() as tx:
            assert looked == tx.catalogues.get(before.catalogue_id)
            tx.catalogues.save(after)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.catalogues.save(after)
        with unit_of_work() as tx:
            assert after == tx.catalogues.get(before.catalogue_id)

    def test_those_are_due_that_were_not_asked_for_or_have_run_out(
        self, unit_of_work: Open
    ) -> None:
        earlier = NOON - timedelta(minutes=15)
        over = taken(expires_at=NOON)
        kept = [
            catalogue(),
            catalogue(looked_at=earlier),
            catalogue(looked_at=NOON, taken=over),
            catalogue(looked_at=NOON, taken=replace(over, items=0)),
            catalogue(looked_at=NOON, taken=taken()),
            catalogue(status=CatalogueStatus.PROPOSED),
            catalogue(status=CatalogueStatus.ENDED),
        ]
        with unit_of_work() as tx:
            for each in kept:
                tx.catalogues.add(each)
        with unit_of_work() as tx:
            due = tx.catalogues.due(earlier, NOON)
            assert sorted(each.catalogue_id for each in kept[:3]) == sorted(due)

    def test_a_person_is_renamed_wherever_they_stand(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.catalogues.add(catalogue(proposed_by="p", confirmed_by="p", ended_by="p"))
            tx.catalogues.add(catalogue())
            assert 1 == len(tx.catalogues.decided_by("p"))
            assert (3, 0) == (tx.catalogues.rename("p", "n"), tx.catalogues.rename("p", "n"))
            (found,) = tx.catalogues.decided_by("n")
            assert ("n", "n", "n") == (found.proposed_by, found.confirmed_by, found.ended_by)

    def test_a_partners_document_comes_back_and_is_in_no_list_of_ours(
        self, unit_of_work: Open
    ) -> None:
        ours, catalogue_id = published(), uuid4()
        origin = PartnerOrigin(
            catalogue_id=catalogue_id,
            item_id="1",
            name="Trade body",
            account="None.",
            url="https://trade.example/1",
        )
        theirs = Document.published(uuid4(), content(), by="c", at=NOON, partner=origin)
        with unit_of_work() as tx:
            tx.documents.add(ours)
            tx.documents.add(theirs)
        with unit_of_work() as tx:
            assert theirs == tx.documents.get(theirs.document_id)
            assert [theirs] == list(tx.documents.of_catalogue(catalogue_id))
            assert [] == list(tx.documents.of_catalogue(uuid4()))
            assert [ours] == list(tx.documents.page(EDITOR, language="", after=None, size=9))
            assert {ours, theirs} == set(tx.documents.everything())
