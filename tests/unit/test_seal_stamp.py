"""Time-stamps of a real RFC 3161 authority: asked for, read, checked (R-34)."""

import hashlib
import subprocess

import pytest
from seal_chain.authority import Authority, AuthorityUnavailable
from seal_chain.stamp import StampInvalid, StampRefused, read_answer

from tests.simulators.timestamp import TimestampAuthority

DIGEST = hashlib.sha256(b"head").digest()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with TimestampAuthority(tmp_path_factory.mktemp("tsa")) as server:
        yield server


@pytest.fixture
def authority(running):
    running.answer = "grant"
    running.up()
    return running


def ask(authority, digest=DIGEST, nonce=7):
    return Authority(authority.url).stamp(digest, nonce)


def test_a_stamp_names_its_authority(authority):
    assert "Deneme Zaman Damgasi" in ask(authority).authority


def test_a_stamp_tells_when(authority):
    assert ask(authority).time.tzinfo is None


def test_openssl_finds_the_stamp_good(authority, tmp_path):
    """R-35."""
    (tmp_path / "a.tsr").write_bytes(ask(authority).content)
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-digest", DIGEST.hex(), "-in", "a.tsr",
         "-CAfile", str(authority.ca)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in done.stdout


def test_a_stamp_over_something_else_is_not_taken(authority):
    authority.answer = "other"
    with pytest.raises(StampInvalid, match="something else"):
        ask(authority)


def test_an_answer_to_another_request_is_not_taken(authority):
    content = ask(authority, nonce=8).content
    with pytest.raises(StampInvalid, match="another request"):
        read_answer(content, DIGEST, nonce=9)


def test_a_refusal_is_told_with_its_reason(authority):
    authority.answer = "refuse"
    with pytest.raises(StampRefused, match="bad"):
        ask(authority)


def test_garbage_is_no_stamp(authority):
    authority.answer = "garbage"
    with pytest.raises(StampInvalid):
        ask(authority)


def test_no_changed_byte_goes_unseen(authority):
    """A stamp whose bytes were changed is not taken, or is the same stamp."""
    content = ask(authority).content
    good = read_answer(content, DIGEST, 7)
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 0x01
        try:
            found = read_answer(bytes(changed), DIGEST, 7)
        except (StampInvalid, StampRefused):
            continue
        assert (found.time, found.serial) == (good.time, good.serial), place


def test_a_server_that_is_down_has_granted_nothing(authority):
    authority.down()
    with pytest.raises(AuthorityUnavailable) as fault:
        ask(authority)
    assert not fault.value.maybe_granted


def test_a_busy_server_is_asked_again(authority):
    authority.answer = "error"
    with pytest.raises(AuthorityUnavailable):
        ask(authority)


def test_after_a_lost_answer_a_stamp_may_have_been_counted(authority):
    authority.answer = "drop"
    with pytest.raises(AuthorityUnavailable) as fault:
        ask(authority)
    assert fault.value.maybe_granted
