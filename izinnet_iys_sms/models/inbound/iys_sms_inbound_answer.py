"""One informational SMS that tells the person the refusal was taken."""

from odoo import fields, models

from ...sms_gateways import read_number

STEPS = ("sent", "delivered", "failed", "unknown")


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    confirms_refusals = fields.Boolean(
        "Confirm refusals to the person",
        default=True,
        help="One informational SMS after a refusal by text, without any promotion. Switch"
        " it off where the operator answers by itself.",
    )
    lists_refusals = fields.Boolean(
        "Put refusals on the operator's block list",
        help="A second wall at the operator. Its list knows no brands and no classes:"
        " informational messages to these numbers stop there, too.",
    )


class IysSmsInbound(models.Model):
    _inherit = "iys.sms.inbound"

    def _confirm_refusal(self, brands):
        """Send the confirmation where it is lawful and wanted, once for each refusal.

        Not where the operator has put the number on its list by itself: there it has
        answered, too. Not to what is no mobile of the country. A repeated refusal gets
        none, so two machines cannot talk to each other.
        """
        gateway = self.gateway_id
        number = read_number(self.sender)
        if (
            not gateway.confirms_refusals
            or self.road == "list"
            or gateway._is_feed_list()
            or not self.company_id.sudo().iys_sms_gateway_id  # which one is no secret
            or not (number and number.kind == "mobile")
        ):
            return
        lang = self.partner_id.lang or self.company_id.partner_id.lang or "tr_TR"
        speaking = self.with_context(lang=lang)
        # sudo: the job writes on behalf of the person who refused
        self.env["sms.sms"].sudo().create(
            {
                "number": number.e164,
                "body": speaking._refusal_words(brands),
                "partner_id": self.partner_id.id,
                "iys_message_class": "INFORMATIONAL",
                "iys_is_released": True,
                "iys_brand_id": brands[:1].id,
                "iys_company_id": self.company_id.id,
                "iys_origin_model": self._name,
                "iys_origin_id": self.id,
            }
        )
        self.answer_state = "waiting"

    def _refusal_words(self, brands):
        """Say what was recorded, and nothing else."""
        return self.env._(
            "Your refusal was recorded: you will receive no more commercial SMS from"
            " %(brands)s.",
            brands=", ".join(brands.mapped("name")),
        )

    def _iys_note_sms(self, step, reason):
        """Note what became of the confirmation; see `sms.sms`."""
        if step in STEPS:
            # the queue and the reports write for everybody
            self.sudo().write({"answer_state": step, "answer_error": reason})

    def _order_list(self, order):
        """Have the operator's block list changed by the job, where the account wants it."""
        gateway = self.gateway_id
        if gateway.lists_refusals and gateway._caps().blacklist_write:
            self.list_order = self.road == "text" and order
