"""What identity consumes of training: what learners are to be told by mail."""

from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from isp.training.v1 import training_events_pb2 as pb
from services.identity.usecases.mail_learner import MailLearner
from services.identity.usecases.take_mail_back import TakeMailBack

_TEMPLATES: Final = {
    pb.LEARNER_MAIL_MOVED_UP: "session-moved-up",
    pb.LEARNER_MAIL_SESSION_CANCELLED: "session-cancelled",
    pb.LEARNER_MAIL_CERTIFICATE_ENDS: "certificate-ends",
    pb.LEARNER_MAIL_COURSE_UNFINISHED: "course-unfinished",
    pb.LEARNER_MAIL_COURSE_ASKED: "course-asked",
    pb.LEARNER_MAIL_SESSION_SOON: "session-soon",
    pb.LEARNER_MAIL_SESSION_MOVED: "session-moved",
}


@dataclass(frozen=True, slots=True)
class LearnerMailed:
    """Mails a learner, or takes a mail back; a kind that this version does not know is no mail."""

    mail_learner: MailLearner
    take_mail_back: TakeMailBack

    def __call__(self, event: IncomingEvent[pb.LearnerMailDue]) -> None:
        """Keep the mail, and let what it takes back go."""
        message = event.message
        for each in message.takes_back:
            self.take_mail_back(mail_id=UUID(each))
        template = _TEMPLATES.get(message.mail)
        if template is None:
            return
        self.mail_learner(
            event_id=UUID(event.event_id),
            subject=message.subject,
            template=template,
            variables={
                "stop_token": message.stop_token,
                "title": message.title,
                "title_cy": message.title_cy,
                "about": message.about,
                "moment": message.moment.ToDatetime(tzinfo=UTC).isoformat(),
            },
        )


def training_consumptions(
    mail_learner: MailLearner, take_mail_back: TakeMailBack
) -> list[Consumption[Any]]:
    """Return what `work` consumes of training."""
    return [
        Consumption(
            stream="TRAINING",
            durable="identity-LearnerMailDue",
            message=pb.LearnerMailDue,
            handle=LearnerMailed(mail_learner, take_mail_back),
        )
    ]
