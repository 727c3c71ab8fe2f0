"""Reminders through the front of training."""

from isp.training.v1 import reminders_pb2 as pb
from isp.training.v1.reminders_pb2_grpc import RemindersServiceStub
from services.training.domain.reminder import ReminderChoice
from tests.fakes.serving import Served, refusal
from tests.fakes.training import MemoryTrainingStores


def test_they_are_chosen_and_ended_by_a_link_without_a_token(
    server: Served, stores: MemoryTrainingStores
) -> None:
    reminders, learner = RemindersServiceStub(server.channel), server.caller()

    def wanted() -> bool:
        return reminders.GetReminders(pb.GetRemindersRequest(), metadata=learner.metadata).wanted

    assert wanted()
    said = reminders.SetReminders(pb.SetRemindersRequest(), metadata=learner.metadata)
    assert (False, False) == (said.wanted, wanted())
    reminders.SetReminders(pb.SetRemindersRequest(wanted=True), metadata=learner.metadata)
    choice: ReminderChoice = stores.reminders.choices[learner.subject]
    reminders.StopReminders(pb.StopRemindersRequest(token="nobody-s"))
    assert wanted()
    reminders.StopReminders(pb.StopRemindersRequest(token=choice.stop_token))
    assert not wanted()
    for token in ("", "x" * 101):
        with refusal() as refused:
            reminders.StopReminders(pb.StopRemindersRequest(token=token))
        assert ["token"] == [each.field for each in refused.said.violations]
