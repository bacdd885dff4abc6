"""Reading what recipients did at İYS, and what İYS holds of ours (L-15)."""

import logging
from datetime import timedelta

from odoo import api, fields, models

from ...iys_api.errors import IysRejected
from ...iys_api.registry import MAX_LOT
from .iys_consent_results import act_of_consent

_logger = logging.getLogger(__name__)

#: İYS keeps its feed for seven days; after this gap the feed alone is not trusted.
FEED_GAP = timedelta(days=6)
CURSORS = {"IYS": "pull_cursor_iys", "HS": "pull_cursor_hs"}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_pull(self):
        """Read the change feed of every brand."""
        for brand in self.env["iys.brand"]._to_sync():
            if brand._may_sync():
                self._guarded(self._pull_brand, brand)
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_pull").sudo()._trigger()
                return

    @api.model
    def _pull_brand(self, brand):
        """Read both sides of one brand's feed to the end; raises any IysError."""
        registry = brand._get_registry()
        if not self.env["iys.breaker"]._may_call(brand, "changes"):
            return
        gap = brand.last_good_pull and (
            fields.Datetime.now() - brand.last_good_pull > FEED_GAP
        )
        sides = ("IYS", "HS") if brand.pull_hs else ("IYS",)
        for source in sides:
            while self._pull_page(registry, brand, source):
                pass
        if gap and not self._compare_all(registry, brand):
            return
        brand.sudo().last_good_pull = fields.Datetime.now()
        brand.account_id._note_success()

    @api.model
    def _pull_page(self, registry, brand, source):
        """Read one page; its acts and the cursor are one transaction (R-16).

        Returns True while more may follow.
        """
        cursor = CURSORS[source]
        self.env["iys.exchange"]._commit()
        try:
            page = registry.changes(brand[cursor] or None, source)
        except IysRejected:
            if not brand[cursor]:
                raise
            # İYS does not know the cursor any more: begin anew, what is known stays
            brand.sudo()[cursor] = False
            return True
        self.env["iys.breaker"]._note(brand, "changes", True)
        if page.consents:
            self._record_acts(
                [
                    act_of_consent(brand.id, c, f"changes {source}")
                    for c in page.consents
                ]
            )
            brand.sudo()[cursor] = page.after or brand[cursor]
            self.env["iys.exchange"]._commit()
        return len(page.consents) >= MAX_LOT

    @api.model
    def _compare_all(self, registry, brand):
        """After a long outage ask İYS about every approval in force (L-15).

        Works through the ledger in lots and remembers where it is; returns True when the
        end was reached. An approval that İYS does not confirm stops counting at once and
        is looked up.
        """
        after = brand.compare_after_id
        while True:
            rows = self._approved_rows(brand, after)
            if not rows:
                brand.sudo().compare_after_id = 0
                return True
            self.env["iys.exchange"]._commit()
            self._compare_lot(registry, rows)
            after = rows[-1][0]
            brand.sudo().compare_after_id = after
            if not self.env["ir.cron"]._commit_progress(1):
                return False

    @api.model
    def _approved_rows(self, brand, after):
        self.env.cr.execute(
            """
            SELECT id, recipient, recipient_type, type FROM iys_consent
            WHERE brand_id = %s AND is_effective AND status = 'ONAY' AND id > %s
              AND recipient IS NOT NULL
            ORDER BY id LIMIT %s
            """,
            [brand.id, after, MAX_LOT],
        )
        return self.env.cr.fetchall()

    @api.model
    def _compare_lot(self, registry, rows):
        groups = {}
        for act_id, *key in rows:
            groups.setdefault(tuple(key[1:]), {})[key[0]] = act_id
        for (recipient_type, type_), ids in groups.items():
            standing = registry.approved(type_, recipient_type, list(ids))
            doubtful = [i for recipient, i in ids.items() if recipient not in standing]
            if doubtful:
                self._set_state("unknown", doubtful, error_code="Z003")
                self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger()
