"""The RPCs of engagement: each translates, calls its use case, translates back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.privacy import PrivacyServicer
from chassis.requests import id_from, page_size_from, place_from, token_of, version_from
from isp.engagement.v1 import engagement_pb2 as pb
from isp.engagement.v1 import engagement_pb2_grpc, question_pb2
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.ports import Clock
from kernel.principals import Principal
from services.engagement.domain.question import Conversation, Question
from services.engagement.domain.thread import LONGEST, LONGEST_TITLE, Kind
from services.engagement.inbound.translate import (
    asking_from,
    code_from,
    language_from,
    queue_place_from,
    queue_token_of,
)
from services.engagement.messages import conversation_to_pb, emergency_to_pb, question_to_pb
from services.engagement.usecases.answer_question import AnswerQuestion
from services.engagement.usecases.ask_expert import AskExpert
from services.engagement.usecases.ask_further import AskFurther
from services.engagement.usecases.claim_question import ClaimQuestion
from services.engagement.usecases.close_question import CloseQuestion
from services.engagement.usecases.get_asking_terms import GetAskingTerms
from services.engagement.usecases.get_question import GetQuestion
from services.engagement.usecases.hand_over_question import HandOverQuestion
from services.engagement.usecases.list_my_questions import ListMyQuestions
from services.engagement.usecases.list_queue import ListQueue
from services.engagement.usecases.release_question import ReleaseQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementServicer(engagement_pb2_grpc.EngagementServiceServicer):
    """isp.engagement.v1.EngagementService."""

    clock: Clock
    get_asking_terms: GetAskingTerms
    ask_expert: AskExpert
    list_my_questions: ListMyQuestions
    get_question: GetQuestion
    ask_further: AskFurther
    close_question: CloseQuestion
    list_queue: ListQueue
    claim_question: ClaimQuestion
    release_question: ReleaseQuestion
    hand_over_question: HandOverQuestion
    answer_question: AnswerQuestion

    def _shown(self, conversation: Conversation, to: Principal) -> question_pb2.Question:
        return conversation_to_pb(conversation, reader=to.person, at=self.clock.now())

    def _listed(self, found: Sequence[Question], to: Principal) -> list[question_pb2.Question]:
        now = self.clock.now()
        return [question_to_pb(each, reader=to.person, at=now) for each in found]

    def GetAskingTerms(
        self, request: pb.GetAskingTermsRequest, context: grpc.ServicerContext
    ) -> pb.GetAskingTermsResponse:
        """Say what to know before asking."""
        terms = self.get_asking_terms(language=language_from(request.language))
        return pb.GetAskingTermsResponse(
            emergency=emergency_to_pb(terms.emergency),
            answer_working_days=terms.answer_working_days,
            longest_title=LONGEST_TITLE,
            longest_text=LONGEST[Kind.QUESTION],
            most_open_questions=terms.most_open_questions,
        )

    def AskExpert(
        self, request: pb.AskExpertRequest, context: grpc.ServicerContext
    ) -> pb.AskExpertResponse:
        """Ask a question."""
        who, (asking, key) = caller(context), asking_from(request)
        asked = self.ask_expert(who, asking=asking, key=key)
        return pb.AskExpertResponse(
            question=self._shown(asked.conversation, who),
            emergency=emergency_to_pb(asked.emergency),
            answer_working_days=asked.answer_working_days,
        )

    def ListMyQuestions(
        self, request: pb.ListMyQuestionsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyQuestionsResponse:
        """Read a page of the caller's questions."""
        who, after = caller(context), place_from(request.page_token)
        size = page_size_from(request.page_size)
        found, following = self.list_my_questions(who, after=after, size=size)
        shown, token = self._listed(found, who), token_of(following)
        return pb.ListMyQuestionsResponse(questions=shown, next_page_token=token)

    def GetQuestion(
        self, request: pb.GetQuestionRequest, context: grpc.ServicerContext
    ) -> pb.GetQuestionResponse:
        """Read one question."""
        who, question_id = caller(context), id_from("question_id", request.question_id)
        conversation = self.get_question(who, question_id=question_id)
        return pb.GetQuestionResponse(question=self._shown(conversation, who))

    def AskFurther(
        self, request: pb.AskFurtherRequest, context: grpc.ServicerContext
    ) -> pb.AskFurtherResponse:
        """Add to the caller's own question."""
        asked = self.ask_further(
            who := caller(context),
            question_id=id_from("question_id", request.question_id),
            expected_version=version_from(request.expected_version),
            text=request.text,
        )
        return pb.AskFurtherResponse(
            question=self._shown(asked.conversation, who),
            emergency=emergency_to_pb(asked.emergency),
            answer_working_days=asked.answer_working_days,
        )

    def CloseQuestion(
        self, request: pb.CloseQuestionRequest, context: grpc.ServicerContext
    ) -> pb.CloseQuestionResponse:
        """End a question."""
        who, question_id = caller(context), id_from("question_id", request.question_id)
        version = version_from(request.expected_version)
        closed = self.close_question(who, question_id=question_id, expected_version=version)
        return pb.CloseQuestionResponse(question=self._shown(closed, who))

    def ListQueue(
        self, request: pb.ListQueueRequest, context: grpc.ServicerContext
    ) -> pb.ListQueueResponse:
        """Read a page of what waits for the caller, or of what they hold."""
        who, after = caller(context), queue_place_from(request.page_token)
        held, size = request.held_by_you, page_size_from(request.page_size)
        found, following = self.list_queue(who, held=held, after=after, size=size)
        shown, token = self._listed(found, who), queue_token_of(following)
        return pb.ListQueueResponse(questions=shown, next_page_token=token)

    def ClaimQuestion(
        self, request: pb.ClaimQuestionRequest, context: grpc.ServicerContext
    ) -> pb.ClaimQuestionResponse:
        """Give a question to the caller alone."""
        who, question_id = caller(context), id_from("question_id", request.question_id)
        version = version_from(request.expected_version)
        claimed = self.claim_question(who, question_id=question_id, expected_version=version)
        return pb.ClaimQuestionResponse(question=self._shown(claimed, who))

    def ReleaseQuestion(
        self, request: pb.ReleaseQuestionRequest, context: grpc.ServicerContext
    ) -> pb.ReleaseQuestionResponse:
        """Put a question back into the queue."""
        who, question_id = caller(context), id_from("question_id", request.question_id)
        version = version_from(request.expected_version)
        released = self.release_question(who, question_id=question_id, expected_version=version)
        return pb.ReleaseQuestionResponse(question=self._shown(released, who))

    def HandOverQuestion(
        self, request: pb.HandOverQuestionRequest, context: grpc.ServicerContext
    ) -> pb.HandOverQuestionResponse:
        """Pass a question to other experts."""
        passed = self.hand_over_question(
            who := caller(context),
            question_id=id_from("question_id", request.question_id),
            expected_version=version_from(request.expected_version),
            region=code_from("region", request.region),
            sector=code_from("sector", request.sector),
            note=request.note,
        )
        return pb.HandOverQuestionResponse(question=self._shown(passed, who))

    def AnswerQuestion(
        self, request: pb.AnswerQuestionRequest, context: grpc.ServicerContext
    ) -> pb.AnswerQuestionResponse:
        """Answer a question."""
        answered = self.answer_question(
            who := caller(context),
            question_id=id_from("question_id", request.question_id),
            expected_version=version_from(request.expected_version),
            text=request.text,
        )
        return pb.AnswerQuestionResponse(question=self._shown(answered, who))


def services_of(
    engagement: EngagementServicer, privacy: PrivacyServicer
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of engagement with what adds each to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["EngagementService"]: lambda server: (
            engagement_pb2_grpc.add_EngagementServiceServicer_to_server(engagement, server)
        ),
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]: lambda server: (
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(privacy, server)
        ),
    }
