"""Templates that are not commercial: one person says so, a second one releases (L-38)."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...iys_api.gate import COMMERCIAL, FREE_CLASSES

GROUP = "izinnet_iys.group_manager"


class IysClassRelease(models.AbstractModel):
    """A template with a message class that a second consent manager has to release.

    An empty class serves single transactional messages, as before. COMMERCIAL needs no
    release: it is the careful answer. Any other class lets a message pass without a
    consent; until it is released, and after each change of the text, its messages count
    as commercial. The model says in ``_iys_text_fields`` which fields are its text.
    """

    _name = "iys.class.release"
    _description = "Release of a message class"
    _inherit = ["iys.message.class"]

    iys_class_user_id = fields.Many2one(
        "res.users", "Class chosen by", readonly=True, copy=False
    )
    iys_edited_by_id = fields.Many2one(
        "res.users", "Text last changed by", readonly=True, copy=False
    )
    iys_released_by_id = fields.Many2one(
        "res.users", "Released by", readonly=True, copy=False
    )
    iys_released_on = fields.Datetime("Released on", readonly=True, copy=False)
    iys_released_hash = fields.Char(readonly=True, copy=False)
    iys_release_state = fields.Selection(
        [("needed", "Release needed"), ("released", "Released")],
        "Release",
        compute="_compute_iys_release_state",
    )
    iys_can_release = fields.Boolean(compute="_compute_iys_release_state")

    @api.depends("iys_message_class", "iys_released_hash", "iys_class_user_id")
    @api.depends_context("uid")
    def _compute_iys_release_state(self):
        for template in self:
            is_free = template.iys_message_class in FREE_CLASSES
            is_released = is_free and template._iys_is_released()
            template.iys_release_state = is_free and (
                "released" if is_released else "needed"
            )
            template.iys_can_release = (
                is_free and not is_released and template._iys_is_second_person()
            )

    @api.constrains("iys_message_class", "iys_class_reason")
    def _check_iys_class_reason(self):
        for template in self:
            is_free = template.iys_message_class in FREE_CLASSES
            if is_free and not template.iys_class_reason:
                raise ValidationError(
                    self.env._(
                        "Please choose why “%(name)s” is not commercial: the law "
                        "knows these reasons only.",
                        name=template.display_name,
                    )
                )

    def action_iys_release(self):
        """Release the class; the button of the second person.

        Raises UserError for who is no consent manager, who chose the class or wrote the
        text, and for templates that need no release.
        """
        for template in self:
            template._iys_check_may_release()
            template._iys_keep(
                iys_released_by_id=self.env.uid,
                iys_released_on=fields.Datetime.now(),
                iys_released_hash=template._iys_text_hash(),
            )
            template._iys_log_class("Message class released")
        return True

    def action_iys_take_back(self):
        """Take the release back; any consent manager may. Raises UserError for others."""
        self._iys_check_may_choose()
        self.filtered("iys_released_by_id")._iys_take_back()
        return True

    def _iys_text_fields(self):
        """Name the fields that are the text a recipient reads."""
        return ()

    def _iys_is_released(self):
        """Override of `izinnet_iys`: a second person released exactly this text."""
        self.ensure_one()
        # whoever sends need not see who released; of a form only what is saved counts
        template_sudo = self._origin.sudo()
        return (
            template_sudo.iys_message_class in FREE_CLASSES
            and bool(template_sudo.iys_released_by_id)
            and template_sudo.iys_released_hash == template_sudo._iys_text_hash()
        )

    def _iys_class_of_send(self, is_mass):
        """Say what a message made from this template is: values for the message.

        ``self`` is one template or empty. A template without a class, or no template,
        makes single informational messages and commercial mass messages.
        """
        free_class = self.sudo().iys_message_class  # as above
        if free_class in FREE_CLASSES and self._iys_is_released():
            values = {"iys_message_class": free_class, "iys_is_released": True}
        elif is_mass or free_class:
            values = {"iys_message_class": COMMERCIAL, "iys_is_released": False}
        else:
            values = {"iys_message_class": "INFORMATIONAL", "iys_is_released": True}
        return {**values, "iys_brand_id": self.sudo().iys_brand_id.id}  # as above

    def _iys_text_hash(self):
        """Return the SHA-256 of class, reason and text in all languages."""
        self.ensure_one()
        texts = [self._iys_all_languages(name) for name in self._iys_text_fields()]
        whole = [self.iys_message_class, self.iys_class_reason, texts]
        plain = json.dumps(whole, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def _iys_all_languages(self, name):
        field = self._fields[name]
        if not field.translate:
            return str(self[name] or "")
        return field._get_stored_translations(self)

    def _iys_take_back(self):
        for template in self:
            template._iys_keep(
                iys_released_by_id=False, iys_released_on=False, iys_released_hash=False
            )
            template._iys_log_class("Release of a message class taken back")

    def _iys_check_may_release(self):
        if self.iys_message_class not in FREE_CLASSES:
            raise UserError(
                self.env._("Only a class other than commercial needs a release.")
            )
        if not self._iys_may_choose():
            raise UserError(self.env._("A consent manager has to release this class."))
        if not self._iys_is_second_person():
            raise UserError(
                self.env._(
                    "You chose this class or wrote this text. Please ask a second "
                    "consent manager to release it."
                )
            )

    def _iys_is_second_person(self):
        """Tell whether this user may release: a manager who had no part in it."""
        first = self.iys_class_user_id | self.iys_edited_by_id
        return self._iys_may_choose() and self.env.user not in first

    def _iys_may_choose(self):
        return self.env.user.has_group(GROUP)

    def _iys_check_may_choose(self):
        # installing and updating addons bring classes too; they wait for a release
        if not (self.env.su or self._iys_may_choose()):
            raise UserError(
                self.env._(
                    "Only a consent manager may say that messages are not commercial."
                )
            )

    def _iys_log_class(self, sentence):
        self.env["iys.log"]._add(
            "decision",
            sentence,
            record=self,
            data={"class": self.iys_message_class, "reason": self.iys_class_reason},
        )
