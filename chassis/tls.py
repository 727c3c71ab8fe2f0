"""Mutual TLS inside the platform: one folder of files, read again when they change.

`tls.crt` (with its chain), `tls.key` and `ca.crt`, as cert-manager lays out a Secret. Whoever holds
a certificate of that authority is one of us; who may call what, tokens and access rules say.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grpc

from chassis.configuration import BadSetting, Settings
from chassis.logs import logger

SETTING: Final = "ISP_TLS_FOLDER"
_CERTIFICATE, _KEY, _AUTHORITY = _NAMES = ("tls.crt", "tls.key", "ca.crt")

Stamp = tuple[tuple[int, int, int], ...]
"""What changes when a file of the folder is written anew, or replaced."""


@dataclass(frozen=True, slots=True)
class TlsFolder:
    """The certificate and key of a process, and the authority that it believes."""

    folder: Path

    @classmethod
    def read(cls, settings: Settings) -> "TlsFolder | None":
        """Return the folder that the setting names; None without it: plaintext.

        Raises:
            BadSetting: a file is missing, or the key is not the certificate's.
        """
        said = settings.source.get(SETTING, "").strip()
        if not said:
            return None
        found = cls(Path(said))
        for name in _NAMES:
            try:
                (found.folder / name).read_bytes()
            except OSError as error:
                raise BadSetting(SETTING, f"{name} cannot be read: {error.strerror}") from error
        if (wrong := found.wrong()) is not None:
            raise BadSetting(SETTING, wrong)
        return found

    @property
    def certificate(self) -> Path:
        """The file of the process's own certificate."""
        return self.folder / _CERTIFICATE

    @property
    def key(self) -> Path:
        """The file of its key."""
        return self.folder / _KEY

    @property
    def authority(self) -> Path:
        """The file of the certificates that are believed."""
        return self.folder / _AUTHORITY

    def stamp(self) -> Stamp:
        """Return what tells these files from those that will be there when they are renewed."""
        found = [(self.folder / name).stat() for name in _NAMES]
        return tuple((each.st_mtime_ns, each.st_ino, each.st_size) for each in found)

    def wrong(self) -> str | None:
        """Say what is wrong with the files, as while they are being replaced; None if nothing."""
        try:
            self.client_context()
        except (OSError, ssl.SSLError) as error:
            return f"the files do not fit together: {error.strerror or type(error).__name__}"
        return None

    def client_context(self) -> ssl.SSLContext:
        """Return what a client of a TLS server needs: it believes the authority, and no other."""
        context = ssl.create_default_context(cafile=str(self.authority))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.renew(context)
        return context

    def renew(self, context: ssl.SSLContext) -> None:
        """Let a context use the certificate that is there now."""
        context.load_verify_locations(str(self.authority))
        context.load_cert_chain(str(self.certificate), str(self.key))

    def channel_credentials(self) -> grpc.ChannelCredentials:
        """Return what a gRPC channel shows and believes."""
        return grpc.ssl_channel_credentials(
            root_certificates=self.authority.read_bytes(),
            private_key=self.key.read_bytes(),
            certificate_chain=self.certificate.read_bytes(),
        )

    def server_credentials(self) -> grpc.ServerCredentials:
        """Return what a gRPC server shows and demands; each new connection sees renewed files."""
        present = _Present(self)
        return grpc.dynamic_ssl_server_credentials(
            present.now(),
            present.changed,  # type: ignore[arg-type] # None says that nothing changed
            require_client_authentication=True,
        )


class _Present:
    """The files as a server last took them."""

    def __init__(self, tls: TlsFolder) -> None:
        self._tls = tls
        self._stamp = tls.stamp()

    def now(self) -> grpc.ServerCertificateConfiguration:
        tls = self._tls
        return grpc.ssl_server_certificate_configuration(
            [(tls.key.read_bytes(), tls.certificate.read_bytes())],
            root_certificates=tls.authority.read_bytes(),
        )

    def changed(self) -> grpc.ServerCertificateConfiguration | None:
        """Return the files if they were renewed; None keeps what is there."""
        try:
            stamp = self._tls.stamp()
            if stamp == self._stamp:
                return None
            if (wrong := self._tls.wrong()) is not None:
                logger().warning("renewed certificate not taken yet", why=wrong)
                return None
            fresh = self.now()
        except OSError as error:
            logger().warning("certificate cannot be read", why=error.strerror)
            return None
        self._stamp = stamp
        logger().info("certificate renewed")
        return fresh
