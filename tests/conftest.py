"""Fixtures that all tests under pytest may use."""

import pytest

from tests.stack import Stack


@pytest.fixture(scope="session")
def stack():
    """Odoo, its Python and PostgreSQL, left again after the last test."""
    with Stack.up() as ready:
        yield ready
