"""Two people decide about the same thing at the same moment: one does it, once (R-3).

Both have read the record before either presses; each in a process of its own.
"""

import contextlib
import itertools
import time

import pytest

#: Long enough for every process to have read.
SOON = 0.6
DESTRUCTION, REQUEST = "iys.destruction", "iys.subject.request"
NOT_NOW = "This step is not possible in the present state."
numbers = itertools.count(0, 10)


@pytest.fixture(scope="module", autouse=True)
def staff(driver):
    """Three consent managers."""
    assert driver.run("staff") == [0]


@pytest.fixture(scope="module")
def ask(stack, database):
    """Ask the database for one row."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:

            def one(query, *values):
                cr.execute(query, values)
                return cr.fetchone()

            yield one


@pytest.fixture
def destruction(driver, ask):
    """The id of a destruction the first of the three has started."""
    job = ("ready_destruction", {"first": next(numbers), "count": 3})
    assert driver.run(job) == [0]
    return ask("SELECT max(id) FROM iys_destruction")[0]


@pytest.fixture
def request_id(driver, ask):
    """The id of a request that waits for its answer."""
    assert driver.run(("new_request", {"number": next(numbers)})) == [0]
    return ask("SELECT max(id) FROM iys_subject_request")[0]


@pytest.fixture
def together(driver, tmp_path):
    """Let people press at once: returns (exit codes, what the refused were told)."""

    def press(model, *presses):
        at = time.time() + SOON
        files = [tmp_path / str(place) for place in range(len(presses))]
        jobs = [
            ("press_button", {"login": login, "model": model, "button": button,
                       "at": at, "told": str(file)})
            for (login, button), file in zip(presses, files, strict=True)
        ]  # fmt: skip
        codes = driver.run(*jobs)
        return codes, [file.read_text() for file in files if file.exists()]

    return press


def logged(ask, message, res_id):
    """How often the day log has a message about a record."""
    query = "SELECT count(*) FROM iys_log WHERE message = %s AND res_id = %s"
    return ask(query, message, res_id)[0]


def test_of_two_who_approve_one_has_approved(together, destruction, ask):
    codes, told = together(
        DESTRUCTION, ("ikinci", "action_approve"), ("ucuncu", "action_approve")
    )
    assert (sorted(codes), told) == ([0, 1], [NOT_NOW])
    winner = ("ikinci", "ucuncu")[codes.index(0)]
    approved = ask(
        "SELECT u.login, d.state FROM iys_destruction d"
        " JOIN res_users u ON u.id = d.approved_by_id WHERE d.id = %s",
        destruction,
    )
    assert approved == (winner, "approved")
    assert logged(ask, "Destruction approved", destruction) == 1


def test_of_approving_and_cancelling_the_cancelling_stands(
    driver, together, destruction, ask
):
    """Whoever approves first is overruled, whoever is late is told; nobody is masked."""
    codes, told = together(
        DESTRUCTION, ("ikinci", "action_approve"), ("birinci", "action_cancel")
    )
    assert codes[1] == 0 and told == [NOT_NOW] * codes[0]
    assert driver.run("destroy") == [0]
    query = "SELECT state, approved_by_id IS NULL FROM iys_destruction WHERE id = %s"
    assert ask(query, destruction) == ("cancelled", codes[0] == 1)
    erased = "SELECT count(*) FROM iys_erasure WHERE destruction_id = %s"
    assert ask(erased, destruction) == (0,)


def test_a_press_while_the_job_looks_is_no_failure(driver, together, destruction, ask):
    """The job finds the row locked by whoever cancels it: it leaves it to them."""
    together(DESTRUCTION, ("ikinci", "action_approve"))
    now = time.time()
    press = {"login": "birinci", "model": DESTRUCTION, "button": "action_cancel",
             "at": now, "linger": 2 * SOON}  # fmt: skip
    codes = driver.run(("press_button", press), ("destroy", {"at": now + SOON}))
    assert codes == [0, 0]
    query = "SELECT state, message FROM iys_destruction WHERE id = %s"
    assert ask(query, destruction) == ("cancelled", None)


def test_two_workers_carry_a_destruction_out_once(driver, together, destruction, ask):
    """One certificate; each key is noted once."""
    together(DESTRUCTION, ("ikinci", "action_approve"))
    assert driver.run("destroy", "destroy", "destroy") == [0, 0, 0]
    assert driver.run("destroy") == [0]
    query = "SELECT state, done_rows > 0 FROM iys_destruction WHERE id = %s"
    assert ask(query, destruction) == ("done", True)
    files = "SELECT count(*) FROM ir_attachment WHERE res_model = %s AND res_id = %s"
    assert ask(files, DESTRUCTION, destruction) == (1,)
    twice = (
        "SELECT count(*), count(DISTINCT recipient_key) FROM iys_erasure"
        " WHERE destruction_id = %s"
    )
    rows, keys = ask(twice, destruction)
    assert rows == keys >= 3
    assert logged(ask, "Destruction done", destruction) == 1


def test_of_two_who_answer_a_request_one_has_answered(together, request_id, ask):
    """L-56: the person gets one letter."""
    codes, told = together(
        REQUEST, ("birinci", "action_answer"), ("ikinci", "action_answer")
    )
    assert (sorted(codes), told) == ([0, 1], [NOT_NOW])
    letters = "SELECT count(*) FROM ir_attachment WHERE res_model = %s AND res_id = %s"
    assert ask(letters, REQUEST, request_id) == (1,)
    mails = (
        "SELECT count(*) FROM mail_mail m JOIN mail_message g ON g.id = m.mail_message_id"
        " WHERE g.model = %s AND g.res_id = %s"
    )
    assert ask(mails, REQUEST, request_id) == (1,)
    assert logged(ask, "Data-subject request answered", request_id) == 1


def test_two_who_begin_the_masking_of_a_request_begin_one(together, request_id, ask):
    before = ask("SELECT count(*) FROM iys_destruction")[0]
    codes, told = together(
        REQUEST, ("birinci", "action_mask"), ("ikinci", "action_mask")
    )
    assert (codes, told) == ([0, 0], [])
    assert ask("SELECT count(*) FROM iys_destruction")[0] == before + 1


def test_a_hold_is_lifted_by_one(driver, together, ask):
    """L-33: who lifted it is part of the record."""
    assert driver.run(("new_hold", {"number": next(numbers)})) == [0]
    hold = ask("SELECT max(id) FROM iys_hold")[0]
    codes, told = together(
        "iys.hold", ("ikinci", "action_lift"), ("ucuncu", "action_lift")
    )
    assert (sorted(codes), told) == ([0, 1], [NOT_NOW])
    assert logged(ask, "Legal hold lifted", hold) == 1
