"""The RPCs of assessment: each translates, calls its use case, translates back."""

from dataclasses import dataclass

import grpc

from chassis.calls import caller
from isp.training.v1 import assessment_pb2, assessment_pb2_grpc
from services.training.inbound import shown
from services.training.inbound.translate import saved_from, step_from
from services.training.usecases.answer_step import AnswerStep
from services.training.usecases.choose_extra_time import ChooseExtraTime
from services.training.usecases.get_extra_time import GetExtraTime
from services.training.usecases.save_answers import SaveAnswers


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentServicer(assessment_pb2_grpc.AssessmentServiceServicer):
    """isp.training.v1.AssessmentService."""

    save_answers: SaveAnswers
    answer_step: AnswerStep
    get_extra_time: GetExtraTime
    choose_extra_time: ChooseExtraTime

    def SaveAnswers(
        self, request: assessment_pb2.SaveAnswersRequest, context: grpc.ServicerContext
    ) -> assessment_pb2.SaveAnswersResponse:
        """Keep answers."""
        attempt_id, answers = saved_from(request)
        attempt, module = self.save_answers(caller(context), attempt_id=attempt_id, answers=answers)
        return assessment_pb2.SaveAnswersResponse(
            attempt=shown.attempt_to_pb(attempt, module), over=attempt.submitted_at is not None
        )

    def AnswerStep(
        self, request: assessment_pb2.AnswerStepRequest, context: grpc.ServicerContext
    ) -> assessment_pb2.AnswerStepResponse:
        """Make a choice in a scenario."""
        attempt_id, question_id, step_id, choice_id = step_from(request)
        attempt, module = self.answer_step(
            caller(context),
            attempt_id=attempt_id,
            question_id=question_id,
            step_id=step_id,
            choice_id=choice_id,
        )
        drawn = next(each for each in attempt.drawn if each.question_id == question_id)
        return assessment_pb2.AnswerStepResponse(
            question=shown.question_to_pb(drawn, attempt, module),
            over=attempt.submitted_at is not None,
        )

    def GetExtraTime(
        self, request: assessment_pb2.GetExtraTimeRequest, context: grpc.ServicerContext
    ) -> assessment_pb2.GetExtraTimeResponse:
        """Read one's own share of time."""
        percent = self.get_extra_time(caller(context))
        return assessment_pb2.GetExtraTimeResponse(percent=percent)

    def ChooseExtraTime(
        self, request: assessment_pb2.ChooseExtraTimeRequest, context: grpc.ServicerContext
    ) -> assessment_pb2.ChooseExtraTimeResponse:
        """Choose one's own share of time."""
        percent = self.choose_extra_time(caller(context), percent=request.percent)
        return assessment_pb2.ChooseExtraTimeResponse(percent=percent)
