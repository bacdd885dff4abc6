"""SMS from a record: the class goes with the message to the SMS that leave."""

from odoo import models

from .sms_class import (
    KEY,
    USUAL,
    SmsClass,
    class_of_template,
    passed_class,
    passing,
)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_sms_with_template(
        self,
        template=False,
        template_xmlid=False,
        template_fallback="",
        partner_ids=False,
        **kwargs,
    ):
        """Override of `sms`: the SMS is of the template's class."""
        if not template and template_xmlid:
            template = self.env.ref(template_xmlid, raise_if_not_found=False)
        sms_class = class_of_template(template or self.env["sms.template"])
        thread = passing(self, sms_class)
        return super(MailThread, thread)._message_sms_with_template(
            template=template,
            template_xmlid=template_xmlid,
            template_fallback=template_fallback,
            partner_ids=partner_ids,
            **kwargs,
        )

    def _message_sms(self, body, **kwargs):
        """Override of `sms`: code that says no class sends a single usual SMS."""
        thread = self if passed_class(self.env) else passing(self, USUAL)
        return super(MailThread, thread)._message_sms(body, **kwargs)

    def message_post(self, *, message_type="notification", **kwargs):
        """Override of `sms`: the message of an SMS keeps the class of the SMS.

        A post of type "sms" that no door has classed (anybody may call this method) is
        usual for one recipient and commercial for several.
        """
        passed = passed_class(self.env)
        if message_type != "sms":
            thread = passing(self, None) if KEY in self.env.context else self
            return super(MailThread, thread).message_post(
                message_type=message_type, **kwargs
            )
        sms_class = passed or _class_of_post(kwargs)
        thread = passing(self, sms_class)
        message = super(MailThread, thread).message_post(
            message_type=message_type, **kwargs
        )
        if sms_class != USUAL:
            # the message is written; that nobody changes its class later is the reason
            message.sudo().write(
                {
                    name: value
                    for name, value in sms_class.values().items()
                    if name in message._fields
                }
            )
        return message.with_env(self.env)


def _class_of_post(kwargs):
    """Return the class of a post of type "sms" nobody answers for."""
    told = [
        *(kwargs.get("partner_ids") or ()),
        *(kwargs.get("sms_numbers") or ()),
        *(kwargs.get("sms_pid_to_number") or ()),
    ]
    return USUAL if len(set(told)) <= 1 else SmsClass()
