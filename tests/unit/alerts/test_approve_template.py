"""Letting duty officers use a template."""

from uuid import uuid4

import pytest

from services.alerts.domain.errors import SelfApproval, TemplateNotFound
from services.alerts.domain.template import TemplateStatus
from services.alerts.usecases.approve_template import ApproveTemplate
from tests.fakes.alerts import APPROVER, person
from tests.fakes.templates import proposed


@pytest.fixture
def approve(unit_of_work, clock):
    return ApproveTemplate(unit_of_work=unit_of_work, clock=clock)


def test_a_second_person_approves_exactly_what_they_read(approve, stores) -> None:
    stores.templates.add(template := proposed())
    with pytest.raises(SelfApproval):
        approve(
            person("author", "duty-officer"), template_id=template.template_id, read=template.digest
        )
    good = approve(APPROVER, template_id=template.template_id, read=template.digest)
    assert TemplateStatus.APPROVED is good.status
    assert ("approver", "alerts:approve-template") == stores.audit.rows[0][:2]


def test_an_unknown_one_is_not_found(approve) -> None:
    with pytest.raises(TemplateNotFound):
        approve(APPROVER, template_id=uuid4(), read=b"0" * 32)
