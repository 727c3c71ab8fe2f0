"""PrivacyService as engagement keeps it: everything about a person, and nothing any more."""

import json
from typing import Any

from isp.privacy.v1 import privacy_pb2 as pb
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from tests.contract.engagement.desk import Desk
from tests.fakes.engagement import MemoryEngagementStores
from tests.fakes.serving import Caller, Served


def exported(privacy: PrivacyServiceStub, saga: Caller, subject: str) -> list[dict[str, Any]]:
    request = pb.ExportSubjectRequest(subject=subject)
    records = privacy.ExportSubject(request, metadata=saga.metadata).records
    assert all(record.table and record.purpose for record in records)
    return [json.loads(record.json) for record in records]


def test_an_asker_gets_all_of_it_and_after_erasure_nothing_leads_to_them(
    desk: Desk, privacy: PrivacyServiceStub, server: Served, stores: MemoryEngagementStores
) -> None:
    saga, subject = server.service("identity"), desk.asker.subject
    desk.answer(desk.claim(desk.ask().question, desk.expert), desk.expert)
    (row,) = exported(privacy, saga, subject)
    assert ["Where should bollards stand?", "On the kerb."] == [
        each["text"] for each in row["thread"]
    ]
    request = pb.EraseSubjectRequest(subject=subject)
    assert [3, 0] == [privacy.EraseSubject(request, metadata=saga.metadata).rows for _ in range(2)]
    assert [] == exported(privacy, saga, subject)
    assert subject not in str((stores.questions.kept, stores.questions.threads))
    assert "bollards" not in str((stores.questions.kept, stores.questions.threads))
