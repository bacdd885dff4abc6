"""Asking again after a refusal: who raised it, when, why, and who allowed it (L-50).

Nothing in here speaks to the person: a refused address gets no message that asks (L-20).
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .iys_hold import MIN_REASON


class IysAskAgain(models.Model):
    """One try to win somebody back: within the waiting time a manager allows it first.

    ::

        asked   --[a manager]--> allowed, declined
        allowed --[the person approves]--> used
        (new)   --[after the waiting time, or by a manager]--> used

    A row is made by the screens that collect consents; it is the report of re-approvals
    per user by which abuse shows.
    """

    _name = "iys.ask.again"
    _description = "Asking again after a refusal"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "reason"

    brand_id = fields.Many2one("iys.brand", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id", store=True, index=True)
    recipient_key = fields.Char(readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True)
    type = fields.Selection(
        [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")],
        "Channel",
        required=True,
        readonly=True,
    )
    refused_on = fields.Datetime("Refused on", readonly=True)
    reason = fields.Char("Why again?", required=True, readonly=True)
    way = fields.Char("How it was given", readonly=True)
    user_id = fields.Many2one("res.users", "Raised by", required=True, readonly=True)
    state = fields.Selection(
        [
            ("asked", "Waiting for a manager"),
            ("allowed", "Allowed"),
            ("declined", "Declined"),
            ("used", "Approved again"),
        ],
        required=True,
        readonly=True,
        default="asked",
        tracking=True,
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    is_early = fields.Boolean("Within the waiting time", readonly=True)
    early_share = fields.Float(
        "Share within the waiting time",
        compute="_compute_early_share",
        store=True,
        aggregator="avg",
        help="Of one user's approvals after a refusal: where it is high, look closer.",
    )
    consent_id = fields.Many2one("iys.consent", "New approval", readonly=True)

    @api.depends("is_early")
    def _compute_early_share(self):
        for row in self:
            row.early_share = float(row.is_early)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: rows come from the screens alone."""
        if not self.env.su:
            raise UserError(self.env._("Use the screen Collect consent."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("This list is a record and stays."))

    def action_allow(self):
        """Allow asking within the waiting time; never one's own wish."""
        self._decide("allowed")

    def action_decline(self):
        """Leave the person in peace."""
        self._decide("declined")

    def _decide(self, state):
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(self.env._("This is for consent managers."))
        self.check_access("read")
        for row in self:
            if row.state != "asked":
                raise UserError(
                    self.env._("This step is not possible in the present state.")
                )
            if row.user_id == self.env.user:
                raise UserError(self.env._("Somebody else has to decide about it."))
            # sudo: nobody edits the list; the button was checked above
            row.sudo().write({"state": state, "decided_by_id": self.env.uid})
            if state == "allowed":
                self.env["iys.log"]._add(
                    "decision", "Asked again before the waiting time", record=row
                )

    # === FOR THE SCREENS === #

    @api.model
    def _waiting(self, brand, keys, now=None):
        """Return {(key, type): (refused on, may be asked from)} of running waiting times.

        ``keys`` are keyed addresses; times are naive UTC. What a manager has allowed is
        left out.
        """
        self.env.flush_all()
        months = brand.sudo().company_id.iys_ask_again_months
        now = now or fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT recipient_key, type,
                       COALESCE(consent_date, iys_creation_date, recorded_at) AS refused
                FROM iys_consent c
                WHERE brand_id = %s AND recipient_key = ANY(%s) AND status = 'RET'
                  AND is_effective IS TRUE
                  AND NOT EXISTS (
                      SELECT 1 FROM iys_ask_again a
                      WHERE a.brand_id = c.brand_id AND a.type = c.type
                        AND a.recipient_key = c.recipient_key AND a.state = 'allowed')
                """,
                brand.id,
                list(keys),
            )
        )
        waiting = {}
        for key, type_, refused in rows:
            until = fields.Datetime.add(refused, months=months)
            if until > now:
                waiting[key, type_] = (refused, until)
        return waiting

    @api.model
    def _ask_manager(self, brand, keys, reason, partner=None):
        """Ask a manager whether somebody may be asked within the waiting time.

        Raises UserError without a reason that says something, and when there is nothing
        to ask for.
        """
        if len((reason or "").strip()) < MIN_REASON:
            raise UserError(
                self.env._("Write down why the person should be asked again now.")
            )
        waiting = self._waiting(brand, keys)
        asked = self.sudo().search(
            [
                ("brand_id", "=", brand.id),
                ("recipient_key", "in", list(keys)),
                ("state", "=", "asked"),
            ]
        )
        known = {(row.recipient_key, row.type) for row in asked}
        rows = [
            {
                "brand_id": brand.id,
                "recipient_key": key,
                "type": type_,
                "partner_id": partner.id if partner else False,
                "refused_on": refused,
                "reason": reason.strip(),
                "user_id": self.env.uid,
                "is_early": True,
            }
            for (key, type_), (refused, _until) in waiting.items()
            if (key, type_) not in known
        ]
        if not rows:
            raise UserError(self.env._("There is nothing to ask a manager for."))
        return self.sudo().create(rows)  # sudo: collectors only add, here

    @api.model
    def _note_used(self, consents, reason, way):
        """Note approvals that came after a refusal (ids of the new acts)."""
        for consent in consents:
            refused = self._refused_before(consent)
            if not refused:
                continue
            allowed = self.sudo().search(
                [
                    ("brand_id", "=", consent.brand_id.id),
                    ("recipient_key", "=", consent.recipient_key),
                    ("type", "=", consent.type),
                    ("state", "=", "allowed"),
                ],
                limit=1,
            )
            values = {"state": "used", "consent_id": consent.id, "way": way}
            if allowed:
                allowed.write(values)
                continue
            months = consent.brand_id.company_id.iys_ask_again_months
            self.sudo().create(
                {
                    **values,
                    "brand_id": consent.brand_id.id,
                    "recipient_key": consent.recipient_key,
                    "type": consent.type,
                    "partner_id": consent.partner_id.id,
                    "refused_on": refused,
                    "reason": reason or "–",
                    "user_id": self.env.uid,
                    "is_early": fields.Datetime.add(refused, months=months)
                    > fields.Datetime.now(),
                }
            )

    @api.model
    def _refused_before(self, consent):
        """Return when the person had refused what this act approves, or None."""
        rows = self.env.execute_query(
            SQL(
                "SELECT max(COALESCE(consent_date, iys_creation_date, recorded_at))"
                " FROM iys_consent WHERE recipient_key = %s AND brand_id = %s AND type = %s"
                " AND recipient_type = %s AND status = 'RET' AND is_effective IS TRUE",
                consent.recipient_key,
                consent.brand_id.id,
                consent.type,
                consent.recipient_type,
            )
        )
        return rows[0][0]
