"""What the tests of own accounts share: a trial account with a title for each brand."""

from odoo.addons.izinnet_iys_sms.sms_gateways import FakeGateway

from .common import IysSmsCase


class GatewayCase(IysSmsCase):
    """Both companies have a trial account; ``alpha`` and ``gamma`` have titles.

    What "left" is read from the account's book: ``left``, ``jobs``. An answer of the
    operator is put in its place by ``answer``.
    """

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: accounts, titles, an empty queue."""
        super().setUpClass()
        cls.env["sms.sms"].sudo().search([("state", "=", "outgoing")]).unlink()
        cls.queue = cls.env.ref("sms.ir_cron_sms_scheduler_action")
        cls.gateway = cls._make_gateway(cls.company, ALFA=cls.alpha, GENEL=None)
        cls.other_gateway = cls._make_gateway(cls.other_company, GAMA=cls.gamma)

    @classmethod
    def _make_gateway(cls, company, **titles):
        gateway = cls.env["iys.sms.gateway"].create(
            {"name": f"Deneme {company.name}", "company_id": company.id}
        )
        company.iys_sms_gateway_id = gateway
        for name, brand in titles.items():
            cls.env["iys.sms.title"].create(
                {
                    "gateway_id": gateway.id,
                    "name": name,
                    "brand_id": brand.id if brand else False,
                    "state": "approved",
                }
            )
        return gateway

    def setUp(self):
        """Override of `odoo.tests`: fresh books."""
        super().setUp()
        for gateway in (self.gateway, self.other_gateway):
            book = self.book(gateway)  # lives as long as the process
            book.titles[:] = sorted(gateway.title_ids.mapped("name"))
            book.credits = 10_000
            book.jobs.clear()

    def book(self, gateway=None):
        """The book of a trial account."""
        return (gateway or self.gateway)._client().book

    def run_queue(self):
        """Work the queue as its job does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.queue.method_direct_trigger()
        self.env.invalidate_all()

    def jobs(self, gateway=None):
        """The requests an account took, in order."""
        return list(self.book(gateway).jobs.values())

    def left(self, gateway=None):
        """The numbers an account took, sorted."""
        return sorted(
            text.message.to for job in self.jobs(gateway) for text in job.texts
        )

    def answer(self, *answers):
        """Have the operator answer the next sends: an SmsError, a callable, or None.

        None is its own answer; the last one stays. A callable gets (gateway, messages,
        options). Returns the list of messages of each call.
        """
        calls, waiting = [], list(answers)
        own = FakeGateway.send

        def send(fake, messages, options):
            calls.append([message.to for message in messages])
            said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if isinstance(said, Exception):
                raise said
            return (said or own)(fake, messages, options)

        self.patch(FakeGateway, "send", send)
        return calls

    def numbers(self, count):
        """Different numbers that approved."""
        numbers = [f"+90533{serial:07}" for serial in range(count)]
        self._approve(*numbers)
        return numbers

    def make_many(self, count):
        """Put commercial SMS to different people into the queue."""
        sms = self.env["sms.sms"].sudo()
        return sms.create(
            [{"number": n, "body": "Merhaba"} for n in self.numbers(count)]
        )

    def make_info(self, number=None, **values):
        """Put an informational SMS into the queue."""
        return self._make_sms(
            number or self.new,
            iys_message_class="INFORMATIONAL",
            iys_is_released=True,
            **values,
        )
