"""GetMe, SuspendSubscriber, RestoreSubscriber: an account, stopped and let in again."""

from datetime import UTC, datetime

import pytest

from isp.identity.v1 import identity_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.waiting_ports import TaskKind
from tests.contract.identity.office import Office, restoration_of, suspension_of
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.serving import Caller, Refused, Served, refusal


def not_suspended(office: Office, by: Caller, asked: pb.SuspendSubscriberRequest) -> Refused:
    with refusal() as said:
        office.identity.SuspendSubscriber(asked, metadata=by.metadata)
    return said


def not_restored(office: Office, by: Caller, asked: pb.RestoreSubscriberRequest) -> Refused:
    with refusal() as said:
        office.identity.RestoreSubscriber(asked, metadata=by.metadata)
    return said


def test_a_person_is_shown_their_own_record(office: Office, stores: MemoryIdentityStores) -> None:
    who = office.person("alert-author", "analyst", tier=Tier.VERIFIED)
    me = office.identity.GetMe(pb.GetMeRequest(), metadata=who.metadata).subscriber
    profile = stores.subscribers.kept[who.subject].profile
    assert (who.subject, profile.email, "Corner Cafe") == (
        me.subject,
        me.email,
        me.organisation_name,
    )
    assert (kernel_pb2.TIER_VERIFIED, ["alert-author", "analyst"]) == (me.tier, list(me.roles))
    assert (["LON"], ["retail"], "en") == (list(me.regions), list(me.sectors), me.language)
    assert pb.VERIFICATION_STATUS_UNSPECIFIED == me.verification_status


def test_whose_record_is_missing_is_told_so(office: Office, server: Served) -> None:
    with refusal() as said:
        office.identity.GetMe(pb.GetMeRequest(), metadata=server.caller().metadata)
    assert ("NOT_FOUND", "SUBSCRIBER_NOT_FOUND") == said.status_and_reason


def test_a_suspension_stops_the_account_from_now_on(
    office: Office, stores: MemoryIdentityStores
) -> None:
    who, before = office.person(), datetime.now(UTC)
    answer = office.identity.SuspendSubscriber(suspension_of(who), metadata=office.officer.metadata)
    person = stores.subscribers.kept[who.subject]
    assert (Standing.SUSPENDED, 2, 2) == (
        person.standing,
        person.rights_version,
        answer.rights_version,
    )
    assert person.valid_after is not None
    assert before <= person.valid_after <= datetime.now(UTC)
    assert [PrincipalChanged(person)] == stores.outbox.events
    carried = [(each.what.subject, each.what.kind) for each in stores.tasks.waiting]
    assert [(who.subject, TaskKind.SYNC)] == carried
    assert {"reason": "Shared a password."} == stores.audit.rows[-1][4]


def test_a_colleague_restores_what_another_suspended(
    office: Office, stores: MemoryIdentityStores
) -> None:
    """Tokens from before the restoration stay refused."""
    who = office.person()
    office.identity.SuspendSubscriber(suspension_of(who), metadata=office.officer.metadata)
    stopped = stores.subscribers.kept[who.subject].valid_after
    asked = restoration_of(who)
    answer = office.identity.RestoreSubscriber(asked, metadata=office.second.metadata)
    person = stores.subscribers.kept[who.subject]
    assert (Standing.ACTIVE, 3, 3) == (
        person.standing,
        person.rights_version,
        answer.rights_version,
    )
    assert stopped is not None
    assert person.valid_after is not None
    assert stopped <= person.valid_after
    assert PrincipalChanged(person) == stores.outbox.events[-1]


def test_whoever_suspended_an_account_cannot_restore_it(
    office: Office, stores: MemoryIdentityStores
) -> None:
    who = office.person()
    office.identity.SuspendSubscriber(suspension_of(who), metadata=office.officer.metadata)
    said = not_restored(office, office.officer, restoration_of(who))
    assert ("PERMISSION_DENIED", "RESTORED_BY_SUSPENDER") == said.status_and_reason
    assert Standing.SUSPENDED is stores.subscribers.kept[who.subject].standing


def test_nobody_suspends_themselves(office: Office) -> None:
    said = not_suspended(office, office.officer, suspension_of(office.officer))
    assert ("PERMISSION_DENIED", "SELF_SUSPENSION") == said.status_and_reason


def test_an_upper_case_subject_is_the_same_person(office: Office) -> None:
    asked = suspension_of(office.officer)
    asked.subject = asked.subject.upper()
    said = not_suspended(office, office.officer, asked)
    assert ("PERMISSION_DENIED", "SELF_SUSPENSION") == said.status_and_reason


def test_who_is_suspended_is_not_suspended_again(office: Office) -> None:
    who = office.person()
    office.identity.SuspendSubscriber(suspension_of(who), metadata=office.officer.metadata)
    said = not_suspended(office, office.second, suspension_of(who))
    assert ("FAILED_PRECONDITION", "SUBSCRIBER_NOT_ACTIVE") == said.status_and_reason


def test_who_is_not_suspended_is_not_restored(office: Office) -> None:
    said = not_restored(office, office.second, restoration_of(office.person()))
    assert ("FAILED_PRECONDITION", "SUBSCRIBER_NOT_SUSPENDED") == said.status_and_reason


def test_who_is_not_there_is_neither_suspended_nor_restored(office: Office, server: Served) -> None:
    nobody = server.caller()
    for said in (
        not_suspended(office, office.officer, suspension_of(nobody)),
        not_restored(office, office.officer, restoration_of(nobody)),
    ):
        assert ("NOT_FOUND", "SUBSCRIBER_NOT_FOUND") == said.status_and_reason


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", ""),
        ("subject", "x"),
        ("subject", "1e5b1c1e-6d0c-4a53-9c55-2b2f6f0f5a010"),
        ("reason", ""),
        ("reason", " "),
        ("reason", "x" * 1001),
        ("reason", "a\x00b"),
    ],
)
def test_what_is_wrong_is_named(office: Office, name: str, value: str) -> None:
    who = office.person()
    suspension, restoration = suspension_of(who), restoration_of(who)
    for asked in (suspension, restoration):
        setattr(asked, name, value)
    for said in (
        not_suspended(office, office.officer, suspension),
        not_restored(office, office.second, restoration),
    ):
        assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
        assert [name] == [each.field for each in said.said.violations]
