"""PrivacyService as identity keeps it: everything about a person, and nothing any more."""

import json
from typing import Any

import pytest

from isp.privacy.v1 import privacy_pb2 as pb
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.waiting_ports import TaskKind
from tests.contract.identity.office import Office
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def saga(server: Served) -> Caller:
    return server.service("identity")


def exported(privacy: PrivacyServiceStub, saga: Caller, subject: str) -> list[dict[str, Any]]:
    request = pb.ExportSubjectRequest(subject=subject)
    records = privacy.ExportSubject(request, metadata=saga.metadata).records
    assert all(record.table and record.purpose for record in records)
    return [json.loads(record.json) for record in records]


def erased(privacy: PrivacyServiceStub, saga: Caller, subject: str) -> int:
    request = pb.EraseSubjectRequest(subject=subject)
    return privacy.EraseSubject(request, metadata=saga.metadata).rows


def test_a_persons_rows_come_with_their_table_and_purpose(
    office: Office, privacy: PrivacyServiceStub, saga: Caller
) -> None:
    who = office.person()
    assert [{"subject": who.subject}] == exported(privacy, saga, who.subject)


def test_a_person_who_is_not_known_here_has_nothing(
    privacy: PrivacyServiceStub, saga: Caller
) -> None:
    assert [] == exported(privacy, saga, "nobody")
    assert 0 == erased(privacy, saga, "nobody")


def test_erasure_closes_the_account_everywhere_and_again_changes_nothing(
    office: Office, privacy: PrivacyServiceStub, saga: Caller, stores: MemoryIdentityStores
) -> None:
    who = office.person("alert-author", tier=Tier.VERIFIED)
    assert [3, 0] == [erased(privacy, saga, who.subject), erased(privacy, saga, who.subject)]
    person = stores.subscribers.kept[who.subject]
    assert (Standing.CLOSED, Tier.PUBLIC, frozenset()) == (
        person.standing,
        person.tier,
        person.roles,
    )
    assert ("", "", "") == (
        person.profile.given_name,
        person.profile.family_name,
        person.profile.organisation_name,
    )
    assert [PrincipalChanged(person)] == stores.outbox.events
    carried = [(each.what.subject, each.what.kind) for each in stores.tasks.waiting]
    assert [(who.subject, TaskKind.DELETE)] == carried
    assert who.subject not in str(stores.audit.rows)


@pytest.mark.parametrize("subject", ["", " ", "x" * 101, "a\x00b"])
@pytest.mark.parametrize("ask", [exported, erased])
def test_a_subject_that_cannot_be_is_refused_by_name(
    privacy: PrivacyServiceStub, saga: Caller, ask: Any, subject: str
) -> None:
    with refusal() as refused:
        ask(privacy, saga, subject)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert ["subject"] == [each.field for each in refused.said.violations]
