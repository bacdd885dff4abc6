"""Tokens (section 3): grants, lives, the hour of H084."""

import pytest

from tests.simulators.iys import Limits

from .conftest import codes


def test_an_access_token_ends_after_two_hours(sim, caller):
    sim.clock.advance(7199)
    assert caller.get("/info/city").status_code == 200
    sim.clock.advance(1)
    answer = caller.get("B/consents/changes")
    assert (answer.status_code, codes(answer)) == (401, ["H351"])


def test_a_refresh_gives_a_new_pair(caller):
    first = caller.sign_in()
    second = caller.token(
        grant_type="refresh_token", refresh_token=first["refresh_token"]
    ).json()
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]


def test_a_used_refresh_token_is_dead(caller):
    members = {
        "grant_type": "refresh_token",
        "refresh_token": caller.sign_in()["refresh_token"],
    }
    caller.token(**members)
    again = caller.token(**members)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_used_refresh_token_lives_on_when_switched_so(sim, caller):
    sim.change(refresh_once=False)
    members = {
        "grant_type": "refresh_token",
        "refresh_token": caller.sign_in()["refresh_token"],
    }
    caller.token(**members)
    assert caller.token(**members).status_code == 200


def test_a_refresh_token_ends_after_four_hours(sim, caller):
    refresh = caller.sign_in()["refresh_token"]
    sim.clock.advance(14400)
    answer = caller.token(grant_type="refresh_token", refresh_token=refresh)
    assert answer.status_code == 400


def test_a_wrong_password_is_400_invalid_request(caller):
    answer = caller.token(
        grant_type="password", username=caller.account.username, password="wrong"
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_user_of_another_role_gets_no_token(sim, caller):
    sim.world.users[caller.account.username].role = "web"
    account = caller.account
    answer = caller.token(
        grant_type="password", username=account.username, password=account.password
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_live_servers_word_for_an_unsupported_grant(caller):
    answer = caller.token(grant_type="client_credentials")
    assert answer.json()["error"] == "unsupported_grant_type"


def test_every_try_during_the_hour_starts_the_hour_anew(sim, caller):
    sim.world.limits.change({"tokens_per_hour": 2})
    caller.token(grant_type="x")
    refused = caller.token(grant_type="x")
    assert (refused.status_code, codes(refused)) == (429, ["H084"])
    sim.clock.advance(3599)
    assert caller.token(grant_type="x").status_code == 429
    sim.clock.advance(3599)
    assert caller.token(grant_type="x").status_code == 429
    sim.clock.advance(3600)
    assert caller.token(grant_type="x").status_code == 400


def test_the_token_limits_body_may_be_flat(sim, caller):
    sim.world.limits.change({"tokens_per_hour": 0})
    sim.change(token_limit_body="flat")
    assert caller.token(grant_type="x").json()["code"] == "H084"


@pytest.mark.parametrize("limit", [None, 100])
def test_limits_off_leaves_the_sizes(limit):
    assert Limits.off(status_per_hour=limit).status_per_hour == limit
    assert Limits.off().page == 100
