"""The key under which a creating request is done once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestKey:
    """One caller's key for one request of an RPC.

    `body_digest` is SHA-256 over the request without the key: the same key with another body is a
    mistake of the caller.
    """

    rpc: str
    key: str
    body_digest: bytes
