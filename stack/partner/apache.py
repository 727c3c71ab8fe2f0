"""A relying party that nobody here wrote: Apache with mod_auth_openidc, both from Debian.

It proves that a partner needs nothing of ours but what OpenID Connect says. It shows which claims
it was given, by Apache's own server-side includes.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from stack.partner.registering import Registered
from stack.places import as_server_user, give_to_servers, is_root
from stack.platform import NotReady, wait_ready
from stack.ports import free_port
from stack.program import Program, answers_http

MODULES: Final = Path("/usr/lib/apache2/modules")
_LOADED: Final = (
    *("mpm_event", "authn_core", "authz_core", "authz_user", "dir", "mime"),
    *("include", "auth_openidc"),
)
_PAGE: Final = "<!DOCTYPE html><title>Claims</title><pre>\n<!--#printenv --></pre>\n"
_CONFIGURATION: Final = """\
ServerRoot "{folder}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{folder}/apache.pid"
DefaultRuntimeDir "{folder}"
ErrorLog "{folder}/error.log"
LogLevel warn
{modules}
StartServers 1
ServerLimit 1
ThreadsPerChild 8
MaxRequestWorkers 8
DocumentRoot "{folder}/site"
TypesConfig /dev/null
AddType text/html .shtml
AddOutputFilter INCLUDES .shtml

OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {secret}
OIDCRedirectURI http://localhost:{port}/protected/redirect_uri
OIDCCryptoPassphrase "only-for-this-run-{port}"
OIDCScope "openid"
OIDCPKCEMethod S256
OIDCIDTokenSignedResponseAlg ES256
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCPassClaimsAs environment

<Directory "{folder}/site">
    Options +Includes
    Require all granted
</Directory>
<Location /protected>
    AuthType openid-connect
    Require valid-user
</Location>
"""


class NoApache(Exception):
    """There is no Apache with mod_auth_openidc, and it cannot be obtained; says what to do."""


def find() -> str:
    """Return where Apache is; as root on Debian install it first where it is missing.

    Raises:
        NoApache: there is none.
    """
    if not _is_here() and is_root() and shutil.which("apt-get"):
        print("Apache is missing: apt-get install libapache2-mod-auth-openidc …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "apache2", "libapache2-mod-auth-openidc"],
            check=False,
        )
    if not _is_here():
        raise NoApache("This needs Apache: `apt-get install apache2 libapache2-mod-auth-openidc`.")
    return "/usr/sbin/apache2"


def _is_here() -> bool:
    return (MODULES / "mod_auth_openidc.so").exists() and Path("/usr/sbin/apache2").exists()


class ApacheSite:
    """Where a partner's site will be: known before it runs, as its addresses come first."""

    def __init__(self) -> None:
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.redirect_uri = f"{self.base}/protected/redirect_uri"
        self.logout_uri = f"{self.redirect_uri}?logout=backchannel"
        self.claims_page = f"{self.base}/protected/claims.shtml"

    @contextmanager
    def running(self, folder: Path, issuer: str, site: Registered) -> Iterator[None]:
        """Run it as who runs servers; it ends with the block.

        Raises:
            NoApache: there is none on this machine.
            NotReady: it does not start; its log is in the folder.
        """
        program = self._program(folder, issuer, site)
        with (folder / "apache.log").open("ab") as log:
            process = subprocess.Popen(
                as_server_user(program.command, and_ends_by="TERM"),
                env=dict(program.environment),
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_ready(program, 30)
        except NotReady as error:
            process.kill()
            raise NotReady(f"{error}\n{(folder / 'apache.log').read_text()[-1000:]}") from error
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)

    def _program(self, folder: Path, issuer: str, site: Registered) -> Program:
        pages = folder / "site" / "protected"
        pages.mkdir(parents=True, exist_ok=True)
        (pages / "claims.shtml").write_text(_PAGE)
        (folder / "site" / "index.html").write_text("<!DOCTYPE html><title>Open</title>\n")
        configuration = folder / "apache.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            _CONFIGURATION.format(
                folder=folder,
                port=self.port,
                issuer=issuer,
                client_id=site.client_id,
                secret=site.secret,
                modules="\n".join(
                    f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in _LOADED
                ),
            )
        )
        give_to_servers(folder)
        return Program(
            name="apache",
            command=(find(), "-d", str(folder), "-f", str(configuration), "-D", "FOREGROUND"),
            environment={"PATH": "/usr/sbin:/usr/bin:/bin", "LANG": "C.UTF-8"},
            ready=answers_http(f"http://127.0.0.1:{self.port}/index.html"),
            as_server=True,
        )


def claims_on(page: str) -> dict[str, str]:
    """Return the claims that Apache shows it was given, by their names in the token."""
    found = {}
    for each in page.splitlines():
        name, _, value = each.partition("=")
        if name.startswith("OIDC_CLAIM_"):
            found[name.removeprefix("OIDC_CLAIM_")] = value.removesuffix("</pre>")
    return found
