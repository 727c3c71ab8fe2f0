"""What the scripted backend answers when a test says nothing else."""

from datetime import UTC, datetime
from typing import Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import (
    alert_pb2,
    alerts_pb2,
    audience_pb2,
    cap_pb2,
    decision_pb2,
    deliveries_pb2,
    ledger_pb2,
    regional_pb2,
    templates_pb2,
    welsh_pb2,
)
from isp.analytics.v1 import analytics_pb2
from isp.content.v1 import content_pb2, document_pb2, finding_pb2
from isp.engagement.v1 import engagement_pb2, question_pb2
from isp.identity.v1 import identity_pb2, subscriptions_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway import (
    access_routes,
    answer_routes,
    attachment_routes,
    bundle_routes,
    cascade_routes,
    channel_routes,
    complaint_routes,
    consent_routes,
    content_partner_routes,
    cordon_routes,
    course_package_routes,
    dead_letter_routes,
    device_routes,
    directory_routes,
    drill_routes,
    editing_routes,
    feed_routes,
    finding_routes,
    format_routes,
    freeze_routes,
    group_routes,
    guard_routes,
    held_routes,
    launch_routes,
    led_session_routes,
    naming_routes,
    organisation_routes,
    package_routes,
    partner_routes,
    passkey_routes,
    premises_routes,
    privacy_routes,
    provider_routes,
    push_routes,
    reading_routes,
    record_routes,
    reminder_routes,
    role_routes,
    rumour_routes,
    saved_search_mail_routes,
    saved_search_routes,
    second_factor_routes,
    site_routes,
    staff_training_routes,
    subscription_routes,
    synonym_routes,
    template_routes,
    threat_routes,
    training_answers,
    verification_routes,
    webhook_routes,
)
from tests.contract.gateway.question_routes import QUESTION_BODY
from tests.contract.gateway.route import CASE_ID, QUESTION_ID, REQUEST_ID, TEMPLATE_ID
from tests.contract.gateway.routes import (
    ALERT_ID,
    CONTENT,
    DIGEST,
    DOCUMENT,
    DOCUMENT_ID,
    PERSON_ID,
)


def at(hour: int) -> Timestamp:
    """An hour of the day on which these tests play."""
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


