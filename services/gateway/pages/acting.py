"""In which capacity somebody acts about an alert: for a region, or as their role lets them."""

from collections.abc import Sequence
from typing import Final

import grpc
from flask_babel import gettext

from isp.alerts.v1 import alert_pb2, regional_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask

_REGION: Final = "region"
"""What the decision log says before a region's code."""


def my_regions() -> Sequence[str]:
    """Return the codes of the regions for which the visitor acts, as alerts decides it.

    An alerts of the version before has no region's messages: nobody acts for one there.
    """
    try:
        found = ask(clients().regional.ListMyRegions, regional_pb2.ListMyRegionsRequest())
    except grpc.RpcError as error:
        if error.code() is grpc.StatusCode.UNIMPLEMENTED:
            return ()
        raise
    regions: Sequence[str] = found.regions
    return regions


def acts_for(alert: alert_pb2.Alert) -> bool:
    """Tell whether the visitor acts for the region whose own message an alert is; of none, no."""
    return bool(alert.origin_region) and alert.origin_region in my_regions()


def capacity_line(said: str) -> str:
    """Return in words in which capacity somebody decided, as the decision log has it."""
    kind, _, code = said.partition(":")
    if kind != _REGION:
        return said
    return str(gettext("Acting for %(region)s", region=labels.region(code)))
