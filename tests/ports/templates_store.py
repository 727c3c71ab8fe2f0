"""What every store of templates must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import TemplateNotFound
from tests.fakes.templates import NOON, approved, proposed, stand_in

Open = Callable[[], AbstractContextManager[Any]]


class TemplatesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same_and_retired_ones_are_not_listed(
        self, unit_of_work: Open
    ) -> None:
        kept = [proposed(), stand_in(), approved().retire(by="x", why="Old.", at=NOON)]
        with unit_of_work() as tx:
            for template in kept:
                tx.templates.add(template)
        with unit_of_work() as tx:
            assert kept == [tx.templates.get(each.template_id, lock=True) for each in kept]
            assert {each.template_id for each in kept[:2]} == {
                each.template_id for each in tx.templates.standing(most=10)
            }
            assert 1 == len(tx.templates.standing(most=1))
            assert kept[0].digest == tx.templates.get(kept[0].template_id).digest

    def test_a_version_is_saved_once_and_an_unknown_one_is_not_found(
        self, unit_of_work: Open
    ) -> None:
        template = proposed()
        with unit_of_work() as tx:
            tx.templates.add(template)
            tx.templates.save(template.retire(by="x", why="w", at=NOON))
            with pytest.raises(StaleVersion):
                tx.templates.save(template.retire(by="y", why="w", at=NOON))
            with pytest.raises(TemplateNotFound):
                tx.templates.get(uuid4())

    def test_a_person_is_found_and_renamed(self, unit_of_work: Open) -> None:
        template = approved()
        with unit_of_work() as tx:
            tx.templates.add(template)
            tx.templates.add(proposed(by="somebody"))
        with unit_of_work() as tx:
            assert [template] == list(tx.templates.said_by("approver"))
            assert 1 == tx.templates.rename("approver", "p1")
        with unit_of_work() as tx:
            assert [] == list(tx.templates.said_by("approver"))
            assert "p1" == tx.templates.get(template.template_id).approved.by
            assert 0 == tx.templates.rename("approver", "p1")
