"""What is masked in lines of Odoo's own loggers, and what stays to be read (R-59)."""

import logging

import log_masks  # noqa: F401  (its import sets the filters)
import pytest


class Heard(logging.Handler):
    """Keeps what a logger says, as a file would."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        """See `logging.Handler`."""
        self.lines.append(record.getMessage())


@pytest.fixture
def say():
    """Say something by a logger; returns the line that is written."""
    heard, used = Heard(), []

    def speak(name, message, *args):
        logger = logging.getLogger(name)
        logger.addHandler(heard)
        used.append((logger, logger.level))
        logger.setLevel(logging.DEBUG)
        logger.debug(message, *args)
        return heard.lines[-1]

    yield speak
    for logger, level in used:
        logger.removeHandler(heard)
        logger.setLevel(level)


@pytest.mark.parametrize(
    "path",
    [
        "/iys/refuse/SECRET",
        "/iys/refuse/SECRET/oneclick",
        "/iys/preferences/SECRET?choice=all",
        "/iys/confirm/SECRET",
        "/iys/code/SECRET",
        "/iys/sms/7/SECRET/report",
        "/izin/poster/kiosk/code/SECRET",
        "/mailing/3/unsubscribe?email=SECRET&hash_token=SECRET",
    ],
)
def test_the_access_log_names_the_page_and_not_the_token(say, path):
    """R-55."""
    line = say("werkzeug", '"%s" %s %s', f"GET {path} HTTP/1.1", "200", "-")
    assert "SECRET" not in line
    assert line.startswith('"GET /') and line.endswith("200 -")


def test_the_token_of_a_poster_stays_readable(say):
    """It is printed for everybody, and one wants to see which form is asked for."""
    line = say("werkzeug", '"%s" %s %s', "GET /izin/poster HTTP/1.1", "200", "-")
    assert "/izin/poster " in line


class Records:
    """Stands for records of a model."""

    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return f"{self._name}(1,)"


@pytest.mark.parametrize("model", ["iys.account", "res.company"])
def test_arguments_of_calls_on_models_with_secrets_are_masked(say, model):
    line = say(
        "odoo.service.model", "call %s.%s(%s)", Records(model), "write", "SECRET"
    )
    assert line == f"call {model}(1,).write(***)"


def test_arguments_of_other_calls_stay(say):
    line = say(
        "odoo.service.model", "call %s.%s(%s)", Records("res.partner"), "read", "1"
    )
    assert line == "call res.partner(1,).read(1)"


def test_values_in_a_statement_of_ours_are_masked(say):
    query = "UPDATE iys_account SET password = 'SEC''RET', lot = 5 WHERE id = 1"
    line = say("odoo.sql_db", "[%.3f ms] query: %s", 1.5, query)
    assert "SEC" not in line and "RET" not in line
    assert "UPDATE iys_account SET password = '***', lot = 5" in line


def test_statements_of_others_stay(say):
    query = "SELECT 1 FROM res_partner WHERE name = 'x'"
    assert query in say("odoo.sql_db", "[%.3f ms] query: %s", 1.5, query)


def test_a_row_that_breaks_a_rule_is_masked_wherever_the_error_goes(say):
    """PostgreSQL tells the row as a whole; the answer to the browser carries it."""
    error = ValueError("null value\nDETAIL: Failing row contains (1, SECRET,\nSECRET).")
    query = b"INSERT INTO iys_account (password) VALUES ('SECRET')"
    line = say("odoo.sql_db", "bad query: %s\nERROR: %s", query, error)
    assert "SECRET" not in line and "SECRET" not in str(error)
    assert "null value" in str(error)


def test_a_key_that_exists_already_is_masked(say):
    error = ValueError("duplicate key\nDETAIL: Key (token)=(SECRET) already exists.")
    say("odoo.sql_db", "bad query: %s\nERROR: %s", b"INSERT INTO iys_message", error)
    assert str(error).endswith("Key (token)=(***) already exists.")
