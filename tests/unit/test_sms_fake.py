"""The gateway for trials: keeps, reports, sends nothing."""

from datetime import timedelta

import pytest

from sms_gateways import Account, AccountError, BalanceError, Outcome, RecipientError
from sms_gateways.fake import FakeBook, FakeGateway
from tests.unit.sms_calls import NOW, NUMBER, OTHER, later, options, text


class Watch:
    """A clock a test can move."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def gateway(watch):
    return FakeGateway(Account("trial", "x"), book=FakeBook(), now=watch)


def test_a_text_is_kept_and_reported_a_little_later(gateway, watch):
    job = gateway.send([text()], options()).job_id
    before = gateway.reports([job]).items[0].outcome
    watch.now += timedelta(seconds=5)
    after = gateway.reports([job]).items[0]
    assert (before, after.outcome) == (Outcome.PENDING, Outcome.DELIVERED)
    assert (after.ref, after.number10) == ("ref2233", "5321112233")


def test_a_number_can_choose_a_bad_end(gateway, watch):
    job = gateway.send([text(to="+905000000003")], options()).job_id
    watch.now += timedelta(minutes=1)
    assert gateway.reports([job]).items[0].outcome is Outcome.IYS_REJECTED


def test_a_bad_number_is_rejected_and_the_others_go(gateway):
    result = gateway.send(
        [text(), text(to="abc", ref="bad"), text(to=OTHER)], options()
    )
    assert isinstance(result.rejected["bad"], RecipientError)
    assert list(result.accepted) == ["ref2233", "ref2244"]


def test_the_credit_is_used_up(gateway):
    gateway.book.credits = 1
    gateway.send([text()], options())
    with pytest.raises(BalanceError):
        gateway.send([text(to=OTHER)], options())
    assert gateway.balance().credits == 0


def test_a_foreign_title_is_refused(gateway):
    with pytest.raises(AccountError):
        gateway.send([text()], options(title="YABANCI"))
    assert gateway.book.jobs == {}


def test_a_scheduled_job_can_be_taken_back_and_another_not(gateway):
    planned = gateway.send([text()], options(send_at=later(hours=1))).job_id
    gone = gateway.send([text()], options()).job_id
    assert (gateway.cancel(planned), gateway.cancel(gone)) == (True, False)
    assert gateway.reports([planned]).items == ()


def test_a_job_is_found_by_our_own_id(gateway):
    job = gateway.send([text()], options(job_ref="mine")).job_id
    assert (gateway.find_job("mine"), gateway.find_job("other")) == (job, None)


def test_jobs_are_counted(gateway):
    gateway.send([text(), text(to=OTHER)], options())
    (one,) = gateway.jobs(later(days=-1), later()).items
    assert (one.total, one.waiting, one.delivered) == (2, 2, 0)


def test_the_blacklist_is_kept(gateway):
    assert list(gateway.blacklist_add([NUMBER, "abc"])) == ["abc"]
    assert [one.number for one in gateway.blacklist().items] == [NUMBER]
    gateway.blacklist_remove([NUMBER])
    assert gateway.blacklist().items == ()


def test_two_objects_of_one_account_share_what_was_given(watch):
    one, two = (FakeGateway(Account("shared", "x"), now=watch) for _ in range(2))
    job = one.send([text()], options()).job_id
    assert len(two.reports([job]).items) == 1


def test_two_accounts_share_nothing(watch):
    one = FakeGateway(Account("a company", "x"), now=watch)
    two = FakeGateway(Account("another company", "x"), now=watch)
    job = one.send([text()], options()).job_id
    assert two.reports([job]).items == ()
