"""The services that hold data about people, over the contract that each of them keeps."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import grpc
import requests

from chassis.channels import open_channel
from chassis.privacy import LARGEST_PAGE
from chassis.tls import TlsFolder
from isp.privacy.v1 import privacy_pb2 as pb
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from services.identity.domain.privacy_errors import HolderUnavailable

T = TypeVar("T")
DEADLINE_SECONDS: Final = 30
_TOKEN_SECONDS: Final = 5
_EARLY_SECONDS: Final = 30
_SERVICE: Final = pb.DESCRIPTOR.services_by_name["PrivacyService"]


@dataclass(slots=True)
class ServiceToken:
    """Identity's own access token, by client credentials; fetched again before it ends."""

    url: str
    client_secret: str = field(repr=False)
    client_id: str = "svc-identity"
    _token: str = field(default="", repr=False)
    _good_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def text(self) -> str:
        """Return the token.

        Raises:
            HolderUnavailable: Keycloak does not give one.
        """
        with self._lock:
            if time.monotonic() >= self._good_until:
                self._fetch()
            return self._token

    def _fetch(self) -> None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        now = time.monotonic()
        try:
            answer = requests.post(self.url, data=asked, timeout=_TOKEN_SECONDS)
            answer.raise_for_status()
            said = answer.json()
            self._token = str(said["access_token"])
            self._good_until = now + float(said["expires_in"]) - _EARLY_SECONDS
        except (requests.RequestException, ValueError, KeyError) as error:
            raise HolderUnavailable("Keycloak gives no token.") from error


@dataclass(frozen=True, slots=True)
class ServiceHolder:
    """One service."""

    channel: grpc.Channel
    token: Callable[[], str]

    def export(self, subject: str) -> Sequence[dict[str, Any]]:
        """Return every row that the service has about a person, read page by page.

        Raises:
            HolderUnavailable: it does not answer, or a row changed between two pages.
        """
        rpc = PrivacyServiceStub(self.channel).ExportSubject
        asked = pb.ExportSubjectRequest(subject=subject, page_bytes=LARGEST_PAGE)
        found: list[dict[str, Any]] = []
        while True:
            answer = self._call(rpc, asked)
            found += (
                {"table": each.table, "purpose": each.purpose, "row": json.loads(each.json)}
                for each in answer.records
            )
            if not answer.next_page_token:
                return found
            asked.page_token = answer.next_page_token

    def erase(self, subject: str) -> int:
        """Have the service break every link with a person.

        Raises:
            HolderUnavailable: it does not answer.
        """
        rpc = PrivacyServiceStub(self.channel).EraseSubject
        return int(self._call(rpc, pb.EraseSubjectRequest(subject=subject)).rows)

    def _call(self, rpc: Callable[..., T], message: object) -> T:
        metadata = (("authorization", f"Bearer {self.token()}"),)
        try:
            return rpc(message, timeout=DEADLINE_SECONDS, metadata=metadata)
        except grpc.RpcError as error:
            # Whatever it is, the question stays until it is answered: nobody is forgotten.
            raise HolderUnavailable(f"The service answered {error.code().name}.") from error


def service_holders(
    addresses: Mapping[str, str], *, token: ServiceToken, tls: TlsFolder | None
) -> dict[str, ServiceHolder]:
    """Return a holder for each service; channels connect when they are first used."""
    return {
        name: ServiceHolder(open_channel(address, _SERVICE, tls=tls), token.text)
        for name, address in addresses.items()
    }
