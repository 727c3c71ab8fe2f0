"""Whatever is issued or ended, in whichever way, is sent: its work begins in that transaction."""

from collections.abc import Callable
from typing import Any

import pytest

from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.break_glass import BreakGlass
from services.alerts.usecases.expire_alerts import ExpireAlerts
from services.alerts.usecases.give_all_clear import GiveAllClear
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from tests.fakes.alerts import APPROVER, SECOND, issued, key, person, submitted
from tests.fakes.faults import putting_off
from tests.fakes.plumbing import FreshIds
from tests.fakes.templates import FILLING, approved


def _approved(given: dict[str, Any], waiting: Alert) -> Alert:
    read = {"alert_id": waiting.alert_id, "read": waiting.digest, "size": Size.FEWER_THAN_TEN}
    return ApproveAlert(**given)(APPROVER, **read)


def _issued(given: dict[str, Any], stores: Any) -> Alert:
    stores.alerts.add(waiting := submitted())
    return _approved(given, waiting)


def _updated(given: dict[str, Any], stores: Any) -> Alert:
    stores.alerts.add(out := issued())
    draft = out.update(FreshIds().new(), out.content, by="author", at=out.created_at)
    stores.alerts.add(waiting := draft.submit(by="author", reach=1))
    return _approved(given, waiting)


def _broken_glass(given: dict[str, Any], stores: Any) -> Alert:
    stores.templates.add(template := approved())
    return BreakGlass(**given, ids=FreshIds())(
        person("duty", "duty-officer"),
        template_id=template.template_id,
        filling=FILLING,
        why="Alone.",
        key=key(rpc="BreakGlass"),
    )


def _withdrawn(given: dict[str, Any], stores: Any) -> Alert:
    stores.alerts.add(out := issued())
    return WithdrawAlert(**given)(
        APPROVER, alert_id=out.alert_id, expected_version=out.version, why="In error."
    )


def _all_clear(given: dict[str, Any], stores: Any) -> Alert:
    out = issued().propose_all_clear(by="approver", text="Over.", authority_reference="R")
    stores.alerts.add(out)
    return GiveAllClear(**given)(SECOND, alert_id=out.alert_id, read=out.proposal_digest or b"")


def _expired(given: dict[str, Any], stores: Any) -> Alert:
    stores.alerts.add(out := issued())
    given["clock"].pass_(hours=12)
    assert 1 == ExpireAlerts(**given, put_off=putting_off(given["clock"]))()
    kept: Alert = stores.alerts.get(out.alert_id)
    return kept


@pytest.mark.parametrize(
    ("act", "notice"),
    [
        (_issued, Status.ISSUED),
        (_updated, Status.ISSUED),
        (_broken_glass, Status.ISSUED),
        (_withdrawn, Status.WITHDRAWN),
        (_all_clear, Status.ALL_CLEAR),
        (_expired, Status.EXPIRED),
    ],
)
def test_every_way_of_issuing_and_of_ending_is_dispatched(
    unit_of_work, stores, clock, act: Callable[[dict[str, Any], Any], Alert], notice: Status
) -> None:
    alert = act({"unit_of_work": unit_of_work, "clock": clock}, stores)
    (work,) = stores.dispatches.kept.values()
    assert (alert.alert_id, alert.version, notice) == (
        work.alert_id,
        work.alert_version,
        work.notice,
    )
    assert work.finished_at is None
