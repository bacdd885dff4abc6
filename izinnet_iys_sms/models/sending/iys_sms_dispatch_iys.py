"""What an operator says about İYS makes our ledger ask İYS; it never writes for a person."""

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.messages import Key
from odoo.addons.izinnet_iys.iys_api.recipients import normalise
from odoo.addons.izinnet_iys.iys_api.terms import STATUSES
from odoo.addons.izinnet_iys.models.sync.iys_held import act_of_consent

#: "İYS and this book differ", in ``codes.csv``.
DIFFER = "Z003"
#: Merchants asked about one by one in a run; İYS allows 1,000 look-ups an hour.
LOOKUPS_A_RUN = 50


class IysSmsDispatch(models.Model):
    """The operator's İYS refusal of a number, and operators' pushes about İYS.

    "No approval at İYS" is the operator's answer and no act of the person: no RET is
    invented. The approval on which the SMS left is *doubted*: it moves to ``unknown``
    with Z003, as when İYS's own list lacks it, so the gate blocks the address from this
    moment on, and the settling job asks İYS for it at once. What İYS holds then counts.

    Blocking was chosen over listing because it is the stricter one and stays honest:
    the state says that the answer is unknown and İYS is being asked, which is true; the
    law's truth is İYS's record (L-16), and a wrong block ends with İYS's answer.

    A merchant may be written to without an approval, so there is no act to doubt. İYS is
    asked for the address, and the difference is listed for the consent managers, as is a
    number the operator refuses again after İYS confirmed the approval.
    """

    _inherit = "iys.sms.dispatch"

    asked_at = fields.Datetime("İYS asked on", readonly=True)

    _refused_idx = models.Index("(number10) WHERE outcome = 'iys_rejected'")
    _to_ask_idx = models.Index(
        "(id) WHERE outcome = 'iys_rejected' AND asked_at IS NULL"
    )

    def _doubt_approvals(self):
        """Doubt the approvals behind fresh İYS refusals, and list what goes on."""
        again = self._refused_before()
        doubted = self.browse()
        for (brand, kind), rows in self._by_brand().items():
            found = rows._approvals(brand, kind)
            self._doubt([row[1] for row in found])
            doubted |= rows.filtered(
                lambda one, f={row[0] for row in found}: one._address() in f
            )
            if repeated := rows & again & doubted:
                self._tell_difference(brand, len(repeated))
        doubted.asked_at = fields.Datetime.now()
        open_ones = self - doubted
        merchants = open_ones.filtered(lambda one: one.job_id.recipient_type == "TACIR")
        # an individual without an approval in force is blocked already
        (open_ones - merchants).asked_at = fields.Datetime.now()
        for brand, rows in merchants.grouped(lambda one: one.job_id.brand_id).items():
            self._tell_difference(brand, len(rows))
        if self:
            self.env["iys.consent"]._wake_settle()

    def _by_brand(self):
        """Group rows by brand and recipient type; a message without a brand asked none."""
        rows = self.filtered(lambda one: one.job_id.brand_id)
        return rows.grouped(
            lambda one: (one.job_id.brand_id, one.job_id.recipient_type or "BIREYSEL")
        )

    def _address(self):
        return normalise("MESAJ", self.number or "")

    def _approvals(self, brand, kind):
        """Return [(address, id)] of the approvals in force behind some rows."""
        keyed = self.env["iys.key"]._hasher()
        addresses = {one._address() for one in self} - {None}
        by_key = {keyed(address): address for address in addresses}
        in_force = self.env["iys.consent"]._in_force(brand, "MESAJ", list(by_key))
        return [
            (by_key[key], act_id)
            for key, recipient_type, status, _moment, act_id in in_force
            if (recipient_type, status) == (kind, "ONAY")
        ]

    @api.model
    def _doubt(self, ids):
        """Let approvals stop counting until İYS has answered (L-16)."""
        ledger = self.env["iys.consent"]
        if ids:
            ledger._set_state("unknown", ids, error_code=DIFFER)
            ledger._wake_settle()

    def _refused_before(self):
        """Return the rows whose number the operator refused for the brand before."""
        self.env.cr.execute(
            """
            SELECT DISTINCT d.id
            FROM iys_sms_dispatch d JOIN iys_sms_job j ON j.id = d.job_id
            JOIN iys_sms_dispatch o ON o.number10 = d.number10 AND o.id < d.id
             AND o.outcome = 'iys_rejected'
            JOIN iys_sms_job k ON k.id = o.job_id AND k.brand_id = j.brand_id
            WHERE d.id = ANY(%s)
            """,
            [self.ids],
        )
        return self.browse([row[0] for row in self.env.cr.fetchall()])

    @api.model
    def _tell_difference(self, brand, count):
        """List for the consent managers that İYS and the operator disagree."""
        self.env["iys.log"]._add(
            "difference",
            "The SMS operator sees no approval at İYS",
            record=brand,
            data={"addresses": count},
        )
        brand._alert_managers(
            self.env._("The SMS operator sees no approval at İYS"),
            self.env._(
                "For %(brand)s the operator refused numbers that may be written to here,"
                " for merchants or again after İYS confirmed. Compare the brand's code at"
                " the operator and at İYS; see SMS delivery, filter “Refused at İYS”.",
                brand=brand.name,
            ),
        )

    # === PUSHES ABOUT İYS === #

    @api.model
    def _hear_iys(self, gateway, push):
        """Take an operator's push about İYS as a hint: unsigned, it only reduces (T-24).

        A refusal in it makes İYS be asked about that address, and blocks it until then;
        everything else wakes the pull, which reads the truth at İYS itself.
        """
        for result in push.results:
            record = result.record
            if record.status == "RET":
                brands = gateway._brands().filtered(
                    lambda b, code=result.brand_code: (
                        not code or b.brand_code == str(code)
                    )
                )
                self._doubt_address(brands, record.channel, record.recipient)
        # sudo: whoever is told of a change may have it read
        self.env.ref("izinnet_iys.ir_cron_pull").sudo()._trigger()

    @api.model
    def _doubt_address(self, brands, type_, recipient):
        address = normalise(type_, recipient)
        if not address:
            return
        key = self.env["iys.key"]._hash(address)
        for brand in brands:
            in_force = self.env["iys.consent"]._in_force(brand, type_, [key])
            self._doubt([row[4] for row in in_force if row[2] == "ONAY"])


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_settle(self):
        """Override of `izinnet_iys`: İYS is asked about merchants an operator refused."""
        done = super()._cron_settle()
        self = self._for_people()
        for brand in self.env["iys.brand"]._to_sync():
            if brand._may_sync():
                self._guarded(self._ask_refused, brand)
        return done

    @api.model
    def _ask_refused(self, brand):
        """Look up the addresses of one brand an operator refused; keep what İYS holds."""
        rows = self.env["iys.sms.dispatch"].search(
            [
                ("outcome", "=", "iys_rejected"),
                ("asked_at", "=", False),
                ("job_id.brand_id", "=", brand.id),
            ],
            order="id",
            limit=LOOKUPS_A_RUN,
        )
        registry = rows and brand._get_registry()
        for row in rows:
            if not self.env["iys.breaker"]._may_call(brand, "lookup"):
                return
            key = Key(row._address() or "", row.job_id.recipient_type, "MESAJ")
            self.env["iys.exchange"]._commit()
            held = registry.lookup(key)
            if held is not None and held.status in STATUSES:
                self._record_acts([act_of_consent(brand.id, held, "lookup")])
            row.asked_at = fields.Datetime.now()
            self.env["iys.exchange"]._commit()
