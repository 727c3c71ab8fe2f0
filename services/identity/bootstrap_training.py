"""Builds what hears of training, for `bootstrap.py`."""

from typing import Any

from chassis.consumers import Consumption
from kernel.ports import SystemClock
from services.identity.inbound.training_events import training_consumptions
from services.identity.usecases.mail_learner import MailLearner
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.take_mail_back import TakeMailBack


def learner_consumptions(record: UnitOfWork) -> list[Consumption[Any]]:
    """Return what `work` consumes of training: what learners are told of by mail."""
    return training_consumptions(
        MailLearner(unit_of_work=record),
        TakeMailBack(unit_of_work=record, clock=SystemClock()),
    )
