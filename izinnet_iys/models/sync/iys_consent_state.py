"""The state machine of an act: one guarded door for every change."""

import logging
from itertools import compress

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

_logger = logging.getLogger(__name__)

#: target: states it may be reached from (the table in ``iys_consent.py``)
ALLOWED = {
    "queued": ("unconfirmed", "in_flight", "unknown", "failed", "local"),
    "in_flight": ("queued",),
    "sent": ("in_flight", "unknown"),
    "unknown": ("in_flight", "sent", "registered", "received"),
    # İYS has the last word: whatever we believed, what it holds is registered
    "registered": (
        "queued", "in_flight", "sent", "unknown", "failed", "local", "expired",
    ),
    "failed": ("queued", "in_flight", "sent", "unknown"),
    "expired": ("unconfirmed", "queued", "in_flight", "sent", "unknown", "failed"),
    "local": ("unconfirmed", "queued", "in_flight", "sent", "unknown", "failed"),
}  # fmt: skip

#: states whose entering may decide anew which act is in force; "registered" does, too,
#: but in the same update
MOVES_EFFECT = ("unknown", "queued", "local")

#: columns a change of state may write with it, and their PostgreSQL type
COLUMN_TYPES = {
    "exchange_id": "int",
    "subrequest_id": "varchar",
    "transaction_id": "varchar",
    "iys_creation_date": "timestamp",
    "registered_at": "timestamp",
    "error_code": "varchar",
    "error_message": "varchar",
    "attempts": "int",
    "next_attempt": "timestamp",
    "is_effective": "bool",
}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _for_people(self):
        """Return the model in the language of those who read what jobs leave behind."""
        return self.with_context(lang=self.env["iys.brand"]._peoples_lang())

    @api.model
    def _set_state(self, target, ids, **columns):
        """Move acts to a state; the only writer of ``state``.

        ``columns`` are written along: one value for all, or a list parallel to ``ids``.
        Returns the ids that moved. An act that is in no state to move (a repeated answer,
        a rival worker) stays as it is, so doing it twice is harmless.
        """
        ids = list(ids)
        if not ids:
            return []
        self.flush_model()
        now = fields.Datetime.now()
        if target == "registered":
            columns.setdefault("registered_at", now)
            columns["is_effective"] = self._effect_of_registering(ids)
        if target == "queued":
            # marks an act that waits again: those are taken by time, new ones by id
            columns.setdefault("next_attempt", now)
        moved = self._update_states(target, ids, columns)
        if len(moved) < len(set(ids)):
            _logger.info("%s of %s acts were not moved to %s", len(ids) - len(moved),
                         len(ids), target)  # fmt: skip
        if target in MOVES_EFFECT:
            self._refresh_effective({row[1:] for row in moved})
        if target == "registered":
            overruled = set(ids) - set(compress(ids, columns["is_effective"]))
            self._tell_untold({row[1:] for row in moved if row[0] in overruled})
        self.invalidate_model()
        return [row[0] for row in moved]

    @api.model
    def _effect_of_registering(self, ids):
        """Make room for acts about to be registered; returns their flags, in order."""
        self.env.cr.execute(
            "SELECT recipient_key, id FROM iys_consent"
            " WHERE id = ANY(%s) AND state = ANY(%s)",
            [ids, list(ALLOWED["registered"])],
        )
        coming = self.env.cr.fetchall()
        winners = self._refresh_effective(coming, [row[1] for row in coming])
        return [act_id in winners for act_id in ids]

    @api.model
    def _update_states(self, target, ids, columns):
        """Run the one UPDATE; returns [(id, key, brand, type, recipient_type)]."""
        # state || '': with stale statistics PostgreSQL takes a state for the rare thing
        # to look for and walks all of its rows for each id
        lists = {name: v for name, v in columns.items() if isinstance(v, list)}
        single = {name: v for name, v in columns.items() if name not in lists}
        settings = ["state = %s"]
        settings += [f"{name} = %s::{COLUMN_TYPES[name]}" for name in single]
        settings += [f"{name} = v.{name}" for name in lists]
        kinds = ["int", *(COLUMN_TYPES[name] for name in lists)]
        try:
            self.env.cr.execute(
                f"""
                UPDATE iys_consent c SET {", ".join(settings)}
                FROM unnest({", ".join(f"%s::{kind}[]" for kind in kinds)})
                     AS v({", ".join(["id", *lists])})
                WHERE c.id = v.id AND c.state || '' = ANY(%s)
                RETURNING c.id, c.recipient_key, c.brand_id, c.type, c.recipient_type
                """,
                [target, *single.values(), ids, *lists.values(), list(ALLOWED[target])],
            )
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from None
        return self.env.cr.fetchall()
