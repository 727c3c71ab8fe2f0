"""Who may call which RPC of analytics."""

import pytest

from isp.analytics.v1 import analytics_pb2
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.serving import Served

ANALYTICS = analytics_pb2.DESCRIPTOR.services_by_name["AnalyticsService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]


class TestTheDoorOfAnalytics(FrontDoorSuite):
    """Every RPC that analytics serves."""

    descriptors = (ANALYTICS, PRIVACY)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", [method.name for method in ANALYTICS.methods])
def test_analysts_alone_read_figures(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    code, reason = Rpc(ANALYTICS.methods_by_name[name]).outcome(server.channel, caller.metadata)
    if role == "analyst":
        assert code in {"OK", "INVALID_ARGUMENT"}
    else:
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == (code, reason)
