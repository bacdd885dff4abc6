"""Fixtures and books of the SMS tests with faults: a database, operators, what left."""

import contextlib
import os
from collections import Counter

import pytest

from tests.simulators.sms.settings import Limits
from tests.simulators.sms.simulator import SmsSimulator

from .conftest import PREFIX, Driver, drop_left_over
from .odoo_here import HOSTS, close_connections

MODULES = ("izinnet_iys", "izinnet_iys_sms")
#: So many SMS may be on the wire when a worker dies (R-5, R-27).
LARGEST_LOT = 50


@pytest.fixture(scope="module")
def database(stack, request):
    """The name of a fresh database with both addons, dropped after the module."""
    drop_left_over(stack)
    subject = request.module.__name__.rpartition("_")[2]
    name = f"{PREFIX}sms{subject}_{os.getpid()}"
    stack.create_database(name, modules=MODULES)
    yield name
    close_connections()
    stack.drop_database(name)


@pytest.fixture(scope="module")
def driver(stack, database):
    """The driver of the module's database."""
    os.environ.update(stack.environment(HOSTS))
    running = Driver(stack, database)
    yield running
    running.close()


@pytest.fixture
def operators():
    """Netgsm, İleti Merkezi and Verimor over HTTP, without limits."""
    with SmsSimulator(limits=Limits.off()) as running:
        yield running


@pytest.fixture
def ask(stack, database):
    """Ask the database for rows."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:

            def rows(query, *values):
                cr.execute(query, values)
                return cr.fetchall()

            yield rows


def account(operators, gateway, index=0):
    """Describe an account for ``found_sms``, with its first title."""
    one = operators.account(gateway, index)
    return {
        "gateway": gateway,
        "base_url": operators.url(gateway),
        "username": one.username,
        "password": one.password,
        "title": next(iter(one.titles)),
    }


def served(operators):
    """How often each number was served, by its last ten digits."""
    return Counter(text.number[-10:] for text in operators.texts())


def ends(ask):
    """What became of each SMS: {last ten digits: sent, not sent, unknown or waiting}."""
    words = {
        ("pending", None): "sent",
        ("sent", None): "sent",
        ("error", "iys_sms_ambiguous"): "unknown",
        ("outgoing", None): "waiting",
        ("process", None): "in flight",
    }
    found = ask("SELECT right(number, 10), state, failure_type FROM sms_sms")
    return {ten: words.get((state, why), "not sent") for ten, state, why in found}
