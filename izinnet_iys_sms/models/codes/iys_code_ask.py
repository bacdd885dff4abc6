"""Asking for codes: rows in the request, the SMS by the queue (R-4, R-62)."""

import secrets
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.izinnet_iys.models.form.iys_confirmation import SECRET_BYTES, TOKEN

LOCK_SPACE = 0x1957_0D
PHONES = {"MESAJ", "ARAMA"}


class IysCode(models.AbstractModel):
    _inherit = "iys.code"

    @api.model
    def _ask(self, version, point, answer, reading):
        """Override of `izinnet_iys`: the boxes of phones, confirmed by a code."""
        boxes = self._boxes_by_code(version, reading)
        if not boxes or not TOKEN.fullmatch(answer.secret):
            return "", answer
        # sudo: visitors have no rights; a wish for a code is all they leave here
        version_sudo, point_sudo = version.sudo(), point.sudo()
        rows = version_sudo._confirmation_rows(boxes, reading, point_sudo)
        secret = self._page_secret(answer.secret, version, rows)
        self.sudo()._start(
            rows,
            secret,
            ip=reading.page.get("ip"),
            point=point_sudo,
        )
        asked = {str(box["id"]) for box in boxes}
        left = {box: True for box in answer.boxes if box not in asked}
        return secret, replace(answer, boxes=left, secret="")

    @api.model
    def _page_secret(self, secret, version, rows):
        """Return the secret of the page to go on to: the same for a second press, another
        one when the person went back and changed the number or the boxes (T-13)."""
        purposes = " ".join(row["purpose"] for row in rows)
        number = self.env["iys.confirmation"]._spelt(rows[0])["recipient"]
        words = f"page {secret} {version.id} {number} {purposes}"
        return self.env["iys.key"]._hash(words)[:32]

    @api.model
    def _boxes_by_code(self, version, reading):
        """Return the ticked boxes that have to be confirmed and can be by a code alone."""
        waiting = version._to_confirm(reading)  # and each of them can be confirmed
        return [
            box
            for box in reading.approvals()
            if box["type"] in waiting and box["type"] in PHONES
        ]

    @api.model
    def _ask_one(self, row, evidence):
        """Override of `izinnet_iys`: a code for one phone consent of the preference page."""
        brand = self.env["iys.brand"].browse(row["brand_id"])
        if row["purpose"] == "confirm_eposta" or not brand._iys_sends_sms():
            return ""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self._start([row], secret, kind="preference", ip=evidence.get("ip"))
        return secret

    @api.model
    def _start(self, rows, secret, kind="form", must=False, **over):
        """Make the confirmations of one browser and, within the limits, the SMS.

        A double click finds the first one's rows. What the limits forbid waits on the page
        for a press; with ``must`` it is undone and the verdict is returned instead.
        """
        rows = [self.env["iys.confirmation"]._spelt(row) for row in rows]
        brand = self.env["iys.brand"].browse(rows[0]["brand_id"])
        codes = self.env["iys.sms.code"]
        purposes = [row["purpose"] for row in rows]
        wish = codes._wish(
            rows[0]["recipient"], brand, secret,
            kind=kind, is_first=True, parts=codes._parts(purposes, brand, kind), **over,
        )  # fmt: skip
        if not wish.number.startswith("+905"):
            raise UserError(self.env._("Codes go to Turkish mobile numbers only."))
        self._alone_here(wish)
        code_id, verdict, _wait = codes._reserve(wish)
        if verdict.value != "double" and (code_id or not must):
            self._make(rows, wish, code_id)
        return verdict

    @api.model
    def _make(self, rows, wish, code_id):
        """Make the confirmations, and the SMS if there is a place for it."""
        asks, codes = self.env["iys.confirmation"], self.env["iys.sms.code"]
        if not code_id:
            return asks._ask_by_code(rows, wish.secret_hmac)
        digits, values = codes._draw(code_id, [row["purpose"] for row in rows])
        asked = asks._ask_by_code(rows, wish.secret_hmac, values)
        codes._send(code_id, asked, digits, wish.kind)
        return asked

    @api.model
    def _alone_here(self, wish):
        """Let one press of a browser in at a time; raises ConcurrencyError for a second
        one, which Odoo then tries again."""
        self.env.cr.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))",
            [wish.secret_hmac, LOCK_SPACE],
        )
        if not self.env.cr.fetchone()[0]:
            raise ConcurrencyError("another press of the same page is being taken")


class IysFormVersion(models.Model):
    _inherit = "iys.form.version"

    def _faults_of(self, reading, typed):
        """Override of `izinnet_iys`: a code reaches Turkish mobile numbers only (R-42)."""
        faults = super()._faults_of(reading, typed)
        number = reading.addresses.get("phone") or ""
        phones = PHONES & set(self._to_confirm(reading))
        if phones and number and not number.startswith("+905"):
            faults["phone"] = "phone_odd"
        return faults
