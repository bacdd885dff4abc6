"""İYS tokens on the account row, one renewal at a time over all workers (R-13)."""

from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime, timedelta, timezone

from psycopg2.extras import Json

from ...iys_api.auth import Token
from ...iys_api.errors import IysAuthError

LOCK_SPACE = 0x1957_01
#: As long as a refused password is not tried again; a new one is tried at once.
REFUSAL_PAUSE = timedelta(seconds=60)


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
        refusal = None
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, self.account_id]
            )
            self._refuse_again()
            try:
                yield
            except IysAuthError as error:
                # written down under the lock, told after it: the next one must see it
                self._note_refusal()
                refusal = error
        if refusal:
            raise refusal

    def _refuse_again(self):
        """Spare a password that was refused a moment ago another try.

        Several jobs fail at the same moment; each of them counts, but only the first may
        ask, so that İYS sees three wrong passwords at the most (R-13).
        """
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT token_data->>'refused_at' FROM iys_account WHERE id = %s",
                [self.account_id],
            )
            row = cr.fetchone()
        refused_at = row and row[0] and datetime.fromisoformat(row[0])
        if refused_at and datetime.now(timezone.utc) - refused_at < REFUSAL_PAUSE:
            raise IysAuthError("user name or password were refused a moment ago")

    def _note_refusal(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE iys_account SET token_data = %s WHERE id = %s",
                [
                    Json({"refused_at": datetime.now(timezone.utc).isoformat()}),
                    self.account_id,
                ],
            )


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
