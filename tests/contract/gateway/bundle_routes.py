"""The routes of offline bundles: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.content.v1 import bundles_pb2 as pb
from tests.contract.gateway.route import DOCUMENT_ID, Route

BUNDLE: Final = "application/vnd.isp.bundle"
FILE: Final = b"\x1f\x8b a file"
HELD: Final = {DOCUMENT_ID: "abcdefghijklmnopqrstuv"}
BUNDLE_ROUTES: Final = (
    Route("GET", "/v1/bundle", "GetBundle", pb.GetBundleRequest(), answers=BUNDLE),
    Route(
        "POST",
        "/v1/bundle/changes",
        "GetBundleChanges",
        body={"held": HELD},
        message=pb.GetBundleChangesRequest(held=HELD),
        answers=BUNDLE,
    ),
    Route("GET", "/v1/bundle/keys", "GetBundleKeys", pb.GetBundleKeysRequest()),
)
ANSWERS: Final[dict[str, Message]] = {
    "GetBundle": pb.GetBundleResponse(file=FILE),
    "GetBundleChanges": pb.GetBundleChangesResponse(file=FILE),
    "GetBundleKeys": pb.GetBundleKeysResponse(keys=[pb.BundleKey(kid="k", x="x")]),
}
READ: Final[dict[str, Any]] = {
    "GetBundle": FILE,
    "GetBundleChanges": FILE,
    "GetBundleKeys": {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "alg": "Ed25519",
                "kid": "k",
                "x": "x",
            }
        ]
    },
}
