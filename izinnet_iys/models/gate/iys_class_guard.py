"""Who may say what a template is, and what takes a release back (L-38)."""

from odoo import api, models

from ...iys_api.gate import COMMERCIAL, FREE_CLASSES

#: Written by the actions of the release only, never by a form or by RPC.
KEPT = (
    "iys_class_user_id",
    "iys_edited_by_id",
    "iys_released_by_id",
    "iys_released_on",
    "iys_released_hash",
)
#: What makes a template another template for the law.
CLASS_FIELDS = ("iys_message_class", "iys_class_reason", "iys_class_note")


class IysClassRelease(models.AbstractModel):
    _inherit = "iys.class.release"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: whoever brings a class answers for it; nothing is released.

        Raises UserError when somebody who is no consent manager brings a free class.
        """
        # said outright, so that no default from a context can say it
        nothing = dict.fromkeys(KEPT, False)
        templates = super().create([{**vals, **nothing} for vals in vals_list])
        free = templates.filtered(lambda made: made.iys_message_class in FREE_CLASSES)
        if free:
            self._iys_check_may_choose()
            free._iys_keep(iys_class_user_id=self.env.uid)
        return templates

    def write(self, vals):
        """Override of `base`: another class or text takes the release back.

        Raises UserError when somebody who is no consent manager weakens the class.
        """
        vals = {name: vals[name] for name in vals if name not in KEPT}
        if not set(vals).intersection((*CLASS_FIELDS, *self._iys_text_fields())):
            return super().write(vals)
        before = {template: template._iys_class_now() for template in self}
        if any(template._iys_is_weakened(vals) for template in self):
            self._iys_check_may_choose()
        done = super().write(vals)
        for template in self:
            template._iys_note_class(before[template])
            template._iys_take_back_if_changed()
        return done

    def copy_data(self, default=None):
        """Override of `base`: a copy by somebody who may not choose is commercial."""
        rows = super().copy_data(default)
        if not self._iys_may_choose():
            for row in rows:
                if row.get("iys_message_class") in FREE_CLASSES:
                    row.update(iys_message_class=COMMERCIAL, iys_class_reason=False)
        return rows

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        """Override of `base`: a translation is a change of the text too."""
        done = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name in self._iys_text_fields():
            self._iys_take_back_if_changed()
        return done

    def _iys_class_now(self):
        return [self[name] for name in CLASS_FIELDS]

    def _iys_is_weakened(self, vals):
        """Tell whether these values let messages pass that did not pass before."""
        told = [name for name in CLASS_FIELDS if name in vals]
        if all(vals[name] == self[name] for name in told):
            return False
        old_class = self.iys_message_class
        new_class = vals.get("iys_message_class", old_class)
        return new_class in FREE_CLASSES or bool(old_class and not new_class)

    def _iys_note_class(self, before):
        """Keep and log who chose the class, when it is another one than before."""
        if self._iys_class_now() == before:
            return
        self._iys_keep(iys_class_user_id=self.env.uid)
        self._iys_log_class("Message class chosen")

    def _iys_take_back_if_changed(self):
        if not (self.iys_message_class or self.iys_released_by_id):
            return
        if self.iys_released_hash != self._iys_text_hash():
            self._iys_keep(iys_edited_by_id=self.env.uid)
            self.filtered("iys_released_by_id")._iys_take_back()

    def _iys_keep(self, **vals):
        """Write fields that no form may write."""
        # a manager need not have the right to edit templates in order to release one
        return super(IysClassRelease, self.sudo()).write(vals)
