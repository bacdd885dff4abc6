"""One token for all, as few token calls as possible (R-13, section 3)."""

import json
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest
import responses

from iys_api.auth import MemoryTokenStore, Token
from iys_api.errors import (
    IysAuthError,
    IysError,
    IysProtocolError,
    IysUnavailable,
)
from tests.unit.iys_calls import BASE, make_authenticator

URL = f"{BASE}/oauth2/token"
START = datetime(2026, 3, 18, 10, tzinfo=timezone.utc)
GOOD = {
    "access_token": "access-1",
    "refresh_token": "refresh-1",
    "expires_in": 7200,
    "refresh_expires_in": 14400,
    "token_type": "bearer",
}
REFUSED = {"error": "invalid_request", "error_description": "Hatalı kullanıcı."}
H084 = {"errors": [{"code": "H084", "message": "Saatlik sınır."}]}


class Clock:
    """A time that tests move."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """Wednesday 18 March 2026, 13:00 in Türkiye."""
    return Clock()


@pytest.fixture
def store():
    """Nobody has fetched a token."""
    return MemoryTokenStore()


@pytest.fixture
def auth(store, clock):
    """One worker's authenticator."""
    return make_authenticator(store, clock)


@pytest.fixture
def mocked():
    """A network in which only registered answers exist."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as found:
        yield found


def grants(mocked):
    """The grants that were tried, in order."""
    return [json.loads(call.request.body)["grant_type"] for call in mocked.calls]


def test_the_first_token_comes_by_password(auth, mocked):
    """Section 3."""
    mocked.add("POST", URL, json=GOOD)
    assert auth.bearer() == "access-1"
    assert grants(mocked) == ["password"]


def test_a_kept_token_costs_no_call(auth, mocked, clock):
    """R-13: at most one call in 90 minutes."""
    mocked.add("POST", URL, json=GOOD)
    auth.bearer()
    clock.now += timedelta(minutes=90)
    assert auth.bearer() == "access-1"
    assert len(mocked.calls) == 1


def test_an_old_token_is_renewed_by_the_refresh_grant(auth, mocked, clock):
    """Before its two hours are over."""
    mocked.add("POST", URL, json=GOOD)
    mocked.add("POST", URL, json=GOOD | {"access_token": "access-2"})
    auth.bearer()
    clock.now += timedelta(minutes=117)
    assert auth.bearer() == "access-2"
    assert json.loads(mocked.calls[1].request.body) == {
        "grant_type": "refresh_token",
        "refresh_token": "refresh-1",
    }


def test_the_newest_refresh_token_is_used(auth, mocked, clock):
    """Section 3: each refresh gives a new one."""
    for number in (1, 2, 3):
        body = GOOD | {"refresh_token": f"refresh-{number}"}
        mocked.add("POST", URL, json=body)
    for _ in range(3):
        auth.bearer()
        clock.now += timedelta(hours=2)
    assert json.loads(mocked.calls[2].request.body)["refresh_token"] == "refresh-2"


def test_after_four_hours_the_password_is_used_again(auth, mocked, clock):
    """The refresh token is dead by then."""
    mocked.add("POST", URL, json=GOOD)
    auth.bearer()
    clock.now += timedelta(hours=4)
    auth.bearer()
    assert grants(mocked) == ["password", "password"]


def test_a_refused_refresh_falls_back_once_to_the_password(auth, mocked, clock):
    """Section 3."""
    mocked.add("POST", URL, json=GOOD)
    mocked.add("POST", URL, json=REFUSED, status=400)
    mocked.add("POST", URL, json=GOOD | {"access_token": "access-2"})
    auth.bearer()
    clock.now += timedelta(hours=2)
    assert auth.bearer() == "access-2"
    assert grants(mocked) == ["password", "refresh_token", "password"]


def test_a_wrong_password_is_tried_once_and_told(auth, mocked):
    """R-13: a person must act."""
    mocked.add("POST", URL, json=REFUSED, status=400)
    with pytest.raises(IysAuthError, match="Hatalı kullanıcı"):
        auth.bearer()
    assert len(mocked.calls) == 1


def test_a_wrong_password_after_a_refused_refresh_ends_there(auth, mocked, clock):
    """Never looped."""
    mocked.add("POST", URL, json=GOOD)
    mocked.add("POST", URL, json=REFUSED, status=400)
    auth.bearer()
    clock.now += timedelta(hours=2)
    with pytest.raises(IysAuthError):
        auth.bearer()
    assert grants(mocked) == ["password", "refresh_token", "password"]


@pytest.mark.parametrize("body", [H084, H084["errors"][0]], ids=["list", "flat"])
def test_after_h084_no_token_call_is_made_for_an_hour(auth, mocked, clock, body):
    """Section 3: each try would start the hour again; both shapes (section 13)."""
    mocked.add("POST", URL, json=body, status=429)
    for minutes in (0, 1, 30, 58):
        clock.now = START + timedelta(minutes=minutes)
        with pytest.raises(IysUnavailable) as caught:
            auth.bearer()
    assert caught.value.retry_after >= 120
    assert len(mocked.calls) == 1


def test_after_the_hour_the_next_call_goes(auth, mocked, clock):
    """And the block is forgotten."""
    mocked.add("POST", URL, json=H084, status=429)
    mocked.add("POST", URL, json=GOOD)
    with pytest.raises(IysUnavailable):
        auth.bearer()
    clock.now += timedelta(minutes=62)
    assert auth.bearer() == "access-1"


def test_the_block_holds_for_all_workers(auth, mocked, store, clock):
    """It is kept with the token."""
    mocked.add("POST", URL, json=H084, status=429)
    with pytest.raises(IysUnavailable):
        auth.bearer()
    with pytest.raises(IysUnavailable):
        make_authenticator(store, clock).bearer()
    assert len(mocked.calls) == 1


def test_a_token_of_another_worker_is_taken_over(auth, mocked, store, clock):
    """The same 401 may reach many."""
    later = START + timedelta(hours=1)
    store.save(Token("theirs", "r", later, later))
    assert auth.renew("stale") == "theirs"
    assert len(mocked.calls) == 0


def test_a_refused_token_is_renewed_although_its_time_is_not_over(auth, mocked, store):
    """401 before the end."""
    later = START + timedelta(hours=1)
    store.save(Token("stale", "r", later, later))
    mocked.add("POST", URL, json=GOOD)
    assert auth.renew("stale") == "access-1"


def test_eight_workers_at_the_end_make_one_token_call(store, clock):
    """R-13."""
    calls = []

    def answer(request):
        calls.append(request)
        time.sleep(0.05)
        return 200, {}, json.dumps(GOOD)

    found = []
    with responses.RequestsMock() as mocked:
        mocked.add_callback("POST", URL, answer)
        workers = [
            threading.Thread(
                target=lambda: found.append(make_authenticator(store, clock).bearer())
            )
            for _ in range(8)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert found == ["access-1"] * 8
    assert len(calls) == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"accessToken": "x"}, GOOD | {"access_token": ""}, GOOD | {"expires_in": "a"}],
    ids=str,
)
def test_another_shape_is_no_token(auth, mocked, body):
    """R-8; the 2020 reply had other names."""
    mocked.add("POST", URL, json=body)
    with pytest.raises(IysProtocolError):
        auth.bearer()


def test_a_token_answer_never_shows_in_an_error(auth, mocked):
    """Secrets stay out of logs and screens."""
    secret = GOOD | {"access_token": ["access-secret"]}
    mocked.add("POST", URL, json=secret)
    with pytest.raises(IysProtocolError) as caught:
        auth.bearer()
    assert "secret" not in repr(caught.value) + caught.value.preview


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_fault_means_again_later(auth, mocked, status):
    """Nothing can have been stored by a token call."""
    mocked.add("POST", URL, body="<html>", status=status)
    with pytest.raises(IysUnavailable) as caught:
        auth.bearer()
    assert not caught.value.maybe_stored


def test_a_failed_renewal_frees_the_lock(auth, mocked):
    """The next worker must not wait for ever."""
    mocked.add("POST", URL, json=REFUSED, status=400)
    mocked.add("POST", URL, json=GOOD)
    with pytest.raises(IysError):
        auth.bearer()
    assert auth.bearer() == "access-1"


def test_a_token_shows_no_secret():
    """In logs and tracebacks."""
    token = Token("access-secret", "refresh-secret", START, START)
    assert "secret" not in repr(token)


def test_the_token_call_carries_no_authorization(auth, mocked):
    """Section 2: everything except the token call."""
    mocked.add("POST", URL, json=GOOD)
    auth.bearer()
    assert "Authorization" not in mocked.calls[0].request.headers
