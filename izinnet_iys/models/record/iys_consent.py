"""The consent ledger: acts, stored once and never edited."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...iys_api.codes import explain
from ...iys_api.terms import COMPANY_SOURCES, RECIPIENT_SOURCES
from .iys_ledger_link import LedgerLink
from .masked_char import MaskedChar, MaskedJson, shown

#: Fields that sync and effect may still change; everything else is written once.
LIVING_FIELDS = {
    "state",
    "exchange_id",
    "subrequest_id",
    "transaction_id",
    "iys_creation_date",
    "error_code",
    "error_message",
    "attempts",
    "next_attempt",
    "registered_at",
    "is_effective",
    "alarm_level",
    "partner_id",
}

#: Not yet at İYS although it ought to be.
WAITING_STATES = ("queued", "in_flight", "sent", "unknown", "failed")

GUARD_SQL = """
CREATE OR REPLACE FUNCTION iys_consent_guard() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'iys_consent: an act is never changed or deleted';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS iys_consent_no_change ON iys_consent;
DROP TRIGGER IF EXISTS iys_consent_no_delete ON iys_consent;
DROP TRIGGER IF EXISTS iys_consent_no_truncate ON iys_consent;
-- recipient, name and pieces of proof may be taken out by masking, never replaced
CREATE TRIGGER iys_consent_no_change BEFORE UPDATE ON iys_consent FOR EACH ROW
WHEN (
    (OLD.uid, OLD.brand_id, OLD.recipient_key, OLD.recipient_type, OLD.type,
     OLD.status, OLD.source, OLD.consent_date, OLD.retailer_code, OLD.notice_id,
     OLD.proof_key, OLD.content_hash, OLD.origin_model, OLD.origin_id, OLD.recorded_at,
     OLD.promise, OLD.deadline)
    IS DISTINCT FROM
    (NEW.uid, NEW.brand_id, NEW.recipient_key, NEW.recipient_type, NEW.type,
     NEW.status, NEW.source, NEW.consent_date, NEW.retailer_code, NEW.notice_id,
     NEW.proof_key, NEW.content_hash, NEW.origin_model, NEW.origin_id, NEW.recorded_at,
     NEW.promise, NEW.deadline)
    OR (NEW.recipient IS NOT NULL AND OLD.recipient IS DISTINCT FROM NEW.recipient)
    OR (NEW.person_name IS NOT NULL AND OLD.person_name IS DISTINCT FROM NEW.person_name)
    OR (NEW.evidence IS NOT NULL AND OLD.evidence IS DISTINCT FROM NEW.evidence
        AND NOT COALESCE(OLD.evidence @> NEW.evidence, FALSE))
) EXECUTE FUNCTION iys_consent_guard();
CREATE TRIGGER iys_consent_no_delete BEFORE DELETE ON iys_consent
FOR EACH ROW EXECUTE FUNCTION iys_consent_guard();
CREATE TRIGGER iys_consent_no_truncate BEFORE TRUNCATE ON iys_consent
FOR EACH STATEMENT EXECUTE FUNCTION iys_consent_guard();
"""


class IysConsent(models.Model):
    """One act of one person: ONAY or RET, for a brand, address, recipient type and channel.

    Acts enter through ``_record_acts`` and nowhere else. The act and its proof never
    change: ``write`` refuses it, a trigger in the database refuses it, nobody has the
    right to delete. A RET counts from the moment it is stored (L-14); an ONAY counts only
    once İYS has confirmed it (L-16). ``is_effective`` marks the one act per key that
    counts now; ``_refresh_effective`` alone decides which one that is (L-65).

    States, changed only by ``_set_state``::

        unconfirmed --[confirm]--> queued           unconfirmed --[time]--> expired
        queued    --[push]--> in_flight             queued --[too late]--> expired
        queued    --[push]--> failed, local         (faulty, or İYS need not know)
        in_flight --[answer]--> sent, queued, failed, local, expired
        in_flight --[no answer]--> unknown          (worker died, connection lost)
        unknown   --[ask İYS]--> registered, queued, sent, local, failed, expired
        sent      --[ask İYS]--> registered, failed, local, expired, unknown
        registered, received --[İYS no longer shows it]--> unknown
        failed    --[retry, by a person]--> queued  (never with another consent_date)
        (new)     --[pull]--> received
        local     kept and obeyed here; not needed or not accepted at İYS
        local     --[İYS has an approval older than this refusal]--> queued
    """

    _name = "iys.consent"
    _description = "Consent"
    _inherit = ["iys.masked"]
    _order = "id desc"
    _rec_name = "recipient"
    _log_access = False

    # the act
    uid = fields.Char("Record id", required=True, readonly=True)
    brand_id = LedgerLink("iys.brand", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", search="_search_company_id"
    )
    recipient = MaskedChar(readonly=True)
    recipient_key = fields.Char(required=True, readonly=True)
    recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")],
        required=True,
        readonly=True,
    )
    type = fields.Selection(
        [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")],
        required=True,
        readonly=True,
    )
    status = fields.Selection(
        [("ONAY", "Approved"), ("RET", "Refused")], required=True, readonly=True
    )
    source = fields.Selection("_selection_source", readonly=True)
    consent_date = fields.Datetime(readonly=True)
    retailer_code = fields.Char("Dealer code", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    person_name = fields.Char("Name", readonly=True)

    # the proof
    notice_id = fields.Many2one("iys.notice", "Text shown", readonly=True)
    evidence = MaskedJson(readonly=True)
    evidence_text = fields.Text("Proof", compute="_compute_evidence_text")
    attachment_ids = fields.Many2many("ir.attachment", readonly=True, string="Files")
    proof_key = fields.Char(readonly=True)
    content_hash = fields.Char(readonly=True)
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True)
    user_id = LedgerLink("res.users", "Recorded by", readonly=True)
    recorded_at = fields.Datetime(required=True, readonly=True)

    # the registry
    state = fields.Selection(
        [
            ("unconfirmed", "Waiting for the person's confirmation"),
            ("queued", "Waiting"),
            ("in_flight", "Being sent"),
            ("sent", "Handed in, İYS is working on it"),
            ("unknown", "Answer unknown, İYS is being asked"),
            ("registered", "Registered at İYS"),
            ("received", "Came from İYS"),
            ("failed", "Refused by İYS"),
            ("expired", "Expired (not registered in time)"),
            ("local", "Kept here only"),
        ],
        required=True,
        readonly=True,
    )
    exchange_id = fields.Many2one("iys.exchange", "Exchange", readonly=True)
    subrequest_id = fields.Char(readonly=True)
    transaction_id = fields.Char("İYS transaction", readonly=True)
    iys_creation_date = fields.Datetime("Recorded at İYS", readonly=True)
    registered_at = fields.Datetime("Confirmed here", readonly=True)
    error_code = fields.Char(readonly=True)
    error_message = fields.Char(readonly=True)
    error_explained = fields.Text("What it means", compute="_compute_error_explained")
    attempts = fields.Integer(readonly=True)
    next_attempt = fields.Datetime(readonly=True)
    promise = fields.Datetime(
        "Last moment for İYS",
        readonly=True,
        help="The inner promise: 72 hours or three business days, whichever is earlier.",
    )
    deadline = fields.Datetime(
        "Legal end", readonly=True, help="End of the third business day (L-11)."
    )
    alarm_level = fields.Integer(readonly=True)
    clock = fields.Char("Time left", compute="_compute_clock")
    is_late = fields.Boolean("Late", compute="_compute_clock", search="_search_is_late")

    # the effect
    is_effective = fields.Boolean("In force", readonly=True)

    _effective_uniq = models.UniqueIndex(
        "(recipient_key, brand_id, type, recipient_type) WHERE is_effective IS TRUE"
    )
    # the same act twice is one act, also without a date (merchants); besides, the road
    # to all acts of a key (L-5)
    _act_uniq = models.UniqueIndex(
        "(recipient_key, brand_id, type, recipient_type,"
        " COALESCE(consent_date, '-infinity'::timestamp), status, COALESCE(source, ''))"
    )
    _effective_recipient_idx = models.Index(
        "(recipient, brand_id, type) INCLUDE (status, recipient_type)"
        " WHERE is_effective IS TRUE"
    )
    # everything unsettled: the queue by id, alarms, the board
    _open_idx = models.Index(
        "(brand_id, state, status, id) WHERE state IN ('unconfirmed', 'queued',"
        " 'in_flight', 'sent', 'unknown', 'failed', 'expired')"
    )
    _retry_idx = models.Index(
        "(brand_id, status, next_attempt, id)"
        " WHERE state = 'queued' AND next_attempt IS NOT NULL"
    )
    _exchange_idx = models.Index("(exchange_id) WHERE exchange_id IS NOT NULL")
    _registered_day_idx = models.Index(
        "(brand_id, iys_creation_date) WHERE iys_creation_date IS NOT NULL"
    )
    _shape_check = models.Constraint(
        "CHECK (consent_date IS NOT NULL OR recipient_type = 'TACIR')",
        "Only a merchant's consent may come without a date.",
    )

    def init(self):
        """Override of `base`: the database itself refuses to change an act (R-31)."""
        self.env.cr.execute(GUARD_SQL)

    @api.model
    def _selection_source(self):
        """Company sources with a label, İYS's own as they are spelt."""
        labels = self._source_labels()
        ours = [(code, labels[code]) for code in COMPANY_SOURCES]
        return ours + [(code, code) for code in RECIPIENT_SOURCES]

    @api.model
    def _source_labels(self):
        """Company sources in the user's language (L-4)."""
        return {
            "HS_FIZIKSEL_ORTAM": self.env._("Physical medium"),
            "HS_ISLAK_IMZA": self.env._("Signed form"),
            "HS_ETKINLIK": self.env._("Event"),
            "HS_ATM": self.env._("ATM"),
            "HS_EORTAM": self.env._("Electronic medium"),
            "HS_WEB": self.env._("Website"),
            "HS_MOBIL": self.env._("Mobile app"),
            "HS_MESAJ": self.env._("Short message"),
            "HS_EPOSTA": self.env._("E-mail"),
            "HS_CAGRI_MERKEZI": self.env._("Call centre"),
            "HS_SOSYAL_MEDYA": self.env._("Social media"),
            "HS_2015": self.env._("Before 1 May 2015"),
            "HS_KARAR": self.env._("Company's decision"),
        }

    @api.depends("brand_id")
    def _compute_company_id(self):
        for consent in self:
            consent.company_id = consent.brand_id.company_id

    @api.model
    def _search_company_id(self, operator, value):
        return Domain("brand_id.company_id", operator, value)

    @api.depends("recipient", "type", "status")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        """Override of `base`: address, channel and status in words."""
        types = dict(self._fields["type"]._description_selection(self.env))
        statuses = dict(self._fields["status"]._description_selection(self.env))
        for consent in self:
            parts = (
                shown(consent.recipient, consent) or self.env._("(masked)"),
                types.get(consent.type),
                statuses.get(consent.status),
            )
            consent.display_name = " · ".join(part or "–" for part in parts)

    @api.depends("evidence")
    def _compute_evidence_text(self):
        for consent in self:
            proof = consent.evidence or {}
            consent.evidence_text = "\n".join(
                f"{name}: {value}" for name, value in sorted(proof.items())
            )

    @api.depends("error_code", "error_message")
    @api.depends_context("lang")
    def _compute_error_explained(self):
        for consent in self:
            consent.error_explained = False
            if consent.error_code:
                told = explain(consent.error_code, self.env.lang or "en")
                consent.error_explained = f"{told.meaning}\n{told.cure}".strip()

    @api.depends("state", "promise")
    @api.depends_context("lang")
    def _compute_clock(self):
        now = fields.Datetime.now()
        for consent in self:
            waiting = consent.state in WAITING_STATES and consent.promise
            consent.is_late = bool(waiting) and consent.promise < now
            consent.clock = (
                self._clock_text(consent.promise - now) if waiting else False
            )

    def _clock_text(self, left):
        hours, minutes = divmod(int(abs(left.total_seconds())) // 60, 60)
        if left.total_seconds() < 0:
            return self.env._("%(h)s h %(m)s min late", h=hours, m=minutes)
        return self.env._("%(h)s h %(m)s min left", h=hours, m=minutes)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", WAITING_STATES) & Domain(
            "promise", "<", fields.Datetime.now()
        )

    def write(self, vals):
        """Override of `base`: an act and its proof are never edited, by nobody (R-31)."""
        frozen = set(vals) - LIVING_FIELDS
        if frozen:
            raise UserError(
                self.env._(
                    "A consent is proof and cannot be changed (%(fields)s). If the person"
                    " decided anew, record a new consent.",
                    fields=", ".join(sorted(frozen)),
                )
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Override of `base`: refuses; acts enter through ``_record_acts`` alone."""
        raise UserError(
            self.env._(
                "Consents are recorded by a form, the import or the button Collect"
                " consent, never created directly."
            )
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A consent is proof and cannot be deleted. When its legal term ends, the"
                " destruction job removes it."
            )
        )

    def action_retry(self):
        """Hand refused consents in again after a person has mended the cause.

        The consent date stays; who is too late is refused by the deadline, not moved.
        """
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(
                self.env._("Only a consent manager may hand a consent in again.")
            )
        failed = self.filtered(lambda act: act.state == "failed")
        moved = self._set_state(
            "queued", failed.ids, attempts=0, error_code=None, error_message=None
        )
        self._wake_push()
        self.env["iys.log"]._add(
            "call", "Handed in again by a person", data={"consents": moved}
        )

    def action_open_partner(self):
        """Open the contact behind this consent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
