"""SMS mailings: the audience of the gate, in lots, with what the law wants in the text."""

from odoo import api, models
from odoo.tools import SQL, split_every

from odoo.addons.izinnet_iys.iys_api.gate import COMMERCIAL

from .sms_sms_leave import LOT as DIRECT

#: Recipients prepared together; cost and memory do not depend on how many lots there are.
LOT = 1000


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mass_mailing_sms`: a commercial SMS can always be refused (L-43).

        Odoo's switch is kept on for them, so that its counter counts what is added.
        """
        mailings = super().create(vals_list)
        mailings._iys_keep_refusal()
        return mailings

    def write(self, vals):
        """Override of `mass_mailing_sms`: as ``create``."""
        done = super().write(vals)
        if {"sms_allow_unsubscribe", "iys_message_class", "mailing_type"} & set(vals):
            self._iys_keep_refusal()
        return done

    def _iys_keep_refusal(self):
        silent = self.filtered(
            lambda mailing: mailing.mailing_type == "sms"
            and mailing.iys_message_class == COMMERCIAL
            and not mailing.sms_allow_unsubscribe
        )
        if silent:
            silent.sms_allow_unsubscribe = True

    # === SENDING === #

    def _action_send_mail(self, res_ids=None):
        """Override of `mass_mailing_sms`: SMS take the same steps as e-mails, in lots."""
        sms_mailings = self.filtered(lambda mailing: mailing.mailing_type == "sms")
        sms_mailings.action_send_sms(res_ids=res_ids)
        others = self - sms_mailings
        return super(MailingMailing, others)._action_send_mail(res_ids=res_ids)

    def action_send_sms(self, res_ids=None):
        """Override of `mass_mailing_sms`: note who is left out, send to the rest, or wait.

        Stock Odoo gives all recipients to one composer, whose cost grows with their
        square; here each lot is prepared, and in a job committed, by itself.
        """
        for mailing in self:
            if mailing._iys_holds():
                continue
            mailing._iys_leave_out(res_ids)
            admitted = mailing._iys_admitted(res_ids)
            if admitted:
                mailing._iys_send_lots(admitted)
            elif mailing._iys_has_people(res_ids):
                mailing._iys_end()
        return True

    def _iys_send_lots(self, res_ids):
        is_small = len(res_ids) <= DIRECT
        for lot in split_every(LOT, res_ids, list):
            values = self._send_sms_get_composer_values(lot)
            if not is_small:
                # many calls to a gateway are work for the queue, not for a request
                values["mass_force_send"] = False
            composers = self.env["sms.composer"].with_context(active_id=False)
            composers.create(values)._action_send_sms()
            if not self._iys_end_lot():
                return

    def _iys_end_lot(self):
        """Commit in a job; False when its time is used up and it has to come again."""
        if not self.env.context.get("ir_cron_progress_id"):
            self.env.invalidate_all()  # lots do not pile up in memory
            return True
        seconds_left = self.env["ir.cron"]._commit_progress()
        if not seconds_left:
            self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")._trigger()
        return bool(seconds_left)

    def _send_sms_get_composer_values(self, res_ids):
        """Override of `mass_mailing_sms`: our own line tells how to refuse.

        It is added when the SMS leaves, with the token of exactly this message; Odoo's
        link has a code of three characters (V-16).
        """
        values = super()._send_sms_get_composer_values(res_ids)
        if self.iys_message_class == COMMERCIAL or not self._iys_is_released():
            values["mass_sms_allow_unsubscribe"] = False
        return values

    def _get_opt_out_list_sms(self):
        """Override of `mass_mailing_sms`: of mailing lists, only this lot's people."""
        lot = self.env.context.get("iys_lot_ids")
        if lot is None or self.mailing_model_name != "mailing.list":
            return super()._get_opt_out_list_sms()
        self.env["mailing.subscription"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT contact_id FROM mailing_subscription
                WHERE contact_id = ANY(%s) AND list_id = ANY(%s)
                GROUP BY 1 HAVING bool_and(COALESCE(opt_out, FALSE))
                """,
                list(lot),
                self.contact_list_ids.ids,
            )
        )
        return [contact_id for (contact_id,) in rows]
