"""The people of a question, and what they usually do."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from isp.engagement.v1 import engagement_pb2 as pb
from isp.engagement.v1 import question_pb2
from isp.engagement.v1.engagement_pb2_grpc import EngagementServiceStub
from services.engagement.domain.pools import Expert
from tests.fakes.engagement import MemoryEngagementStores
from tests.fakes.serving import Caller, Served


@dataclass(frozen=True)
class Desk:
    """An asker, two experts of their pool, one of another region, and the service before them."""

    engagement: EngagementServiceStub
    asker: Caller
    stranger: Caller
    expert: Caller
    colleague: Caller
    elsewhere: Caller

    @classmethod
    def opened(
        cls, server: Served, engagement: EngagementServiceStub, stores: MemoryEngagementStores
    ) -> "Desk":
        def person(*roles: str, region: str = "LON") -> Caller:
            places = {"regions": frozenset({region}), "sectors": frozenset({"retail"})}
            caller = server.caller(*roles, **places)
            if roles:
                stores.experts.there.append(Expert(subject=caller.subject, **places))
            return caller

        return cls(
            engagement=engagement,
            asker=person(),
            stranger=person(),
            expert=person("expert"),
            colleague=person("expert"),
            elsewhere=person("expert", region="WAL"),
        )

    def ask(self, **given: Any) -> pb.AskExpertResponse:
        """Ask as the asker does."""
        said = {
            "title": "Cars at the door",
            "text": "Where should bollards stand?",
            "idempotency_key": str(uuid4()),
        }
        request = pb.AskExpertRequest(**said | given)
        return self.engagement.AskExpert(request, metadata=self.asker.metadata)

    def claim(self, question: question_pb2.Question, by: Caller) -> question_pb2.Question:
        """Claim what was just read."""
        request = pb.ClaimQuestionRequest(**read(question))
        return self.engagement.ClaimQuestion(request, metadata=by.metadata).question

    def answer(
        self, question: question_pb2.Question, by: Caller, text: str = "On the kerb."
    ) -> question_pb2.Question:
        """Answer what was just read."""
        request = pb.AnswerQuestionRequest(**read(question), text=text)
        return self.engagement.AnswerQuestion(request, metadata=by.metadata).question

    def get(self, question_id: str, by: Caller) -> question_pb2.Question:
        """Read a question."""
        request = pb.GetQuestionRequest(question_id=question_id)
        return self.engagement.GetQuestion(request, metadata=by.metadata).question

    def queue(self, by: Caller, **given: Any) -> list[question_pb2.Question]:
        """Read all pages of a queue."""
        seen, token = [], ""
        while True:
            request = pb.ListQueueRequest(page_token=token, **given)
            page = self.engagement.ListQueue(request, metadata=by.metadata)
            seen += page.questions
            token = page.next_page_token
            if not token:
                return seen


def read(question: question_pb2.Question) -> dict[str, Any]:
    """The id and the version of what was read, as changing requests take them."""
    return {"question_id": question.question_id, "expected_version": question.version}
