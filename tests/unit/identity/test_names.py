"""Names as they come from elsewhere, and as Keycloak takes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.names import LONGEST_NAME, plain_name, tidy_name

TAKEN = re.compile(r"[^<>&\"\v$%!#?§;*~/\\|^=\[\]{}()\x00-\x1f\x7f]+")
"""Keycloak 26.7, `PersonNameProhibitedCharactersValidator`."""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Ann\u00a0 Lee \n", "Ann Lee"),
        ("A\u0301nn", "\u00c1nn"),
        ("Ann\u202egnp\x00\x1b[31m", "Anngnp[31m"),
        ("x" * 300, "x" * LONGEST_NAME),
        ("\u200b", ""),
    ],
)
def test_a_name_from_elsewhere_is_kept_as_it_is_printed(said: str, kept: str) -> None:
    assert kept == tidy_name(said)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Siôn O'Neill-Jones", "Siôn O'Neill-Jones"),
        ("Ann (Nan) <b>", "Ann Nan b"),
        ("a/c; x", "a c x"),
        ("???", "-"),
        ("", ""),
    ],
)
def test_keycloak_is_told_a_name_without_what_it_refuses(name: str, plain: str) -> None:
    assert plain == plain_name(name)


@given(st.text())
def test_there_is_no_name_that_keycloak_refuses(said: str) -> None:
    plain = plain_name(tidy_name(said))
    assert plain == "" or TAKEN.fullmatch(plain)
    assert len(plain) <= LONGEST_NAME
    assert plain == plain_name(plain)
