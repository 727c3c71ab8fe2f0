"""The gRPC services of every contract, found in gen/: no list of them is kept by hand."""

from importlib import import_module
from pathlib import Path
from typing import Final

from google.protobuf.descriptor import ServiceDescriptor

import isp.identity.v1 as one_of_them

_GENERATED: Final = Path(one_of_them.__path__[0]).parents[1]


def _found() -> list[ServiceDescriptor]:
    modules = (
        import_module(".".join(("isp", *path.relative_to(_GENERATED).with_suffix("").parts)))
        for path in sorted(_GENERATED.rglob("*_pb2.py"))
    )
    return [
        service for module in modules for service in module.DESCRIPTOR.services_by_name.values()
    ]


EVERY: Final = tuple(_found())
BY_NAME: Final = {service.name: service for service in EVERY}
PRIVACY: Final = BY_NAME["PrivacyService"]
"""What identity alone calls, of every service."""
AUDIT_SEARCH: Final = BY_NAME["AuditSearchService"]
"""What the chassis alone does, and every service serves alike."""
FOR_CALLERS: Final = tuple(service for service in EVERY if service is not PRIVACY)
"""What the gateway may call."""


def served_by(service: str) -> list[ServiceDescriptor]:
    """Return what one of our services serves by its own contracts; it is named as its folder is."""
    return [each for each in EVERY if each.full_name.startswith(f"isp.{service}.")]
