"""gunicorn's configuration for the peer that verifies each token anew: nothing is kept."""

import os
from typing import Any

from chassis.tokens import SigningKeys, TokenVerifier


def post_worker_init(worker: Any) -> None:
    """Give the app a verifier that forgets every token at once."""
    worker.wsgi.extensions["isp-verifier"] = TokenVerifier(
        issuer=os.environ["ISP_OIDC_ISSUER"],
        audience=os.environ["ISP_OIDC_AUDIENCE"],
        keys=SigningKeys(os.environ["ISP_OIDC_JWKS_URL"]),
        kept=0,
    )
