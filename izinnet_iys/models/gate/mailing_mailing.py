"""Mailings: their brand and class, what the law wants to read in them (L-37 … L-42)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...iys_api.gate import COMMERCIAL, FREE_CLASSES

GROUP = "izinnet_iys.group_manager"
CLASS_FIELDS = ("iys_message_class", "iys_class_reason", "iys_class_note")
#: What a recipient reads: whoever changes it changes what was decided about.
TEXT_FIELDS = ("subject", "preview", "body_html", "body_arch", "body_plaintext")


class MailingMailing(models.Model):
    """A mailing is commercial until a consent manager says why it is not (L-38).

    The class is decided about a text: when somebody else changes the text afterwards,
    the mailing is commercial again. A copy is a new message and starts as commercial.
    """

    _name = "mailing.mailing"
    _inherit = ["mailing.mailing", "iys.message.class"]

    iys_message_class = fields.Selection(
        required=True, default=COMMERCIAL, copy=False, tracking=True
    )
    iys_class_reason = fields.Selection(copy=False, tracking=True)
    iys_class_note = fields.Char(copy=False, tracking=True)
    iys_brand_id = fields.Many2one(
        default=lambda self: self._iys_default_brand(),
        domain="[('company_id', 'in', allowed_company_ids)]",
        tracking=True,
    )
    iys_nature_label = fields.Char(
        "Nature label",
        help="Such as KAMPANYA or TANITIM: put before the subject when the subject does"
        " not show that the message is advertising (L-42).",
    )
    iys_valid_until = fields.Date(
        "Offer valid until", help="Shown below the text of the message (L-42)."
    )
    iys_conditions = fields.Char(
        "Conditions at",
        help="A link or phone where the conditions of the offer are found; shown below"
        " the text of the message (L-42).",
    )
    iys_can_choose_class = fields.Boolean(compute="_compute_iys_can_choose_class")

    @api.depends_context("uid")
    def _compute_iys_can_choose_class(self):
        self.iys_can_choose_class = self._iys_may_choose()

    @api.constrains("iys_message_class", "iys_class_reason")
    def _check_iys_class_reason(self):
        for mailing in self.filtered(lambda m: m.iys_message_class in FREE_CLASSES):
            if not mailing.iys_class_reason:
                raise ValidationError(
                    self.env._(
                        "Please choose why “%(name)s” is not commercial: the law knows"
                        " these reasons only.",
                        name=mailing.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mass_mailing`: a free class is brought by a manager only.

        Raises AccessError for anybody else, wherever the class comes from.
        """
        mailings = super().create(vals_list)
        free = mailings.filtered(lambda made: made.iys_message_class in FREE_CLASSES)
        if free:
            self._iys_check_may_choose()
            free._iys_log_class()
        return mailings

    def write(self, vals):
        """Override of `mass_mailing`: who may change the class, and what changes it.

        Raises AccessError when somebody who is no consent manager frees a mailing.
        """
        if any(mailing._iys_is_freed(vals) for mailing in self):
            self._iys_check_may_choose()
        before = {mailing: mailing.iys_message_class for mailing in self}
        reworded = self._iys_reworded(vals)
        done = super().write(vals)
        if reworded:
            super(MailingMailing, reworded).write(
                {"iys_message_class": COMMERCIAL, "iys_class_reason": False}
            )
        changed = self.filtered(lambda m: m.iys_message_class != before[m])
        changed._iys_log_class()
        return done

    def copy_data(self, default=None):
        """Override of `mass_mailing`: only code may copy the class along."""
        rows = super().copy_data(default)
        if self.env.su:
            for mailing, row in zip(self, rows, strict=True):
                row.update({name: mailing[name] for name in CLASS_FIELDS})
        return rows

    def action_select_as_winner(self):
        """Override of `mass_mailing`: the final version is what its test version was."""
        if self.iys_message_class not in FREE_CLASSES:
            return super().action_select_as_winner()
        self.check_access("write")
        # sudo: the same text goes out again, its class was decided for the test version
        winner_sudo = self.sudo()
        return super(MailingMailing, winner_sudo).action_select_as_winner()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self.env["mailing.trace"].sudo()  # traces of all companies count
        if sent.search_count(
            [("mass_mailing_id", "in", self.ids), ("sent_datetime", "!=", False)],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "Messages of this mailing have left. What was sent, and the links in"
                    " it, have to stay provable: archive the mailing instead."
                )
            )

    # === THE CLASS === #

    def _iys_may_choose(self):
        return self.env.user.has_group(GROUP)

    def _iys_check_may_choose(self):
        if not (self.env.su or self._iys_may_choose()):
            raise AccessError(
                self.env._(
                    "Only a consent manager may say that a mailing is not commercial."
                    " Please ask one, or send it as a commercial mailing."
                )
            )

    def _iys_is_freed(self, vals):
        """Tell whether these values let the mailing pass where it did not before."""
        told = [name for name in CLASS_FIELDS if name in vals]
        new_class = vals.get("iys_message_class", self.iys_message_class)
        return new_class in FREE_CLASSES and any(
            (vals[name] or False) != self[name] for name in told
        )

    def _iys_reworded(self, vals):
        """Return the free mailings whose text somebody changes who may not decide."""
        if self.env.su or self._iys_may_choose():
            return self.browse()
        told = [name for name in TEXT_FIELDS if name in vals]
        return self.filtered(
            lambda mailing: mailing.iys_message_class in FREE_CLASSES
            and any(str(vals[name] or "") != str(mailing[name] or "") for name in told)
        )

    def _iys_log_class(self):
        for mailing in self:
            self.env["iys.log"]._add(
                "decision",
                "Message class chosen",
                record=mailing,
                data={
                    "class": mailing.iys_message_class,
                    "reason": mailing.iys_class_reason or None,
                },
            )

    # === FOR THE GATE === #

    def _iys_channel(self):
        """Return the channel at İYS this mailing uses: EPOSTA for mails, else MESAJ."""
        self.ensure_one()
        return "EPOSTA" if self.mailing_type == "mail" else "MESAJ"

    def _iys_situation(self):
        """Return the `gate.Situation` of this mailing now."""
        self.ensure_one()
        return self.iys_brand_id._iys_situation(
            self.iys_message_class, self._iys_is_released()
        )
