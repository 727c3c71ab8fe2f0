"""The routes that lead to engagement."""

from typing import Any, Final

from isp.engagement.v1 import engagement_pb2
from tests.contract.gateway.route import KEY, QUESTION_ID, VERSION, Route

QUESTION_BODY: Final[dict[str, Any]] = {
    "title": "Cars at the door",
    "text": "Where should <b>bollards</b> stand?\nTwo lines.",
    "region": "LON",
    "sector": "retail",
    "language": "cy",
}
_QUESTION: Final = "/v1/questions/{question_id}"
_HANDED_OVER: Final = {"region": "WAL", "sector": "events", "note": "Yours."}
_SAID: Final = {"text": "On the kerb."}

QUESTION_ROUTES: Final = (
    Route(
        "GET",
        "/v1/questions/terms",
        "GetAskingTerms",
        query={"language": "cy"},
        message=engagement_pb2.GetAskingTermsRequest(language="cy"),
    ),
    Route(
        "POST",
        "/v1/questions",
        "AskExpert",
        status=201,
        body=QUESTION_BODY,
        needs_key=True,
        message=engagement_pb2.AskExpertRequest(**QUESTION_BODY, idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/questions",
        "ListMyQuestions",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=engagement_pb2.ListMyQuestionsRequest(page_size=7, page_token="a+b/c="),
    ),
    Route(
        "GET",
        _QUESTION,
        "GetQuestion",
        message=engagement_pb2.GetQuestionRequest(question_id=QUESTION_ID),
    ),
    Route(
        "POST",
        f"{_QUESTION}/follow-ups",
        "AskFurther",
        body=_SAID,
        needs_version=True,
        message=engagement_pb2.AskFurtherRequest(
            question_id=QUESTION_ID, expected_version=VERSION, **_SAID
        ),
    ),
    Route(
        "POST",
        f"{_QUESTION}/closure",
        "CloseQuestion",
        needs_version=True,
        message=engagement_pb2.CloseQuestionRequest(
            question_id=QUESTION_ID, expected_version=VERSION
        ),
    ),
    Route(
        "GET",
        "/v1/expert/queue",
        "ListQueue",
        query={"page_size": 7, "page_token": "a+b/c=", "scope": "HELD"},
        message=engagement_pb2.ListQueueRequest(page_size=7, page_token="a+b/c=", held_by_you=True),
    ),
    Route(
        "POST",
        f"{_QUESTION}/claim",
        "ClaimQuestion",
        needs_version=True,
        message=engagement_pb2.ClaimQuestionRequest(
            question_id=QUESTION_ID, expected_version=VERSION
        ),
    ),
    Route(
        "POST",
        f"{_QUESTION}/release",
        "ReleaseQuestion",
        needs_version=True,
        message=engagement_pb2.ReleaseQuestionRequest(
            question_id=QUESTION_ID, expected_version=VERSION
        ),
    ),
    Route(
        "POST",
        f"{_QUESTION}/hand-over",
        "HandOverQuestion",
        body=_HANDED_OVER,
        needs_version=True,
        message=engagement_pb2.HandOverQuestionRequest(
            question_id=QUESTION_ID, expected_version=VERSION, **_HANDED_OVER
        ),
    ),
    Route(
        "POST",
        f"{_QUESTION}/answers",
        "AnswerQuestion",
        body=_SAID,
        needs_version=True,
        message=engagement_pb2.AnswerQuestionRequest(
            question_id=QUESTION_ID, expected_version=VERSION, **_SAID
        ),
    ),
)
