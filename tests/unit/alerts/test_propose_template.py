"""Proposing words by which one person may warn alone."""

import pytest

from chassis.errors import Invalid
from services.alerts.domain.template import TemplateStatus
from services.alerts.usecases.propose_template import ProposeTemplate
from tests.fakes.alerts import AUTHOR, key
from tests.fakes.plumbing import FreshIds
from tests.fakes.templates import words


@pytest.fixture
def propose(unit_of_work, clock):
    return ProposeTemplate(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_it_is_kept_and_nobody_may_use_it_yet(propose, stores) -> None:
    template = propose(AUTHOR, content=words(), key=key())
    assert (TemplateStatus.PROPOSED, template) == (
        template.status,
        stores.templates.get(template.template_id),
    )
    assert ("author", "alerts:propose-template") == stores.audit.rows[0][:2]
    assert template == propose(AUTHOR, content=words(), key=key())


def test_a_wrong_word_keeps_nothing(propose, stores) -> None:
    with pytest.raises(Invalid):
        propose(AUTHOR, content=words(name=""), key=key())
    assert ({}, []) == (stores.templates.kept, stores.audit.rows)
