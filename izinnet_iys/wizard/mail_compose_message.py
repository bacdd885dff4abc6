"""The composer knows what kind of message it makes (L-37, L-38)."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..iys_api.gate import COMMERCIAL, FREE_CLASSES

GROUP = "izinnet_iys.group_manager"
#: Context key of a person's click; who forges it only makes the check stricter.
BY_HAND = "iys_by_hand"
#: Context key of a `Counter` of rules by which people were left out of a mass mail.
LEFT_OUT = "iys_left_out"
ORDINARY = {"iys_message_class": "INFORMATIONAL", "iys_is_released": True}


class MailComposeMessage(models.TransientModel):
    """Who writes to many by hand writes commercially, unless the template is released.

    A message on one record, and what code sends, is of the template's class; without one
    it is an ordinary (informational) message. ``iys_is_class_told``: somebody chose the
    class, it is not the one that follows from mode and template.
    """

    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "iys.message.class"]

    iys_message_class = fields.Selection(
        compute="_compute_iys_message_class", store=True, readonly=False
    )
    iys_brand_id = fields.Many2one(
        compute="_compute_iys_brand_id", store=True, readonly=False
    )
    iys_is_class_told = fields.Boolean()
    iys_default_class = fields.Selection(
        selection=[(COMMERCIAL, COMMERCIAL), ("FREE", "Free")],
        compute="_compute_iys_default_class",
    )
    iys_can_choose_class = fields.Boolean(compute="_compute_iys_can_choose_class")

    @api.depends("composition_mode", "template_id", "mass_mailing_id")
    def _compute_iys_message_class(self):
        for composer in self:
            values = composer._iys_default_values(is_by_hand=True)
            composer.iys_message_class = values["iys_message_class"]

    @api.depends("iys_message_class", "template_id", "mass_mailing_id")
    def _compute_iys_brand_id(self):
        for composer in self:
            # which brand speaks is no secret from who writes
            composer_sudo = composer.sudo()
            brand = (
                composer_sudo.mass_mailing_id.iys_brand_id
                or composer_sudo.template_id.iys_brand_id
            )
            if not brand and composer.iys_message_class == COMMERCIAL:
                brand = composer._iys_default_brand(composer.record_company_id)
            composer.iys_brand_id = brand

    @api.depends(
        "composition_mode", "template_id", "mass_mailing_id", "body", "subject"
    )
    def _compute_iys_default_class(self):
        for composer in self:
            free = composer._iys_default_values(is_by_hand=True)["iys_is_released"]
            composer.iys_default_class = "FREE" if free else COMMERCIAL

    @api.depends_context("uid")
    def _compute_iys_can_choose_class(self):
        self.iys_can_choose_class = self.env.user.has_group(GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: note whether the class was told or follows by itself."""
        told = "default_iys_message_class" in self.env.context
        return super().create(
            [
                {**vals, "iys_is_class_told": told or "iys_message_class" in vals}
                for vals in vals_list
            ]
        )

    def action_send_mail(self):
        """Override of `mail`: a person sends; what the person may not do is said now.

        Raises UserError when the class is not the person's to choose, or when recipients
        of a commercial message on a record may not get it.
        """
        left_out = Counter()
        composers = self.with_context(**{BY_HAND: True, LEFT_OUT: left_out})
        for composer in composers:
            composer._iys_check_person()
        done = super(MailComposeMessage, composers).action_send_mail()
        return self._iys_tell_left_out(left_out, done) if left_out else done

    def action_schedule_message(self):
        """Override of `mail`: the same for a message that leaves later; see there."""
        composers = self.with_context(**{BY_HAND: True})
        for composer in composers:
            composer._iys_check_person()
        return super(MailComposeMessage, composers).action_schedule_message()

    def _iys_check_person(self):
        self._iys_check_class()
        self._iys_check_ready()
        if self.composition_mode == "comment":
            self._iys_check_recipients()

    # === THE CLASS === #

    def _iys_default_values(self, is_by_hand):
        """Return the class that follows from mailing, template and mode, as values."""
        self.ensure_one()
        # the class of a mailing is no secret from who sends it
        mailing = self.mass_mailing_id.sudo()
        if mailing:
            released = mailing.iys_message_class in FREE_CLASSES
            released = released and mailing._iys_is_released()
            return {
                "iys_message_class": mailing.iys_message_class or COMMERCIAL,
                "iys_is_released": released,
            }
        is_mass = is_by_hand and self.composition_mode == "mass_mail"
        values = self.template_id._iys_class_of_send(is_mass)
        if is_mass and self.template_id and self._iys_is_reworded():
            values = {"iys_message_class": COMMERCIAL, "iys_is_released": False}
        values.pop("iys_brand_id", None)
        return values

    def _iys_is_reworded(self):
        """Tell whether the text is another one than the template's, which was released."""
        same_subject = (self.subject or "") == (self.template_id.subject or "")
        return not (same_subject and self.body_has_template_value)

    def _iys_is_weakened(self):
        """Tell whether the person chose a class that lets more pass than the default."""
        values = self._iys_default_values(is_by_hand=True)
        chosen = self.iys_message_class or values["iys_message_class"]
        if self.mass_mailing_id or chosen == COMMERCIAL:
            return False
        if self.composition_mode == "mass_mail" and values["iys_is_released"]:
            return chosen != values["iys_message_class"]
        return not values["iys_is_released"]

    def _iys_check_class(self):
        """Raise UserError when the class is weaker than the person may choose."""
        if not self._iys_is_weakened():
            return
        if not self.env.user.has_group(GROUP):
            raise UserError(
                self.env._(
                    "This message is commercial: it goes to many, or its template is not "
                    "released or was changed. Choose “Commercial”, or ask a consent "
                    "manager to send it."
                )
            )
        if not self.iys_class_reason:
            raise UserError(
                self.env._(
                    "Please choose why this message is not commercial: the law knows "
                    "these reasons only."
                )
            )
        self.env["iys.log"]._add(
            "decision",
            "Message class chosen",
            company=self.record_company_id or self.env.company,
            data={
                "class": self.iys_message_class,
                "reason": self.iys_class_reason,
                "model": self.model,
            },
        )

    def _iys_class_values(self):
        """Return class, brand and release for the message; {} for an ordinary one.

        By hand the choice counts when ``_iys_check_class`` let it pass; code that says
        nothing sends by the template.
        """
        self.ensure_one()
        is_by_hand = bool(self.env.context.get(BY_HAND))
        values = self._iys_default_values(is_by_hand)
        chosen = self.iys_message_class
        if (
            (is_by_hand or self.iys_is_class_told)
            and chosen
            and not self.mass_mailing_id
        ):
            values = self._iys_chosen_values(values, is_by_hand)
        if values == ORDINARY and not self._iys_says_class(is_by_hand):
            return {}
        brand = self.iys_brand_id or self._iys_default_brand(self.record_company_id)
        return {**values, "iys_brand_id": brand.id}

    def _iys_chosen_values(self, values, is_by_hand):
        chosen = self.iys_message_class
        if chosen == COMMERCIAL:
            return {"iys_message_class": COMMERCIAL, "iys_is_released": False}
        if values["iys_is_released"]:
            return {"iys_message_class": chosen, "iys_is_released": True}
        may = not is_by_hand or self.env.user.has_group(GROUP)
        return {
            "iys_message_class": chosen,
            "iys_is_released": may and bool(self.iys_class_reason),
        }

    def _iys_says_class(self, is_by_hand):
        """Tell whether the class was somebody's decision, to be kept with the message."""
        # whoever sends, the class is no secret
        template_class = self.template_id.sudo().iys_message_class
        is_for_many = is_by_hand and self.composition_mode == "mass_mail"
        return bool(self.mass_mailing_id or template_class or is_for_many)

    def _prepare_mail_values_static(self):
        """Override of `mail`: messages and e-mails are told what they are."""
        return {**super()._prepare_mail_values_static(), **self._iys_class_values()}

    def _prepare_mailing_values(self):
        """Override of `mass_mailing`: a mailing made on the way is of the same kind."""
        values = super()._prepare_mailing_values()
        if self.iys_brand_id:
            values["iys_brand_id"] = self.iys_brand_id.id
        if self.iys_message_class in FREE_CLASSES and self.iys_class_reason:
            for name in ("iys_message_class", "iys_class_reason", "iys_class_note"):
                values[name] = self[name]
        return values
