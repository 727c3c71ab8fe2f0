"""What is particular to training: credentials, addresses of keys, what caches may keep."""

import pytest

from isp.training.v1 import certificate_pb2, course_pb2
from isp.training.v1 import training_pb2 as pb
from tests.contract.gateway.route import CERTIFICATE_ID, ENROLMENT_ID, IDS, KEY_ID, LIST_ID
from tests.contract.gateway.stage import Gateway, status_and_reason, with_key
from tests.contract.gateway.training_answers import COURSE, ISSUER, JWK_READ

CERTIFICATE = f"/v1/certificates/{CERTIFICATE_ID}"
MODULE = "/v1/courses/{course_id}/modules/{module_id}".format_map(IDS)


@pytest.mark.parametrize(
    ("path", "credential"),
    [(f"{CERTIFICATE}/credential", "a.b.c"), (f"/v1/credentials/status/{LIST_ID}", "d.e.f")],
)
def test_a_credential_comes_as_it_is_under_its_own_type(
    gateway: Gateway, path: str, credential: str
) -> None:
    answer = gateway.ask("GET", path)
    assert "application/vc+jwt" == answer.content_type.partition(";")[0]
    assert credential == answer.text


def test_a_key_is_served_where_its_kid_says(gateway: Gateway) -> None:
    kid = gateway.ask("GET", "/v1/credentials/jwks.json").get_json()["keys"][0]["kid"]
    assert kid == ISSUER.keys[0].kid
    key = gateway.ask("GET", kid.removeprefix("https://isp.example")).get_json()
    assert JWK_READ == key
    other = KEY_ID.replace("b", "c")
    missing = gateway.ask("GET", f"/v1/credentials/keys/{other}")
    assert (404, "NOT_FOUND") == status_and_reason(missing)


def test_every_key_is_in_the_set_and_in_the_issuer(gateway: Gateway) -> None:
    two = pb.GetIssuerResponse(
        id=ISSUER.id,
        name="The Issuer",
        url="https://isp.example",
        keys=[*ISSUER.keys, certificate_pb2.PublicKey(kid="former", key_id="f", n="m", e="AQAB")],
    )
    gateway.backend.answers["GetIssuer"] = two
    keys = gateway.ask("GET", "/v1/credentials/jwks.json").get_json()["keys"]
    said = gateway.ask("GET", "/v1/credentials/issuer").get_json()
    kids = [ISSUER.keys[0].kid, "former"]
    assert kids == [each["kid"] for each in keys] == said["assertionMethod"]
    assert keys == [each["publicKeyJwk"] for each in said["verificationMethod"]]
    assert {ISSUER.id} == {each["controller"] for each in said["verificationMethod"]}
    assert (ISSUER.id, ["Profile"], "The Issuer") == (said["id"], said["type"], said["name"])
    assert not any({"d", "p", "q"} & key.keys() for key in keys)


def test_a_new_certificate_has_an_address_where_anyone_checks_it(gateway: Gateway) -> None:
    path = f"/v1/enrolments/{ENROLMENT_ID}/certificate"
    answer = gateway.ask("POST", path, with_key(), json={"name": "Given Family"})
    assert CERTIFICATE == answer.headers["Location"]
    assert 200 == gateway.ask("GET", answer.headers["Location"]).status_code


def test_the_next_pages_ask_for_more_of_the_same(gateway: Gateway) -> None:
    for path in ("/v1/courses", "/v1/me/training"):
        link, _, relation = (
            gateway.ask("GET", f"{path}?page_size=7").headers["Link"].partition("; ")
        )
        assert 'rel="next"' == relation
        gateway.backend.heard.clear()
        gateway.ask("GET", link.strip("<>"))
        asked = gateway.backend.only.message
        assert ("next+page", 7) == (asked.page_token, asked.page_size)
        gateway.backend.heard.clear()


def test_only_what_is_the_same_for_everyone_and_bears_a_moments_delay_is_kept(
    gateway: Gateway,
) -> None:
    kept = ("/v1/courses", MODULE, f"/v1/credentials/status/{LIST_ID}", "/v1/credentials/issuer")
    for path in kept:
        assert "public, max-age=60" == gateway.ask("GET", path).headers["Cache-Control"]
        private = gateway.ask("GET", path, gateway.token()).headers["Cache-Control"]
        assert "private, no-store" == private
    for path in (CERTIFICATE, f"{CERTIFICATE}/credential", "/v1/me/training"):
        assert "private, no-store" == gateway.ask("GET", path).headers["Cache-Control"]


def test_what_is_not_there_is_null(gateway: Gateway) -> None:
    """Of somebody who is not enrolled, and of a credential whose signature is no good."""
    gateway.backend.answers["GetModule"] = pb.GetModuleResponse(
        module=course_pb2.Module(summary=COURSE.modules[0], body="# Text"), banner="B"
    )
    read = gateway.ask("GET", MODULE).get_json()
    assert (None, None) == (read["progress"], read["open_attempt"])
    gateway.backend.answers["VerifyCertificate"] = pb.VerifyCertificateResponse()
    assert gateway.ask("GET", CERTIFICATE).get_json()["certificate"] is None
