"""Letting nobody use a template any more."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.template import TemplateStatus
from services.alerts.usecases.retire_template import RetireTemplate
from tests.fakes.alerts import APPROVER
from tests.fakes.templates import approved


def test_one_person_is_enough(unit_of_work, clock, stores) -> None:
    retire = RetireTemplate(unit_of_work=unit_of_work, clock=clock)
    stores.templates.add(template := approved())
    with pytest.raises(StaleVersion):
        retire(APPROVER, template_id=template.template_id, expected_version=1, why="Old.")
    gone = retire(APPROVER, template_id=template.template_id, expected_version=2, why="Old.")
    assert TemplateStatus.RETIRED is gone.status
    assert ("alerts:retire-template", {"why": "Old."}) == stores.audit.rows[0][1::3]
