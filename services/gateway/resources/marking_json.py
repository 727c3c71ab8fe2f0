"""Markings as JSON, in the words of the Traffic Light Protocol."""

from typing import Any, Final

from apiflask import Schema
from apiflask.fields import List
from apiflask.validators import Length, OneOf

from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.fields import String

TLPS: Final = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
TIERS: Final = ("PUBLIC", "REGISTERED", "VERIFIED", "TRUSTED")


class MarkingIn(Schema):
    """To whom it may be shown."""

    tlp = String(required=True, validate=OneOf(TLPS))
    minimum_tier = String(required=True, validate=OneOf(TIERS))
    closed_group = String(allow_none=True, load_default=None, validate=Length(max=100))
    named_subjects = List(String(), load_default=list, validate=Length(max=1000))


def marking_to_pb(said: dict[str, Any]) -> kernel_pb2.Marking:
    """Return a marking as protobuf."""
    return kernel_pb2.Marking(
        tlp=kernel_pb2.Tlp.Value(f"TLP_{said['tlp'].replace('+', '_')}"),
        minimum_tier=kernel_pb2.Tier.Value(f"TIER_{said['minimum_tier']}"),
        closed_group=said["closed_group"] or "",
        named_subjects=said["named_subjects"],
    )


def marking_json(marking: kernel_pb2.Marking) -> dict[str, Any]:
    """Return a marking as JSON, without the people it names."""
    tlp = kernel_pb2.Tlp.Name(marking.tlp).removeprefix("TLP_")
    return {
        "tlp": "AMBER+STRICT" if tlp == "AMBER_STRICT" else tlp,
        "minimum_tier": kernel_pb2.Tier.Name(marking.minimum_tier).removeprefix("TIER_"),
        "closed_group": marking.closed_group or None,
    }
