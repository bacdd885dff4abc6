"""Reading what recipients did at İYS, and what İYS holds of ours (L-15)."""

from datetime import timedelta

from odoo import api, fields, models

from ...iys_api.errors import IysRejected, IysUnavailable
from ...iys_api.registry import MAX_LOT
from .iys_held import act_of_consent

#: İYS keeps its feed for seven days; after this gap the feed alone is not trusted.
FEED_GAP = timedelta(days=6)
CURSORS = {"IYS": "pull_cursor_iys", "HS": "pull_cursor_hs"}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_pull(self):
        """Read the change feed of every brand."""
        self = self._for_people()
        for brand in self.env["iys.brand"]._to_sync():
            if brand._may_sync():
                self._guarded(self._pull_brand, brand)
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_pull").sudo()._trigger()
                return

    @api.model
    def _pull_brand(self, brand):
        """Read both sides of one brand's feed to the end; raises any IysError.

        Stops in the middle when the cron's time slot is used up; the cursor knows where.
        """
        registry = brand._get_registry()
        if not self.env["iys.breaker"]._may_call(brand, "changes"):
            return
        gap = self._has_gap(brand)
        for source in ("IYS", "HS") if brand.pull_hs else ("IYS",):
            while self._pull_page(registry, brand, source):
                if not self.env["ir.cron"]._commit_progress(1):
                    self.env.ref("izinnet_iys.ir_cron_pull").sudo()._trigger()
                    return
        if gap and not self._compare_all(registry, brand):
            return
        brand.sudo().write(
            {"last_good_pull": fields.Datetime.now(), **brand._clock_values()}
        )
        brand._note_answer("changes")

    @api.model
    def _has_gap(self, brand):
        """Tell whether the feed may have lost movements since it was last read (L-15)."""
        last = brand.last_good_pull
        return bool(brand.compare_after_id) or bool(
            last and fields.Datetime.now() - last > FEED_GAP
        )

    @api.model
    def _pull_page(self, registry, brand, source):
        """Read one page; its acts and the cursor are one transaction (R-16).

        Returns True while more may follow.
        """
        cursor = CURSORS[source]
        after = brand[cursor] or None
        self.env["iys.exchange"]._commit()
        try:
            page = registry.changes(after, source)
        except IysRejected:
            if not after:
                raise
            # İYS does not know the cursor any more: begin anew, what is known stays
            brand.sudo()[cursor] = False
            return True
        except IysUnavailable as error:
            brand._note_silence("changes", error)
            self.env["iys.exchange"]._commit()
            raise
        if page.consents:
            self._record_acts(
                [
                    act_of_consent(brand.id, c, f"changes {source}")
                    for c in page.consents
                ]
            )
            brand.sudo()[cursor] = page.after or after
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
        while rows := self._approved_rows(brand, after):
            self.env["iys.exchange"]._commit()
            doubtful = self._not_approved(registry, rows)
            if doubtful:
                self._set_state("unknown", doubtful, error_code="Z003")
                self._wake_settle()
            after = brand.sudo().compare_after_id = rows[-1][0]
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_pull").sudo()._trigger()
                return False
        brand.sudo().compare_after_id = 0
        return True

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
    def _not_approved(self, registry, rows):
        """Return the ids of the approvals that İYS does not list; only asks."""
        groups = {}
        for act_id, recipient, recipient_type, type_ in rows:
            groups.setdefault((recipient_type, type_), {})[recipient] = act_id
        doubtful = []
        for (recipient_type, type_), ids in groups.items():
            standing = registry.approved(type_, recipient_type, list(ids))
            doubtful += [ids[recipient] for recipient in ids.keys() - standing]
        return doubtful
