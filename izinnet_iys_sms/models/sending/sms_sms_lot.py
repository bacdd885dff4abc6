"""From waiting SMS to one request: asked at the gate, completed, sorted."""

import secrets

from odoo import api, fields, models

from ...sms_gateways import encoding_of, read_number
from .lot import Item, Key, MailingFacts
from .turns import Turn

#: Random bytes of our id on the wire; Verimor takes 32 characters.
REF_BYTES = 16


class SmsSms(models.Model):
    _inherit = "sms.sms"

    iys_wait_reason = fields.Selection(
        [
            ("title", "No approved sender title"),
            ("release", "Waits for the release with e-signature"),
        ],
        "Waits because",
        readonly=True,
        copy=False,
    )

    @api.model
    def _iys_send_rows(self, turn: Turn, rows):
        """Send one request of the first sort; return lists of ids that are left over.

        ``rows`` are locked `Waiting`. The gate is asked now, and once more after the
        intent is committed, right before the call.
        """
        sms_class = self._iys_class_of_row(rows[0])
        first = [row for row in rows if self._iys_class_of_row(row) == sms_class]
        brand = self._iys_brand_of(sms_class, turn.company)
        decisions = self._iys_ask(turn, sms_class, brand, first)
        leaving = self._iys_leaving(turn, sms_class, brand, first, decisions)
        done = {row.id for row in first}
        over = [row.id for row in rows if row.id not in done]
        if not leaving:
            self.env["iys.exchange"]._commit()
            return [over] if over else []
        items = self._iys_items(turn, sms_class, brand, leaving, decisions)
        together = _of_one_request(items)
        refs = {item.ref for item in together}
        over += [item.row.id for item in items if item.ref not in refs]
        jobs = self.env["iys.sms.job"]
        lot = jobs._begin(turn, sms_class, brand, together)
        return [*([over] if over else []), *jobs._make(turn, sms_class, brand, lot)]

    @api.model
    def _iys_class_of_row(self, row):
        """Return the `SmsClass` of a row; older than this addon: its message's."""
        if row.message_class:
            return row.sms_class
        return self.browse(row.id)._iys_class()._replace(is_logged=True)

    @api.model
    def _iys_brand_of(self, sms_class, company):
        """Return the brand SMS of a class speak for: their own, else the company's."""
        brand = self.env["iys.brand"].sudo().browse(sms_class.brand_id or ())
        if brand or not sms_class.is_commercial:
            return brand
        return self.env["iys.message.class"]._iys_default_brand(company)

    @api.model
    def _iys_ask(self, turn, sms_class, brand, rows):
        """Ask the gate for rows of one class and brand: {SMS id: `Decision`}."""
        situation = turn.keep(
            ("situation", sms_class),
            lambda: brand._iys_situation(
                sms_class.message_class, sms_class.is_released
            ),
        )
        numbers = [row.number for row in rows]
        told = self._iys_ask_numbers(sms_class, brand, numbers, situation)
        return {row.id: told[row.number] for row in rows}

    @api.model
    def _iys_leaving(self, turn, sms_class, brand, rows, decisions):
        """Return the rows that leave; the others are settled, end, or wait."""
        stopped = [row.id for row in rows if not decisions[row.id].may_send]
        if stopped:
            held = self.browse(stopped)
            held._iys_settle({sms: decisions[sms.id] for sms in held})
        going = [row for row in rows if decisions[row.id].may_send]
        going = self._iys_in_time(going)
        if not self._iys_title_of(turn, sms_class, brand):
            self._iys_wait_for(going, "title")
            return []
        if sms_class.is_commercial and turn.needs_release:
            signed = [row for row in going if self._iys_mailing(turn, row).release_ref]
            self._iys_wait_for([row for row in going if row not in signed], "release")
            return signed
        return going

    @api.model
    def _iys_title_of(self, turn, sms_class, brand):
        """Return (id, name) of the title a message leaves with, None without one."""

        def look_up():
            titles = self.env["iys.sms.title"]
            title = titles._for_send(brand, turn.company, sms_class.is_commercial)
            return (title.id, title.name) if title else None

        return turn.keep(("title", brand.id, sms_class.is_commercial), look_up)

    @api.model
    def _iys_mailing(self, turn, row):
        """Return what a request and the log say of a row's mailing: `MailingFacts`."""
        return turn.keep(
            ("mailing", row.mailing_id), lambda: self._iys_mailing_facts(row.mailing_id)
        )

    @api.model
    def _iys_mailing_facts(self, mailing_id):
        if not mailing_id:
            return MailingFacts("", "")
        # what a mailing says to its recipients is no secret
        mailing_sudo = self.env["mailing.mailing"].sudo().browse(mailing_id).exists()
        return MailingFacts(
            mailing_sudo.subject or "", mailing_sudo.iys_release_ref or ""
        )

    @api.model
    def _iys_in_time(self, rows):
        """Return the rows that are still of use; the others end (codes that ran out)."""
        now = fields.Datetime.now()
        late = [row.id for row in rows if row.expires_at and row.expires_at <= now]
        if late:
            sms = self.browse(late)
            sms._update_sms_state_and_trackers("canceled", "iys_sms_too_late")
            sms._iys_tell_origins("failed", self.env._("It was not sent in time."))
        return [row for row in rows if row.id not in late]

    @api.model
    def _iys_wait_for(self, rows, reason):
        """Leave SMS in the queue until a person has done what is missing."""
        if rows:
            sms = self.browse(row.id for row in rows)
            sms.iys_wait_reason = reason
            sms._iys_wait(reason)

    # === TEXT AND SORT === #

    @api.model
    def _iys_items(self, turn, sms_class, brand, rows, decisions):
        """Complete texts and sort rows: `Item`s."""
        is_commercial = sms_class.is_commercial
        title_id, title = self._iys_title_of(turn, sms_class, brand)
        types = self._iys_recipient_types(decisions) if is_commercial else {}
        kind = "commercial" if is_commercial else "info"
        if sms_class.message_class == "OTP" and not is_commercial:
            kind = "otp"
        items = []
        for row in rows:
            text, token = row.body, row.token
            if is_commercial:
                token = token or self.env["iys.message"]._new_token()
                frame = self._iys_frame(turn, brand, row)
                text = frame.complete(text, token)
            key = Key(title_id, title, kind, types.get(row.id), encoding_of(text))
            ref = secrets.token_hex(REF_BYTES)
            items.append(Item(row, text, token, decisions[row.id], key, ref))
        return items

    @api.model
    def _iys_frame(self, turn, brand, row):
        """Return what stands around a text of a row."""
        # what a mailing says to its recipients is no secret
        mailing_sudo = self.env["mailing.mailing"].sudo().browse(row.mailing_id or ())
        return turn.keep(
            ("frame", brand.id, row.lang, row.mailing_id),
            lambda: brand._iys_sms_frame(row.lang, mailing_sudo),
        )

    @api.model
    def _iys_recipient_types(self, decisions):
        """Return {SMS id: BIREYSEL or TACIR}: as whom the gate let each through.

        The operator looks the number up at İYS under this type: that of the approval in
        force, TACIR where the address is a merchant's (L-9, L-36).
        """
        self.env.cr.execute(
            "SELECT id, recipient_type FROM iys_consent WHERE id = ANY(%s)",
            [[said.consent_id for said in decisions.values() if said.consent_id]],
        )
        known = dict(self.env.cr.fetchall())
        return {
            sms_id: "TACIR" if said.rule == "merchant" else known.get(said.consent_id)
            for sms_id, said in decisions.items()
        }


def _of_one_request(items):
    """Return the items that go with the first: the same sort, no number twice."""
    key, seen, together = items[0].key, set(), []
    for item in items:
        if item.key != key:
            continue
        number = read_number(item.row.number)
        ten = number.ten if number else item.ref
        if ten not in seen:
            seen.add(ten)
            together.append(item)
    return together
