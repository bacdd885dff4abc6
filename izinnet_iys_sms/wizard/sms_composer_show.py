"""What the composer shows before "Send": class, what is added, who is left out."""

from collections import Counter

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.content import promotion_words
from odoo.addons.izinnet_iys.iys_api.gate import BLOCK, FREE_CLASSES

#: More records than this are not counted while somebody types.
COUNTED = 1000


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    iys_is_free_by_person = fields.Boolean(compute="_compute_iys_is_commercial")
    iys_is_commercial = fields.Boolean(compute="_compute_iys_is_commercial")
    iys_added_text = fields.Text("Added to the text", compute="_compute_iys_added_text")
    iys_counter = fields.Json("What the counter adds", compute="_compute_iys_counter")
    iys_promotion_words = fields.Char(
        "Looks like promotion", compute="_compute_iys_promotion_words"
    )
    iys_left_out = fields.Char("Will not get it", compute="_compute_iys_left_out")

    @api.onchange("template_id", "composition_mode", "res_ids", "numbers")
    def _onchange_iys_message_class(self):
        """Show a person the usual class; code never comes here."""
        self.iys_message_class = self._iys_usual_class().message_class

    @api.depends("iys_message_class", "template_id", "composition_mode", "body")
    def _compute_iys_is_commercial(self):
        for composer in self:
            usual = composer._iys_usual_class()
            said = composer.iys_message_class or usual.message_class
            is_free = said in FREE_CLASSES
            composer.iys_is_commercial = not is_free
            composer.iys_is_free_by_person = is_free and usual.is_commercial

    @api.depends("iys_is_commercial", "body")
    def _compute_iys_promotion_words(self):
        for composer in self:
            is_free = not composer.iys_is_commercial
            words = promotion_words(composer.body or "") if is_free else []
            composer.iys_promotion_words = ", ".join(dict.fromkeys(words))

    @api.depends("iys_is_commercial", "iys_brand_id", "body")
    def _compute_iys_added_text(self):
        token = "x" * len(self.env["iys.message"]._new_token())
        for composer in self:
            brand, text = composer.iys_brand_id, (composer.body or "").rstrip()
            whole = text
            if composer.iys_is_commercial and brand:
                whole = brand._iys_sms_text(text, token)
            added = whole.removeprefix(text).strip()
            composer.iys_added_text = added.replace(token, "…")

    @api.depends("iys_is_commercial", "iys_brand_id")
    def _compute_iys_counter(self):
        for composer in self:
            brand = composer.iys_is_commercial and composer.iys_brand_id
            pieces = brand._iys_sms_pieces() if brand else []
            composer.iys_counter = {"pieces": pieces}

    @api.depends("iys_is_commercial", "iys_brand_id", "res_ids", "composition_mode")
    def _compute_iys_left_out(self):
        for composer in self:
            rules = composer._iys_rules_of_many()
            words = dict(
                self.env["sms.sms"]._fields["iys_rule"]._description_selection(self.env)
            )
            composer.iys_left_out = ", ".join(
                f"{words[rule]}: {count}" for rule, count in rules.most_common()
            )

    def _iys_rules_of_many(self):
        """Count the records a commercial message to many leaves out, by rule."""
        is_many = self.composition_mode == "mass" and self.res_model
        if not (is_many and self.iys_is_commercial) or self.res_ids_count > COUNTED:
            return Counter()
        info = self._prepare_recipient_values(self._get_records())
        numbers = [values["sanitized"] or "" for values in info.values()]
        # the check needs the whole ledger, whoever sends
        decided = (
            self.env["iys.consent"]
            .sudo()
            ._decide_send(self.iys_brand_id, "MESAJ", numbers)
        )
        said = [decided[number] for number in numbers]
        return Counter(decision.rule for decision in said if decision.verdict == BLOCK)
