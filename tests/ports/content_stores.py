"""What every store of content must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import StaleVersion
from kernel.access import may_read
from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.compartments import Compartment
from services.content.domain.document import Kind
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import DocumentChanged
from services.content.domain.upkeep import Revision
from tests.fakes.content import (
    AMBER,
    EDITOR,
    FILM,
    NOON,
    READER,
    VERIFIED,
    content,
    looked_after,
    published,
)

Open = Callable[[], AbstractContextManager[Any]]
PORTS = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")
RED = Marking(
    tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"reader", "verified"})
)
MEMBER = Principal(subject="member", tier=Tier.VERIFIED, closed_groups=frozenset({"ports"}))


class DocumentsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        original = published(
            sectors=frozenset({"retail", "small-business"}), regions=frozenset({"LON"})
        )
        kept = [
            original,
            published(marking=PORTS, kind=Kind.BRIEFING, sources=("One", "Two")),
            published(marking=RED),
            published(language="cy", translation_of=original.document_id),
            published().withdraw(by="editor", at=NOON),
            published(
                kind=Kind.VIDEO, video=FILM, tags=("vans", "crowds"), teaser="There is more."
            ),
            looked_after().revise(
                content(), by="other", at=NOON, revision=Revision(note="New", material=True)
            ),
        ]
        with unit_of_work() as tx:
            for each in kept:
                tx.documents.add(each)
        with unit_of_work() as tx:
            assert kept == [tx.documents.get(each.document_id, lock=True) for each in kept]
            ids = [each.document_id for each in kept]
            assert set(kept) == set(tx.documents.of_ids([*ids, uuid4()]))
            assert {original, kept[3]} == set(tx.documents.translations(original.document_id))
            with pytest.raises(DocumentNotFound):
                tx.documents.get(uuid4())

    def test_a_version_is_saved_once(self, unit_of_work: Open) -> None:
        document = published()
        revised = document.revise(document.content, by="other", at=NOON)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.documents.save(revised)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.documents.save(revised)
        with unit_of_work() as tx:
            assert revised == tx.documents.get(document.document_id)

    def test_everything_comes_oldest_first_or_since_a_moment(self, unit_of_work: Open) -> None:
        kept = [published(at=NOON + timedelta(hours=hour)) for hour in range(4)]
        with unit_of_work() as tx:
            for each in reversed(kept):
                tx.documents.add(each)
        with unit_of_work() as tx:
            assert kept == list(tx.documents.everything())
        with unit_of_work() as tx:
            assert kept[2:] == list(tx.documents.everything(since=NOON + timedelta(hours=2)))

    def test_a_compartment_is_walked_by_id(self, unit_of_work: Open) -> None:
        kept = [published() for _ in range(5)]
        others = [published(marking=PORTS), published(marking=RED)]
        with unit_of_work() as tx:
            for each in (*kept, *others, published().withdraw(by="editor", at=NOON)):
                tx.documents.add(each)
        by_id = sorted(kept, key=lambda each: each.document_id)
        with unit_of_work() as tx:
            ports = Compartment(Tier.VERIFIED, "ports").name
            assert {"public", ports} == set(tx.documents.compartments())
            walk = tx.documents.in_compartment
            first = walk("public", after=None, size=3)
            last = walk("public", after=first[-1].document_id, size=3)
            assert by_id == [*first, *last]
            assert [others[0]] == list(walk(ports, after=None, size=3))

    def test_events_are_kept_while_everything_is_read(self, unit_of_work: Open) -> None:
        """As `republish` does."""
        with unit_of_work() as tx:
            tx.documents.add(document := published())
        with unit_of_work() as tx:
            for each in tx.documents.everything():
                tx.outbox.again(DocumentChanged(each))
        with unit_of_work() as tx:
            assert document == tx.documents.get(document.document_id)

    def test_a_person_is_found_and_renamed(self, unit_of_work: Open) -> None:
        mine, named = published(by="gone"), published(marking=RED)
        with unit_of_work() as tx:
            for each in (mine, named, published()):
                tx.documents.add(each)
        with unit_of_work() as tx:
            assert [mine] == list(tx.documents.changed_by("gone"))
            # Each with its version as well.
            assert [2, 2] == [tx.documents.rename(who, "p") for who in ("gone", "reader")]
        with unit_of_work() as tx:
            assert "p" == tx.documents.get(mine.document_id).changed_by
            marking = tx.documents.get(named.document_id).content.marking
            assert {"p", "verified"} == marking.named_subjects
            assert 0 == tx.documents.rename("gone", "p")

    def test_who_owns_and_who_approved_is_found_and_renamed_too(self, unit_of_work: Open) -> None:
        mine = looked_after()
        theirs = replace(published(by="x"), approved_by="owner")
        with unit_of_work() as tx:
            for each in (mine, theirs, published(by="x")):
                tx.documents.add(each)
        with unit_of_work() as tx:
            assert {mine, theirs} == set(tx.documents.changed_by("owner"))
            assert 4 == tx.documents.rename("owner", "p")
        with unit_of_work() as tx:
            assert "p" == tx.documents.get(mine.document_id).upkeep.owner
            assert "p" == tx.documents.get(theirs.document_id).approved_by

    def test_what_a_document_was_is_kept_with_it(self, unit_of_work: Open) -> None:
        first = looked_after(tags=("vans",))
        second = first.revise(content(title="New"), by="x", at=NOON)
        with unit_of_work() as tx:
            tx.documents.add(first)
            tx.documents.save(second)
            tx.documents.add(published())
        with unit_of_work() as tx:
            here = first.document_id
            assert [second, first] == list(tx.documents.versions(here, before=None, size=9))
            assert [second] == list(tx.documents.versions(here, before=None, size=1))
            assert [first] == list(tx.documents.versions(here, before=2, size=9))
            assert first == tx.documents.version(here, 1)
            with pytest.raises(DocumentNotFound):
                tx.documents.version(here, 3)

    def test_what_is_overdue_or_goes_is_found_by_who_may_read_it(self, unit_of_work: Open) -> None:
        late = [looked_after(), looked_after(marking=AMBER)]
        ends = replace(published(), withdraw_at=NOON)
        gone = replace(published(), withdraw_at=NOON).withdraw(by="x", at=NOON)
        day, after = date(2027, 11, 24), date(2027, 11, 25)
        with unit_of_work() as tx:
            for each in (*late, ends, gone, published()):
                tx.documents.add(each)
        with unit_of_work() as tx:
            documents = tx.documents
            assert [] == list(documents.overdue(VERIFIED, today=day, skip=0, size=9))
            assert (0, 2) == (documents.count_overdue(day), documents.count_overdue(after))
            found = documents.overdue(VERIFIED, today=after, skip=0, size=9)
            assert {each.document_id for each in late} == {each.document_id for each in found}
            assert 1 == len(documents.overdue(VERIFIED, today=after, skip=1, size=9))
            assert [late[0]] == list(documents.overdue(READER, today=after, skip=0, size=9))
            assert [ends] == list(documents.going(READER, skip=0, size=9))
            assert documents.next_gone(NOON - timedelta(seconds=1)) is None
            assert ends == documents.next_gone(NOON)

    def test_a_withdrawn_document_is_read_for_editors_alone(self, unit_of_work: Open) -> None:
        gone = published().withdraw(by="editor", at=NOON)
        with unit_of_work() as tx:
            tx.documents.add(gone)
        with unit_of_work() as tx:
            assert gone == tx.documents.get(gone.document_id)
            assert gone == tx.documents.get(gone.document_id, reader=EDITOR)
            with pytest.raises(DocumentNotFound):
                tx.documents.get(gone.document_id, reader=READER)

    def test_what_is_shown_is_what_may_read_lets_be_read(self, unit_of_work: Open) -> None:
        """The query's idea of reading is the kernel's, so counts and pages leak nothing."""
        markings = [
            Marking.clear(),
            Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED),
            AMBER,
            PORTS,
            RED,
        ]
        kept = [published(marking=marking) for marking in markings]
        ids = {each.document_id: each.content.marking for each in kept}
        with unit_of_work() as tx:
            for each in kept:
                tx.documents.add(each)

        @settings(max_examples=40)
        @given(
            subject=st.sampled_from(["reader", "other", None]),
            tier=st.sampled_from(Tier),
            groups=st.frozensets(st.sampled_from(["ports", "stadiums"])),
        )
        def agrees(subject: str | None, tier: Tier, groups: frozenset[str]) -> None:
            reader = Principal(subject=subject, tier=tier, closed_groups=groups)
            with unit_of_work() as tx:
                page = tx.documents.page(reader, language="", after=None, size=100)
                got = set()
                for document_id, marking in ids.items():
                    with suppress(DocumentNotFound):
                        assert (
                            marking == tx.documents.get(document_id, reader=reader).content.marking
                        )
                        got.add(marking)
            shown = {each.content.marking for each in page}
            assert {each for each in markings if may_read(reader, each)} == shown == got

        agrees()