ALERT: Final = alert_pb2.Alert(
    alert_id=ALERT_ID,
    status=alert_pb2.ALERT_STATUS_ALL_CLEAR,
    content=CONTENT,
    digest=DIGEST,
    version=3,
    created_at=at(8),
    issued_at=at(9),
    ending=alert_pb2.AlertEnding(
        text="It is over.", text_cy="Mae drosodd.", authority_reference="R-1", ended_at=at(10)
    ),
    all_clear_proposal=alert_pb2.AllClearProposal(
        text="It is over.", text_cy="Mae drosodd.", authority_reference="R-1", digest=DIGEST
    ),
    returned=alert_pb2.AlertReturn(reason="Which street?", returned_at=at(8)),
    thread=alert_pb2.AlertThread(thread_id=CASE_ID, number=2, earlier=[CASE_ID]),
    hands=[alert_pb2.AlertHand(subject=PERSON_ID, part=alert_pb2.HAND_PART_TRANSLATOR)],
    reach=12,
    warnings_seen_digest=DIGEST,
    template_id=TEMPLATE_ID,
    welsh=alert_pb2.AlertWelsh(
        needed=True,
        confirmed_at=at(8),
        stand_in_template_id=TEMPLATE_ID,
        set_aside=CONTENT.translations[0],
        due_at=at(10),
    ),
    review=alert_pb2.AlertReview(due_at=at(9), reviewed_at=at(10), finding="Right."),
)
DECISION: Final = decision_pb2.Decision(
    entry_id=CASE_ID,
    at=at(9),
    actor="a1b2c3d4e5",
    subject=PERSON_ID,
    action="alerts:all-clear",
    resource=ALERT_ID,
    digest=DIGEST,
    detail={"why": "It is <over>.", "authority_reference": "CAD 7"},
    seal_number=5,
    seal_hash=DIGEST,
)
VERIFIED: Final = ledger_pb2.VerifyCodeResponse(
    code=record_routes.CODE,
    issued_at=at(9),
    status=alert_pb2.ALERT_STATUS_ALL_CLEAR,
    exercise=True,
    alert=ALERT,
    identifier="isp-1",
    superseded=True,
    cap_status=alert_pb2.CAP_STATUS_EXERCISE,
)
PERSON: Final = identity_pb2.Subscriber(
    subject=PERSON_ID,
    email="owner@cafe.example",
    given_name="Given",
    family_name="Family",
    organisation_name="Cafe",
    tier=kernel_pb2.TIER_REGISTERED,
    roles=["analyst"],
    regions=["LON"],
    sectors=["retail"],
    language="en",
    rights_version=4,
    created_at=at(7),
    verification_status=identity_pb2.VERIFICATION_STATUS_OPEN,
)
DELIVERIES: Final = alerts_pb2.GetDeliveriesResponse(
    counts=[
        deliveries_pb2.DeliveryCount(
            notice=alert_pb2.ALERT_STATUS_ISSUED,
            channel=deliveries_pb2.DELIVERY_CHANNEL_SMS,
            state=deliveries_pb2.DELIVERY_STATE_UNKNOWN,
            count=12,
            possible_repeats=2,
        ),
        deliveries_pb2.DeliveryCount(
            notice=alert_pb2.ALERT_STATUS_ALL_CLEAR,
            channel=deliveries_pb2.DELIVERY_CHANNEL_EMAIL,
            state=deliveries_pb2.DELIVERY_STATE_SENT,
            count=34,
        ),
    ],
    runs=[
        deliveries_pb2.DeliveryRun(
            notice=alert_pb2.ALERT_STATUS_ISSUED, queued=12, finished_at=at(9)
        ),
        deliveries_pb2.DeliveryRun(notice=alert_pb2.ALERT_STATUS_ALL_CLEAR, queued=34),
    ],
)
PREVIEW: Final = audience_pb2.PreviewAudienceResponse(
    count=46, size=alert_pb2.AUDIENCE_SIZE_TENS, messages=39
)
TICKET: Final = alerts_pb2.CreateStreamTicketResponse(
    ticket="t.i+c/k=et", stream_url="https://stream.example/v1/stream", expires_at=at(11)
)
ADVICE: Final = document_pb2.Document(
    document_id=DOCUMENT_ID,
    version=3,
    content=DOCUMENT,
    status=document_pb2.DOCUMENT_STATUS_PUBLISHED,
    published_at=at(8),
    changed_at=at(9),
    owner=PERSON_ID,
    review_on="2027-11-24",
    material_version=2,
    material_changed_at=at(8),
    material_note="Other bollards.",
    withdraw_at=at(11),
)
LISTED: Final = document_pb2.Document()
LISTED.CopyFrom(ADVICE)
LISTED.content.body = ""
WAITING: Final = question_pb2.Question(
    question_id=QUESTION_ID,
    version=3,
    status=question_pb2.QUESTION_STATUS_CLAIMED,
    title=QUESTION_BODY["title"],
    region="LON",
    sector="retail",
    language="cy",
    urgent=True,
    asked_at=at(8),
    changed_at=at(9),
    answer_due_at=at(10),
    overdue=True,
    held_by_you=True,
)
QUESTION: Final = question_pb2.Question()
QUESTION.CopyFrom(WAITING)
QUESTION.messages.add(
    kind=question_pb2.MESSAGE_KIND_QUESTION, text=QUESTION_BODY["text"], said_at=at(8)
)
QUESTION.messages.add(
    kind=question_pb2.MESSAGE_KIND_NOTE, text="Yours.", said_at=at(9), by_you=True
)
EMERGENCY: Final = question_pb2.EmergencyAdvice(
    call_999_now=True,
    text="Call 999 now.",
    emergency_number="999",
    hotline_number="0800 789 321",
    unreviewed_translation=True,
)
FIGURES: Final = analytics_pb2.GetUsageResponse(
    days=[
        analytics_pb2.UsageDay(day="2026-11-23", withheld=True),
        analytics_pb2.UsageDay(
            day="2026-11-24",
            events=30,
            people=20,
            cells=[
                analytics_pb2.UsageCell(value="", events=8, people=6),
                analytics_pb2.UsageCell(value="=LON", events=12, people=7),
            ],
            rest_events=10,
        ),
    ],
    demonstration=True,
    least_people=5,
)
LONDON: Final = subscriptions_pb2.Region(code="LON", name="London")
_MORE: Final = (
    saved_search_mail_routes,
    *(subscription_routes, drill_routes, answer_routes, premises_routes),
    *(organisation_routes, channel_routes, directory_routes, freeze_routes),
    *(template_routes, threat_routes, site_routes, rumour_routes),
    *(cordon_routes, webhook_routes, dead_letter_routes, push_routes),
    *(device_routes, guard_routes, passkey_routes, second_factor_routes),
    *(partner_routes, content_partner_routes, synonym_routes, attachment_routes),
    package_routes,
    *(editing_routes, finding_routes, saved_search_routes, saved_search_mail_routes),
    *(naming_routes, led_session_routes, reminder_routes),
    launch_routes,
    *(reading_routes, feed_routes, format_routes, access_routes),
    course_package_routes,
    *(bundle_routes, provider_routes, cascade_routes, role_routes),
    *(group_routes, verification_routes, consent_routes, held_routes),
    *(privacy_routes, complaint_routes, staff_training_routes),
)
USUAL: Final[dict[str, Message]] = {
    **{rpc: answer for each in _MORE for rpc, answer in each.ANSWERS.items()},
    **training_answers.USUAL,
    **record_routes.USUAL,
    "ImportCap": cap_pb2.ImportCapResponse(alert=ALERT, about_alert_id=CASE_ID),
    "VerifyCode": VERIFIED,
    "ListMetrics": analytics_pb2.ListMetricsResponse(metrics=["alerts.issued"]),
    "GetUsage": FIGURES,
    "DraftAlert": alerts_pb2.DraftAlertResponse(alert=ALERT),
    "EditAlert": alerts_pb2.EditAlertResponse(alert=ALERT),
    "ReturnAlert": alerts_pb2.ReturnAlertResponse(alert=ALERT),
    "DiscardAlert": alerts_pb2.DiscardAlertResponse(alert=ALERT),
    "UpdateAlert": alerts_pb2.UpdateAlertResponse(alert=ALERT),
    "GetDecisions": alerts_pb2.GetDecisionsResponse(decisions=[DECISION]),
    "ExportDecisions": alerts_pb2.ExportDecisionsResponse(
        decisions=[DECISION, decision_pb2.Decision(entry_id=CASE_ID, at=at(9))],
        next_page_token="next+page",
    ),
    "GetReachMap": audience_pb2.GetReachMapResponse(
        squares=[
            audience_pb2.ReachSquare(latitude=51.4, longitude=-2.3, premises=12),
            audience_pb2.ReachSquare(latitude=51.5, longitude=-2.3),
        ],
        premises=14,
        complete=True,
    ),
    "GetReach": alerts_pb2.GetReachResponse(
        count=40, size=alert_pb2.AUDIENCE_SIZE_TENS, submitted_count=12, drifted=True, messages=51
    ),
    "GetThread": alerts_pb2.GetThreadResponse(alerts=[ALERT]),
    "SubmitAlert": alerts_pb2.SubmitAlertResponse(alert=ALERT),
    "ApproveAlert": alerts_pb2.ApproveAlertResponse(alert=ALERT),
    "DraftRegionalAlert": regional_pb2.DraftRegionalAlertResponse(alert=ALERT),
    "ApproveRegionalAlert": regional_pb2.ApproveRegionalAlertResponse(alert=ALERT),
    "ListMyRegions": regional_pb2.ListMyRegionsResponse(regions=["LON"]),
    "ReturnRegionalAlert": regional_pb2.ReturnRegionalAlertResponse(alert=ALERT),
    "WithdrawRegionalAlert": regional_pb2.WithdrawRegionalAlertResponse(alert=ALERT),
    "WithdrawAlert": alerts_pb2.WithdrawAlertResponse(alert=ALERT),
    "ProposeAllClear": alerts_pb2.ProposeAllClearResponse(alert=ALERT),
    "GiveAllClear": alerts_pb2.GiveAllClearResponse(alert=ALERT),
    "GetAlert": alerts_pb2.GetAlertResponse(alert=ALERT),
    "ListAlerts": alerts_pb2.ListAlertsResponse(
        alerts=[ALERT], next_page_token="next+page", previous_page_token="before+page"
    ),
    "CreateStreamTicket": TICKET,
    "GetDeliveries": DELIVERIES,
    "PreviewAudience": PREVIEW,
    "RecordReceipt": alerts_pb2.RecordReceiptResponse(),
    "PublishDocument": content_pb2.PublishDocumentResponse(document=ADVICE),
    "ReviseDocument": content_pb2.ReviseDocumentResponse(document=ADVICE),
    "WithdrawDocument": content_pb2.WithdrawDocumentResponse(document=ADVICE),
    "GetDocument": content_pb2.GetDocumentResponse(document=ADVICE, translations=[LISTED]),
    "ListDocuments": content_pb2.ListDocumentsResponse(
        documents=[LISTED], next_page_token="next+page"
    ),
    "Search": content_pb2.SearchResponse(
        hits=[content_pb2.Hit(document=LISTED, highlights=["a van <b>"])],
        total=7,
        facets=[
            content_pb2.Facet(
                name="sectors", values=[content_pb2.FacetValue(value="retail", count=7)]
            )
        ],
        degraded=True,
        next_page_token="next+page",
    ),
    "GetAskingTerms": engagement_pb2.GetAskingTermsResponse(
        emergency=EMERGENCY,
        answer_working_days=3,
        longest_title=120,
        longest_text=4000,
        most_open_questions=10,
    ),
    "AskExpert": engagement_pb2.AskExpertResponse(
        question=QUESTION, emergency=EMERGENCY, answer_working_days=3
    ),
    "ListMyQuestions": engagement_pb2.ListMyQuestionsResponse(
        questions=[WAITING], next_page_token="next+page"
    ),
    "GetQuestion": engagement_pb2.GetQuestionResponse(question=QUESTION),
    "AskFurther": engagement_pb2.AskFurtherResponse(
        question=QUESTION, emergency=EMERGENCY, answer_working_days=3
    ),
    "CloseQuestion": engagement_pb2.CloseQuestionResponse(question=QUESTION),
    "ListQueue": engagement_pb2.ListQueueResponse(questions=[WAITING], next_page_token="next+page"),
    "ClaimQuestion": engagement_pb2.ClaimQuestionResponse(question=QUESTION),
    "ReleaseQuestion": engagement_pb2.ReleaseQuestionResponse(question=QUESTION),
    "HandOverQuestion": engagement_pb2.HandOverQuestionResponse(question=QUESTION),
    "AnswerQuestion": engagement_pb2.AnswerQuestionResponse(question=QUESTION),
    "RegisterSubscriber": identity_pb2.RegisterSubscriberResponse(),
    "ConfirmEmail": identity_pb2.ConfirmEmailResponse(),
    "GetMe": identity_pb2.GetMeResponse(subscriber=PERSON),
    "SuspendSubscriber": identity_pb2.SuspendSubscriberResponse(rights_version=5),
    "RestoreSubscriber": identity_pb2.RestoreSubscriberResponse(rights_version=6),
    "GetConsentWording": subscriptions_pb2.GetConsentWordingResponse(
        wording_version="2026-11", text="I want alerts.", language="en"
    ),
    "ResolvePostcode": subscriptions_pb2.ResolvePostcodeResponse(
        postcode="SW1A 1AA", outward_code="SW1A", regions=[LONDON], exact=True, latitude=51.501
    ),
    "GetPostcodeArea": subscriptions_pb2.GetPostcodeAreaResponse(
        area="SW1A", latitude=51.5, longitude=-0.125, radius_metres=900
    ),
    "StartSubscription": subscriptions_pb2.StartSubscriptionResponse(request_id=REQUEST_ID),
    "ConfirmSubscription": subscriptions_pb2.ConfirmSubscriptionResponse(
        channel=subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS, regions=[LONDON]
    ),
    "RequestStop": subscriptions_pb2.RequestStopResponse(),
    "StopSubscription": subscriptions_pb2.StopSubscriptionResponse(),
    "BreakGlass": templates_pb2.BreakGlassResponse(alert=ALERT),
    "ReviewAlert": alerts_pb2.ReviewAlertResponse(alert=ALERT),
    "ListReviews": alerts_pb2.ListReviewsResponse(alerts=[ALERT]),
    "ConfirmWelsh": welsh_pb2.ConfirmWelshResponse(alert=ALERT),
    "ListWelshDue": welsh_pb2.ListWelshDueResponse(alerts=[ALERT]),
    "ListSavedSearchMatches": saved_search_routes.matches(LISTED),
    "ListSimilar": finding_pb2.ListSimilarResponse(documents=[LISTED]),
    **reading_routes.of_document(LISTED),
    "ReceiveTextMessage": subscriptions_pb2.ReceiveTextMessageResponse(),
}
