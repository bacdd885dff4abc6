"""The class of an SMS on its way from the door to the row that leaves.

It travels in the context as an object of this file. What a browser or RPC puts into a
context is text, numbers and lists, so nobody can make a class up from outside.
"""

from typing import NamedTuple

from odoo.addons.izinnet_iys.iys_api.gate import COMMERCIAL, FREE_CLASSES

KEY = "iys_sms_class"


class SmsClass(NamedTuple):
    """What kind of message an SMS is (L-37, L-38).

    ``is_released``: the class may be relied on. ``template_id`` is the template it was
    read from, ``is_logged`` whether the message log keeps the SMS (L-34): always for
    commercial ones, for the others when a template or a mailing chose the class.
    ``is_handed_over``: the door hands it to the gateway itself, the queue must not.
    """

    message_class: str = COMMERCIAL
    is_released: bool = False
    brand_id: int | bool = False
    template_id: int | bool = False
    is_logged: bool = True
    is_handed_over: bool = False

    @property
    def is_commercial(self):
        """Tell whether the gate treats it as commercial."""
        return not (self.is_released and self.message_class in FREE_CLASSES)

    def values(self):
        """Return the field values of `sms.sms`."""
        return {
            "iys_message_class": self.message_class,
            "iys_is_released": self.is_released,
            "iys_brand_id": self.brand_id,
            "iys_is_logged": self.is_logged,
        }


#: Chatter and code that say nothing: single transactional messages.
USUAL = SmsClass("INFORMATIONAL", True, is_logged=False)


def class_of_template(template, is_mass=False):
    """Read the class a template (or none) gives to its messages."""
    said = template._iys_class_of_send(is_mass)
    return SmsClass(
        said["iys_message_class"],
        said["iys_is_released"],
        said["iys_brand_id"],
        template.id,
        bool(template.sudo().iys_message_class),  # no secret: it goes with the SMS
    )


def class_of_message(message_sudo):
    """Read the class of the message an SMS belongs to."""
    if not message_sudo.iys_message_class:
        return USUAL
    return SmsClass(
        message_sudo.iys_message_class,
        message_sudo.iys_is_released,
        message_sudo.iys_brand_id.id,
    )


def passed_class(env):
    """Return the `SmsClass` that code put into the context, or None."""
    value = env.context.get(KEY)
    return value if isinstance(value, SmsClass) else None


def passing(records, sms_class):
    """Return the records with a class in their context."""
    return records.with_context(**{KEY: sms_class})
