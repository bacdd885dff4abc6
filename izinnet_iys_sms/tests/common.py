"""What the tests of SMS share: a ready brand, three numbers, Odoo's own stand-in gateway."""

from datetime import timedelta

from odoo.addons.izinnet_iys.tests.common import IysCommon
from odoo.addons.sms.tests.common import SMSCase


class IysSmsCase(IysCommon, SMSCase):
    """``yes`` approved the text messages of alpha, ``no`` refused them, ``new`` did neither.

    What reached the gateway is read by ``numbers_sent``, while and after the block
    ``with self.mockSMSGateway():``.
    """

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys`: brands that may send, numbers that may or may not."""
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "mail_notrack": True})
        cls._make_ready(cls.alpha, cls.gamma)
        cls.yes, cls.no, cls.new = "+905321112201", "+905321112202", "+905321112203"
        cls._approve(cls.yes)
        cls._refuse(cls.no)
        for user in cls.users.values():  # who posts on contacts may edit them
            user.group_ids += cls.env.ref("base.group_partner_manager")

    @classmethod
    def _approve(cls, *numbers, **over):
        return cls._record(*[cls._make_received(recipient=n, **over) for n in numbers])

    @classmethod
    def _refuse(cls, *numbers, **over):
        moment = cls._now() - timedelta(seconds=30)
        acts = [
            cls._make_act(recipient=n, status="RET", consent_date=moment, **over)
            for n in numbers
        ]
        return cls._record(*acts)

    @classmethod
    def _make_sms(cls, number, **values):
        """Make an SMS as code does: under sudo."""
        values = {"number": number, "body": "Merhaba", **values}
        return cls.env["sms.sms"].sudo().create(values)

    @classmethod
    def _make_people(cls, *numbers):
        """Make contacts named by their place, in the order of their numbers."""
        people = [
            {"name": f"Kişi {place}", "phone": number}
            for place, number in enumerate(numbers, 1)
        ]
        return cls.env["res.partner"].create(people)

    def _compose(self, role="manager", **values):
        """Make a composer as a person of a role does."""
        composers = self.as_role(role, self.env["sms.composer"])
        return composers.create({"body": "Merhaba", **values})

    def numbers_sent(self):
        """Return the numbers that reached the gateway, sorted."""
        return sorted(sms["number"] for sms in self._sms)

    def send(self, *sms):
        """Send SMS by one call; return the numbers that reached the gateway."""
        with self.mockSMSGateway():
            self.env["sms.sms"].sudo().union(*sms).send()
        return self.numbers_sent()
