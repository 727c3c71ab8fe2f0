"""A further address goes at once, and the account's own does not."""

from uuid import uuid4

import pytest

from services.identity.domain.channel_errors import ChannelNotFound
from services.identity.usecases.remove_channel import RemoveChannel
from tests.fakes.subscriptions import PHONE
from tests.unit.identity.telling_people import OTHER, OWNER, held, told_owner


def test_it_is_stopped_and_forgotten(unit_of_work, clock, ids, stores) -> None:
    own, phone = told_owner(stores), held(PHONE)
    stores.subscriptions.add(phone)
    remove = RemoveChannel(unit_of_work=unit_of_work, clock=clock, ids=ids)
    for who, which in (
        (OWNER, own.subscription_id),
        (OWNER, uuid4()),
        (OTHER, phone.subscription_id),
    ):
        with pytest.raises(ChannelNotFound):
            remove(who, channel_id=which)
    remove(OWNER, channel_id=phone.subscription_id)
    gone = stores.subscriptions.kept[phone.subscription_id]
    assert [PHONE.address] == stores.outbox.forgotten
    assert (False, None, None) == (gone.active, gone.contact, gone.subject)
    assert stores.subscriptions.kept[own.subscription_id].active
    with pytest.raises(ChannelNotFound):
        remove(OWNER, channel_id=phone.subscription_id)
