"""The page of a code, filled: what it shows and what typing on it does."""

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.recipients import mask
from odoo.addons.izinnet_iys.models.form.iys_code import CodeLine, CodePage

from ...sms_gateways.code_limits import Verdict
from .iys_sms_try import MOST_TRIES

#: A press counts as a person's own when the page was there for so long (R-44).
HUMAN_PAUSE = timedelta(seconds=5)
#: Verdict → what the page says; whatever is not here is the house's own trouble.
SAID = {
    Verdict.SEND: "",
    Verdict.DOUBLE: "",
    Verdict.PRESS: "press",
    Verdict.NUMBER_WAIT: "number_wait",
    Verdict.NUMBER_LIMIT: "number_limit",
    Verdict.ASKED_LATELY: "number_limit",
}
#: The most urgent first.
NOTES = ("used_up", "wrong", "expired", "given", "empty")


class IysCode(models.AbstractModel):
    _inherit = "iys.code"

    @api.model
    def _look(self, secret, note=""):
        """Override of `izinnet_iys`: find what the browser was asked for."""
        asked = self.env["iys.confirmation"]._of_browser(secret)
        asked = asked.filtered(lambda each: each.purpose != "preferences")
        lines = tuple(
            CodeLine(each, each._is_waiting(), each.state == "confirmed")
            for each in asked
            if each._is_waiting() or each.state in ("confirmed", "stopped")
        )
        if not lines or all(_is_past(each) for each in asked):
            return None
        page = CodePage(lines, mask(asked[0].recipient), asked[0].brand_id, "")
        still_open = asked.filtered(lambda each: each._is_waiting())
        return self._filled(page, asked, still_open, secret, note)

    @api.model
    def _filled(self, page, asked, still_open, secret, note):
        code = still_open[:1].sms_code_id
        is_sent = bool(code) and code.expires_at > fields.Datetime.now()
        wait = 0
        if still_open:
            wish = self._wish_again(secret, still_open, "")
            verdict, wait = self.env["iys.sms.code"]._may(wish)
            is_failed = is_sent and still_open[0].state == "failed"
            note = note or ("undelivered" if is_failed else "")
            if not is_sent and not note:
                note = SAID.get(verdict, "busy")
        minutes = code.brand_id.sudo().company_id.iys_sms_gateway_id.iys_code_minutes
        facts = {"minutes": minutes or 5, "left": MOST_TRIES - code.try_count}
        return CodePage(
            page.lines,
            page.address,
            page.brand,
            asked[0].language or "",
            is_sent,
            wait if is_sent else 0,
            "" if note == "given" else note,
            {name: str(fact) for name, fact in facts.items()} | {"seconds": str(wait)},
        )

    @api.model
    def _enter(self, secret, typed, evidence):
        """Override of `izinnet_iys`: each code for its own purpose alone (L-25)."""
        asked = self.env["iys.confirmation"]._of_browser(secret)
        told = {
            each._enter_code(typed[each.purpose], evidence)
            for each in asked
            if each._is_waiting() and typed.get(each.purpose)
        }
        return next((note for note in NOTES if note in told), "empty")

    @api.model
    def _send_again(self, secret, evidence):
        """Override of `izinnet_iys`: one more SMS, within the limits (R-42)."""
        asked = self.env["iys.confirmation"]._of_browser(secret)
        asked = asked.filtered(lambda each: each._is_waiting())
        if not asked or not asked.brand_id._iys_sends_sms():
            return "busy" if asked else "gone"
        codes = self.env["iys.sms.code"]
        wish = self._wish_again(secret, asked, evidence.get("ip"))
        self._alone_here(wish)
        code_id, verdict, _wait = codes._reserve(wish)
        if code_id:
            codes._send_anew(code_id, asked, wish.kind)
            return "resent"
        return SAID.get(verdict, "busy")

    @api.model
    def _wish_again(self, secret, asked, ip):
        last = asked[0].sms_code_id
        pressed = asked[0].created_at + HUMAN_PAUSE <= fields.Datetime.now()
        codes = self.env["iys.sms.code"]
        return codes._wish(
            asked[0].recipient,
            asked[0].brand_id,
            secret,
            kind=last.kind or "form",
            ip=ip,
            point=asked[0].point_id,
            pressed=pressed and bool(ip or last),
            parts=codes._parts(asked.mapped("purpose"), asked[0].brand_id),
        )


def _is_past(asked):
    return asked.expires_at <= fields.Datetime.now()
