"""Bad days at İYS: it is down, refuses us, refuses rows, says what nobody understands."""

import json

import pytest

from tests.simulators.iys import Limits

from . import house
from .odoo_here import close_connections, open_registry
from .reference import Said
from .world import World

pytestmark = pytest.mark.filterwarnings("default")

BRAND = "545454"
WAITING = 500
SUBMIT = "*/consents/request"
TOKEN = "*/oauth2/token"
RHYTHM = ("deadlines", "settle", "push", "results", "pull")


@pytest.fixture(scope="module")
def world(stack, database):
    """Our limits and İYS's in force; time runs on between jumps."""
    running = World(
        open_registry(database, stack.environment()),
        ticking=True,
        limits=Limits(),
        worker_delay=300,
    )
    yield running
    running.close()


@pytest.fixture
def company(world):
    """The company with empty books, all limits on."""
    world.iys.change(edge="clock")
    world.begin(fast=False)
    return world


def approvals(world, count, minutes=10):
    """Acts of so many persons."""
    said = Said(house.recently(minutes), "ONAY", "HS_WEB")
    keys = [(BRAND, house.phone(n), "BIREYSEL", "MESAJ") for n in range(count)]
    assert set(world.record(*((key, said) for key in keys))) == {"stored"}


def live(world, minutes, step):
    """Let scheduled actions run every ``step`` minutes for so many minutes."""
    for _tick in range(minutes // step):
        world.pass_time(step)
        for cron in RHYTHM:
            world.run(cron)


def states(world):
    """How many acts are in each state."""
    with world.env() as env:
        return dict(env["iys.consent"]._read_group([], ["state"], ["__count"]))


def read_account(world, *names):
    """Fields of the account."""
    with world.env() as env:
        return env["iys.account"].search([], limit=1).read(names)[0]


def summaries(world):
    """What the consent managers were told to look at."""
    with world.env() as env:
        found = env["mail.activity"].search([("res_model", "=", "iys.brand")])
        return set(found.mapped("summary"))


# === DOWN === #


def break_down(company, waiting, step):
    """İYS does not answer for six hours; so many acts wait."""
    company.run("pull")
    company.iys.history.clear()
    approvals(company, waiting)
    company.iys.faults.add("refuse", times=0)
    live(company, minutes=360, step=step)


@pytest.fixture
def down(company):
    """A company after six hours without İYS."""
    break_down(company, WAITING, step=30)
    return company


def test_while_iys_is_down_everything_waits_and_nothing_is_lost(down):
    """R-12: and no act was given up."""
    assert set(states(down)) <= {"queued", "unknown"}
    assert sum(states(down).values()) == WAITING
    assert down.faults() == []


def test_six_hours_without_iys_cost_sixty_calls_a_conversation_at_most(company):
    """R-12: the breaker spaces the calls, for each brand and kind of call.

    Three conversations go on here: handing in for one brand, changes for two.
    """
    break_down(company, WAITING, step=5)
    calls = company.iys.history.calls()
    changes = [c for c in calls if f"{BRAND}/consents/changes" in c.path]
    assert 0 < len(changes) <= 60
    assert 0 < len([c for c in calls if c.path.endswith("/request")]) <= 60
    assert len(calls) <= 3 * 60


def test_when_iys_is_back_all_is_registered_within_half_an_hour(company):
    """R-12: ten thousand acts, by themselves, without a call too many."""
    break_down(company, 10_000, step=30)
    company.iys.faults.clear()
    live(company, minutes=30, step=1)
    assert states(company) == {"registered": 10_000}
    assert company.iys.history.calls(status=429) == []


def test_who_waits_a_day_is_told_of(down):
    """R-69, L-11: consent managers find a to-do."""
    live(down, minutes=20 * 60, step=60)
    assert any("24 hours" in text for text in summaries(down))
    assert any("No update" in text for text in summaries(down))


def test_who_waits_too_long_has_expired_and_is_never_sent(down):
    """L-11: no date is moved to get an approval through."""
    live(down, minutes=4 * 24 * 60, step=240)
    down.iys.faults.clear()
    live(down, minutes=60, step=5)
    assert set(states(down)) <= {"expired"}
    assert down.movements() == []


# === REFUSED === #


@pytest.fixture
def locked_out(company):
    """The password is wrong; a day of tries."""
    approvals(company, 5)
    with company.env() as env:
        env["iys.account"].search([]).write({"password": "wrong"})
    live(company, minutes=24 * 60, step=30)
    return company


def test_wrong_credentials_are_tried_three_times_at_most(locked_out):
    """R-13: the fourth would lock the account."""
    assert 1 <= len(locked_out.iys.history.calls(TOKEN)) <= 3


def test_wrong_credentials_stop_the_account_with_a_sentence(locked_out):
    """R-13: what to do is said."""
    told = read_account(locked_out, "is_stopped", "last_error")
    assert told["is_stopped"]
    assert "password" in told["last_error"]
    assert states(locked_out) == {"queued": 5}


def test_with_the_right_password_it_goes_on_by_itself(locked_out):
    """Writing new credentials is a clean start."""
    account = locked_out.iys.account
    with locked_out.env() as env:
        env["iys.account"].search([]).write({"password": account.password})
    live(locked_out, minutes=20, step=5)
    assert states(locked_out) == {"registered": 5}


@pytest.mark.parametrize("bad, more_lots", [(1, 2), (10, 3)])
def test_bad_rows_do_not_hold_up_the_others(company, bad, more_lots):
    """R-7: İYS counts 72 hours where the law counts business days."""
    company.iys.change(edge="hours")
    approvals(company, 1000 - bad)
    # Thursday noon, legal until Tuesday night
    old = Said(house.recently(94 * 60), "ONAY", "HS_WEB")
    company.record(
        *(
            ((BRAND, house.phone(2000 + n), "BIREYSEL", "MESAJ"), old)
            for n in range(bad)
        )
    )
    live(company, minutes=30, step=5)
    assert states(company) == {"registered": 1000 - bad, "expired": bad}
    assert len(company.iys.history.calls(SUBMIT)) <= 1 + more_lots


# === NOT UNDERSTOOD === #


def told_of_exchange(world):
    """What the book of calls says of the last one."""
    with world.env() as env:
        return env["iys.exchange"].search([], limit=1).error_message


STRANGE = {
    "a page": ("html", {}),
    "an empty page": ("reply", {"status": 200, "body": ""}),
    "null": ("reply", {"status": 200, "body": "null"}),
    "an empty object": ("reply", {"status": 202, "body": "{}"}),
    "another shape": ("reply", {"status": 202, "body": '{"requestId": "x"}'}),
    "half an answer": ("half", {}),
    "no gzip": ("gzip", {}),
    "an unknown status": ("reply", {"status": 299, "body": "{}"}),
    "an unknown code": (
        "reply",
        {"status": 400, "body": '{"errors": [{"code": "H999", "message": "?"}]}'},
    ),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_not_understood_is_never_success(company, kind):
    """R-8: a lot's answer of a shape nobody has described."""
    fault, settings = STRANGE[kind]
    approvals(company, 3)
    company.iys.faults.add(fault, SUBMIT, stored=False, **settings)
    company.run("push")
    assert set(states(company)) <= {"queued", "unknown"}
    assert told_of_exchange(company)


@pytest.mark.parametrize(
    "row",
    [
        {"status": "maybe"},
        {"status": "success"},
        {"status": "failure"},
        {"status": "failure", "error": {"code": "H999", "message": "?"}},
        {},
    ],
)
def test_a_result_that_is_not_understood_is_never_success(company, row):
    """R-8: an unknown status, a success without its receipt, an unknown code."""
    approvals(company, 1)
    company.run("push")
    company.pass_time(6)
    with company.env() as env:
        sub = env["iys.consent"].search([]).subrequest_id
    body = json.dumps([{"index": 0, "subRequestId": sub, **row}])
    company.iys.faults.add("reply", SUBMIT + "/*", status=200, body=body)
    company.run("results")
    assert set(states(company)) <= {"sent", "unknown", "failed"}


# === CLOCK === #


def clock_alarms(company):
    """Run the alarms' job; what the open ones about İYS's clock say."""
    company.run("pull")
    with company.env() as env:
        env["iys.alarm"]._cron_alarms()
        found = env["iys.alarm"].search(
            [("kind", "=", "clock"), ("key", "like", "iys:"), ("gone_at", "=", False)]
        )
        return found.mapped("why")


@pytest.mark.parametrize(("minutes", "sign"), [(5, "-"), (-5, "")])
def test_a_clock_five_minutes_off_is_told_until_it_is_right(company, minutes, sign):
    """R-69, T-34: İYS's own ``Date`` tells, in the next run of the job."""
    assert clock_alarms(company) == []
    company.clock.advance(60 * minutes)
    (why,) = clock_alarms(company)
    assert f" {sign}29" in why or f" {sign}30" in why
    company.clock.advance(-60 * minutes)
    assert clock_alarms(company) == []


def test_a_wrong_clock_is_noticed_by_handing_in_as_well(company):
    """R-69: before the next reading, which may be a quarter of an hour away."""
    company.run("pull")
    company.pass_time(5)
    company.clock.advance(300)
    approvals(company, 1)
    company.run("push")
    with company.env() as env:
        assert max(env["iys.brand"].search([]).mapped("clock_difference")) <= 0
        assert min(env["iys.brand"].search([]).mapped("clock_difference")) < -290


# === COPIED === #


def test_a_copied_database_sends_nothing_until_a_person_confirms_it(
    company, stack, database
):
    """R-21: bound to the database's name and uuid."""
    approvals(company, 3)
    copy = f"{database}_copy"
    close_connections()
    stack.sql(f'CREATE DATABASE "{copy}" TEMPLATE "{database}"')
    own, company.registry = company.registry, open_registry(copy)
    try:
        live(company, minutes=60, step=15)
        assert company.iys.history.calls() == []
        with company.env() as env:
            env["iys.account"].search([]).action_confirm_database()
        live(company, minutes=20, step=5)
        assert states(company) == {"registered": 3}
    finally:
        company.registry = own
        close_connections()
        stack.drop_database(copy)
