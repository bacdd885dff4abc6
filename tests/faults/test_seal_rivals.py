"""Eight sealers at once, and one that is killed: one chain, no fork, no gap (R-33)."""

import contextlib

import pytest

RIVALS = 8


@pytest.fixture(scope="module")
def cursor(stack, database):
    """A cursor that sees each moment's rows."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            yield cr


@pytest.fixture(scope="module")
def company(driver):
    """A fresh company."""
    account = {"iys_code": "600001", "username": "x", "password": "x"}
    account["brand_codes"] = ["700001", "700002"]
    settings = {"base_url": "http://127.0.0.1:9", "account": account}
    assert driver.run(("found", settings)) == [0]


def one(cursor, query):
    """Return the single value of a query."""
    cursor.execute(query)
    return cursor.fetchone()[0]


def unsealed_acts(cursor):
    """Count acts without a seal."""
    return one(
        cursor,
        "SELECT count(*) FROM iys_consent c WHERE NOT EXISTS (SELECT FROM iys_seal s"
        " WHERE s.res_model = 'iys.consent' AND s.res_id = c.id)",
    )


def gaps(cursor):
    """Count places that are missing or taken twice, over all companies."""
    return one(
        cursor,
        "SELECT coalesce(sum(abs(m - n)), 0) FROM (SELECT max(seq) m,"
        " count(DISTINCT seq) n FROM iys_seal GROUP BY company_id) c",
    )


def test_rivals_make_one_chain_while_acts_come_in(driver, company, cursor):
    sealers = [("seal", {"rounds": 6})] * RIVALS
    writers = [("record", {"first": 1000 * n, "count": 400}) for n in range(3)]
    assert set(driver.run(*sealers, *writers)) == {0}
    assert driver.run("seal") == [0]
    assert (unsealed_acts(cursor), gaps(cursor)) == (0, 0)


@pytest.mark.parametrize(
    ("when", "number"), [("before", 2), ("after", 2), ("before", 3)]
)
def test_a_killed_sealer_leaves_no_gap(driver, company, cursor, when, number):
    first = 10_000 + 1000 * number + (when == "after") * 500
    driver.run(("record", {"first": first, "count": 300}))
    assert driver.run("seal", die=[when, number]) == [-9]
    assert driver.run("seal") == [0]
    assert (unsealed_acts(cursor), gaps(cursor)) == (0, 0)


def test_afterwards_the_chain_is_intact(driver, company, cursor):
    assert driver.run("check") == [0]
    cursor.execute("SELECT DISTINCT state FROM iys_seal_check")
    assert cursor.fetchall() == [("good",)]
