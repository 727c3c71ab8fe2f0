"""Requests about cordons as domain words; each field that is wrong is named."""

from datetime import UTC

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import cordons_pb2 as rpc
from services.alerts.domain.area import Polygon
from services.alerts.domain.cordon import Line
from services.alerts.domain.errors import AreaWrong


def line_from(request: rpc.ProposeCordonRequest | rpc.MoveCordonRequest) -> Line:
    """Return where a cordon is to run.

    Raises:
        AreaWrong: the line cannot be one, and says why by its reason.
        Invalid: the time is missing.
    """
    if not request.HasField("next_update_due"):
        raise Invalid(Violation("next_update_due", "must be said"))
    try:
        polygon = Polygon.of(request.polygon.latitudes, request.polygon.longitudes)
    except AreaWrong as error:
        raise error.under("polygon") from None
    return Line(
        place=request.place,
        polygon=polygon.text,
        next_update_due=request.next_update_due.ToDatetime(tzinfo=UTC),
        authority_reference=request.authority_reference,
    )
