"""Between our processes: who shows no certificate of ours is not spoken with, whatever the label.

The tests call from the node's own network, which no policy holds back: what refuses them here is
the server itself.
"""

import base64

import grpc
import pytest

from deploy.cluster.backing import PORTS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.tests.conftest import Platform

CALLED = "identity"
_SECONDS = 4


@pytest.fixture(scope="module")
def files(platform: Platform) -> dict[str, bytes]:
    """The gateway's own certificate, its key and the authority, as its pod has them."""
    (secret,) = (
        each
        for each in platform.deployment.of_kind("Secret")
        if each["metadata"]["name"].startswith("gateway-tls")
    )
    return {name: base64.b64decode(data) for name, data in secret["data"].items()}


@pytest.fixture(scope="module")
def address(platform: Platform) -> str:
    labels = f"--selector=app.kubernetes.io/name={CALLED},app.kubernetes.io/component=serve"
    pod = platform.kubectl.get("pods", labels, namespace=NAMESPACE)["items"][0]
    return f"{pod['status']['podIP']}:{PORTS[CALLED]}"


def reaches(channel: grpc.Channel) -> bool:
    """Tell whether a channel gets so far that a call could be made."""
    try:
        grpc.channel_ready_future(channel).result(timeout=_SECONDS)
    except grpc.FutureTimeoutError:
        return False
    else:
        return True
    finally:
        channel.close()


def encrypted(
    address: str, authority: bytes, key: bytes | None, certificate: bytes | None
) -> grpc.Channel:
    credentials = grpc.ssl_channel_credentials(authority, key, certificate)
    options = [("grpc.ssl_target_name_override", f"{CALLED}.{NAMESPACE}.svc.cluster.local")]
    return grpc.secure_channel(address, credentials, options=options)


def test_the_gateway_s_certificate_is_taken(address: str, files: dict[str, bytes]) -> None:
    """The control of what follows."""
    assert reaches(encrypted(address, files["ca.crt"], files["tls.key"], files["tls.crt"]))


def test_nobody_gets_in_without_a_certificate(address: str, files: dict[str, bytes]) -> None:
    assert not reaches(encrypted(address, files["ca.crt"], None, None))


def test_nobody_gets_in_in_the_clear(address: str) -> None:
    assert not reaches(grpc.insecure_channel(address))
