"""Odoo's models in this very process: no server, no scheduler, no request."""

import contextlib
import os
import sys

HOSTS = {"IZINNET_HOSTS": "127.0.0.1"}


def open_registry(database, environ=None):
    """Load the models of a database and return Odoo's registry.

    ``environ`` is the stack's environment (``Stack.environment``) where the process
    does not have it yet; Odoo keeps it for the life of the process.
    """
    os.environ.update(environ or {}, **HOSTS)
    from odoo.tools import config

    arguments = ["-d", database, "--max-cron-threads=0", "--no-http"]
    config.parse_config(arguments, setup_logging=False)
    from odoo.modules.registry import Registry

    return Registry(database)


def close_connections():
    """Close all connections of this process to databases, as before a fork."""
    if "odoo.sql_db" in sys.modules:
        sys.modules["odoo.sql_db"].close_all()


@contextlib.contextmanager
def environment(registry):
    """Give an environment of the system user; commits at a good end, else rolls back."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
