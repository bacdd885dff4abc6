"""The verdict on Odoo's own tests: what counts as a new failure, and what does not."""

import pytest

from tests.odoo_core.part import judge, read_reasons, rows_of_reasons

GOOD, BAD, LEFT = (
    ["passed", ""],
    ["failed", "AssertionError: 1 != 2"],
    ["skipped", "why"],
)
STOCK = {"mail.A.test_one": GOOD, "mail.A.test_two": GOOD}


@pytest.mark.parametrize(
    ("ours", "bad"),
    [
        ({"mail.A.test_one": GOOD, "mail.A.test_two": GOOD}, 0),
        ({"mail.A.test_one": GOOD, "mail.A.test_two": BAD}, 1),
        ({"mail.A.test_one": GOOD}, 1),
        ({"mail.A.test_one": GOOD, "setUpClass (mail.A)": BAD}, 2),
    ],
    ids=["all pass", "one fails", "one never ran", "a set-up fails"],
)
def test_only_what_stock_passes_counts(ours, bad):
    assert judge(STOCK, ours, set())[1] == bad


def test_a_failure_of_stock_is_not_ours():
    told = {"mail.A.test_one": GOOD, "mail.A.test_two": BAD}
    assert judge(told, told, set()) == (1, 0, ())


def test_a_reason_excuses_its_own_test_only():
    ours = dict.fromkeys(STOCK, BAD)
    assert judge(STOCK, ours, {"mail.A.test_one"})[1] == 1


def test_a_reason_nobody_needs_is_a_complaint():
    complaints = judge(STOCK, STOCK, {"mail.A.test_one"})[2]
    assert complaints == ("reason not needed: mail.A.test_one",)


def test_a_test_skipped_here_only_is_a_complaint():
    ours = STOCK | {"mail.A.test_two": LEFT}
    assert judge(STOCK, ours, set())[2] == ("skipped: mail.A.test_two",)


def test_every_reason_names_its_rule_of_the_law_and_says_why():
    rows = rows_of_reasons()
    assert [
        row for row in rows if not (row["rule"].startswith("L-") and row["why"])
    ] == []
    assert len(read_reasons()) == len(rows)
