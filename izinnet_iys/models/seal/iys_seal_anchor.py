"""The head of each company's chain, once a day, kept outside (R-34)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...seal_chain.canon import head_digest
from ...wizard.turkish_time import local_text, today

#: A stamp that comes later than this many hours after it was due is late.
LATE_HOURS = 24
GUARD_SQL = """
DROP TRIGGER IF EXISTS iys_anchor_no_change ON iys_seal_anchor;
DROP TRIGGER IF EXISTS iys_anchor_no_delete ON iys_seal_anchor;
DROP TRIGGER IF EXISTS iys_anchor_no_truncate ON iys_seal_anchor;
-- what is anchored never changes, and a stamp is put in once
CREATE TRIGGER iys_anchor_no_change BEFORE UPDATE ON iys_seal_anchor FOR EACH ROW
WHEN (
    (OLD.company_id, OLD.day, OLD.seq, OLD.head, OLD.due_at)
    IS DISTINCT FROM (NEW.company_id, NEW.day, NEW.seq, NEW.head, NEW.due_at)
    OR (OLD.token IS NOT NULL AND OLD.token IS DISTINCT FROM NEW.token)
) EXECUTE FUNCTION iys_seal_guard();
CREATE TRIGGER iys_anchor_no_delete BEFORE DELETE ON iys_seal_anchor
FOR EACH ROW EXECUTE FUNCTION iys_seal_guard();
CREATE TRIGGER iys_anchor_no_truncate BEFORE TRUNCATE ON iys_seal_anchor
FOR EACH STATEMENT EXECUTE FUNCTION iys_seal_guard();
"""


class IysSealAnchor(models.Model):
    """One day's head of one company's chain: stamped by an authority, copied outside.

    The row is committed before the authority is asked (R-5), so an authority that is
    down loses nothing: the days wait, and a stamp that comes late is marked late. The
    rows are sealed themselves, so none can vanish.

    States::

        waiting --[call]--> asking --[answer]--> stamped
        asking  --[no answer, refusal]--> waiting      (tried again by itself)
        (new)   --[no authority is set]--> unstamped   (copied outside only)
    """

    _name = "iys.seal.anchor"
    _description = "Anchor of the seal"
    _order = "day desc, company_id"
    _rec_name = "day"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True)
    seq = fields.Integer("Place in the chain", required=True, readonly=True)
    head = fields.Char("Fingerprint of the chain", required=True, readonly=True)
    due_at = fields.Datetime("Made on", required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting for the time-stamp"),
            ("asking", "Being asked for"),
            ("stamped", "Time-stamped"),
            ("unstamped", "Without time-stamp"),
        ],
        required=True,
        readonly=True,
    )
    token = fields.Binary("Time-stamp (.tsr)", attachment=False, readonly=True)
    stamped_at = fields.Datetime("Time of the time-stamp", readonly=True)
    authority = fields.Char(readonly=True)
    serial = fields.Char("Number of the time-stamp", readonly=True)
    is_late = fields.Boolean("Late", readonly=True)
    asked_at = fields.Datetime(readonly=True)
    attempts = fields.Integer(readonly=True)
    counted = fields.Integer(
        "Time-stamps used",
        readonly=True,
        help="How many the authority may have counted.",
    )
    error = fields.Char("Last error", readonly=True)
    mailed_at = fields.Datetime("Mailed on", readonly=True)
    filed_at = fields.Datetime("Copied on", readonly=True)

    _day_uniq = models.UniqueIndex("(company_id, day)")
    _open_idx = models.Index("(company_id) WHERE state IN ('waiting', 'asking')")

    def init(self):
        """Override of `base`: what is anchored stays; a stamp is put in once."""
        self.env.cr.execute(GUARD_SQL)

    @api.depends("day", "company_id")
    def _compute_display_name(self):
        """Override of `base`: the day names the anchor."""
        for anchor in self:
            anchor.display_name = f"{anchor.day:%d.%m.%Y}" if anchor.day else False

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An anchor of the seal cannot be deleted."))

    @api.model
    def _cron_anchor(self):
        """Anchor today's heads, ask for stamps that wait, copy what is not outside yet."""
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        companies = self.env["iys.seal"]._every_company()
        for company in companies:
            self._anchor_day(company)
            self.env["iys.seal"]._commit_lot()
        for company in companies:
            self._stamp_waiting(company)
            self._copy_outside(company)
            self.env["iys.seal"]._commit_lot()

    @api.model
    def _anchor_day(self, company):
        """Make today's anchor unless there is one; no chain, no anchor."""
        day = today()
        if self.search_count([("company_id", "=", company.id), ("day", "=", day)]):
            return self.browse()
        seq, head = self.env["iys.seal"]._head(company)
        if not seq:
            return self.browse()
        return self.create(
            {
                "company_id": company.id,
                "day": day,
                "seq": seq,
                "head": head,
                "due_at": fields.Datetime.now(),
                "state": "waiting" if company.iys_stamp_url else "unstamped",
            }
        )

    def _state_words(self):
        """Say how it stands with this anchor: its state, its time, whether it was late."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        parts = [states[self.state], local_text(self.stamped_at)]
        if self.is_late:
            parts.append(self.env._("late"))
        return ", ".join(part for part in parts if part)

    def _digest(self):
        """Return the 32 bytes that the authority is given."""
        self.ensure_one()
        return head_digest(self.company_id.id, self.seq, self.head)
