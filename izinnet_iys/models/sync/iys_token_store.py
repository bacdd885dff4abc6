"""İYS tokens on the account row, one renewal at a time over all workers (R-13)."""

from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime

from psycopg2.extras import Json

from ...iys_api.auth import Token

LOCK_SPACE = 0x1957_01


class AccountTokenStore:
    """`TokenStore` on ``iys_account.token_data``.

    It works in transactions of its own: a token must survive the rollback of the work
    it was taken for, and must be seen by the other workers at once.
    """

    def __init__(self, env, account_id):
        self.registry = env.registry
        self.account_id = account_id

    def load(self):
        """Return the shared token or None."""
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT token_data FROM iys_account WHERE id = %s", [self.account_id]
            )
            row = cr.fetchone()
        return _from_json(row[0]) if row and row[0] else None

    def save(self, token):
        """Share a token (or its absence) with every worker."""
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE iys_account SET token_data = %s WHERE id = %s",
                [Json(_to_json(token)) if token else None, self.account_id],
            )

    @contextmanager
    def renewing(self):
        """Hold the account's renewal for one worker; others wait here."""
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, self.account_id]
            )
            yield


def _to_json(token):
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(token).items()
    }


def _from_json(data):
    known = {f.name for f in fields(Token)}
    values = {}
    for name, value in data.items():
        if name in known:
            values[name] = _moment(value) if name.endswith(("_at", "_until")) else value
    return Token(**values)


def _moment(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else value
