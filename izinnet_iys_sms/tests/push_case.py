"""What the tests of pushes share: an account that is pushed to, requests, bodies."""

import json
import secrets
from datetime import datetime, timedelta, timezone

from odoo.addons.izinnet_iys_sms.sms_gateways import DeliveryReport, Outcome, last_ten

from .gateway_case import GatewayCase


class PushCase(GatewayCase):
    """``verimor`` is an account of the company with the titles of ``alpha``.

    Bodies are Verimor's own; what the operator knows of requests is made by ``send_job``.
    """

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: an account that is pushed to."""
        super().setUpClass()
        cls.verimor = cls.env["iys.sms.gateway"].create(
            {"name": "Verimor", "company_id": cls.company.id, "provider": "verimor"}
        )
        cls._make_title(cls.verimor, "ALFA", cls.alpha)

    @classmethod
    def _make_title(cls, gateway, name, brand):
        return cls.env["iys.sms.title"].create(
            {
                "gateway_id": gateway.id,
                "name": name,
                "brand_id": brand.id,
                "state": "approved",
            }
        )

    # === REQUESTS === #

    def send_job(self, *numbers, job_ids="77", state="accepted", **over):
        """Make a request with its rows, SMS and trackers as the sender leaves them."""
        values = {
            "gateway_id": self.verimor.id,
            "company_id": self.company.id,
            "brand_id": self.alpha.id,
            "title": "ALFA",
            "kind": "commercial",
            "recipient_type": "BIREYSEL",
            "job_ref": secrets.token_hex(8),
            "job_ids": job_ids,
            "state": state,
            "size": len(numbers),
            **over,
        }
        job = self.env["iys.sms.job"].sudo().create(values)
        for number in numbers:
            self._make_row(job, number)
        return job

    def _make_row(self, job, number):
        state = {"unknown": "unknown", "in_flight": "in_flight"}.get(
            job.state, "accepted"
        )
        sms = self._make_sms(number, iys_brand_id=self.alpha.id, state="pending")
        self.env["iys.sms.dispatch"].sudo().create(
            {
                "job_id": job.id,
                "ref": secrets.token_hex(8),
                "sms_uuid": sms.uuid,
                "number": number,
                "number10": last_ten(number),
                "state": state,
            }
        )

    def ends(self, job):
        """The outcomes of a request's rows, in their order."""
        self.env.invalidate_all()
        return job.dispatch_ids.sorted("id").mapped("outcome")

    def report(self, number, outcome=Outcome.DELIVERED, job_id="77", **over):
        """Make a report as a client reads it."""
        return DeliveryReport(job_id, last_ten(number), outcome, outcome.name, **over)

    def apply(self, *reports, gateway=None):
        """Apply reports; return those nobody knows."""
        rows = self.env["iys.sms.dispatch"].sudo()
        left = rows._apply_reports(gateway or self.verimor, list(reports))
        self.env.invalidate_all()
        return left

    # === BODIES === #

    def body_of_report(self, number, status="DELIVERED", job_id=77, **over):
        """One row as Verimor pushes it."""
        row = {
            "type": "outbound",
            "campaign_id": job_id,
            "message_id": "1",
            "dest": number.removeprefix("+"),
            "size": 1,
            "status": status,
            "done_at": "2026-11-16T12:00:00.000+03:00",
            **over,
        }
        return json.dumps([row]).encode()

    def body_of_text(self, text, number=None, message_id=None, at=None, to="4607"):
        """A text as Verimor pushes it, written a second ago."""
        now = datetime.now(timezone.utc).replace(microsecond=0)
        row = {
            "message_id": message_id or secrets.randbelow(10**9),
            "type": "inbound",
            "network": "TURKCELL",
            "source_addr": (number or self.yes).removeprefix("+"),
            "destination_addr": to,
            "keyword": "",
            "content": text,
            "received_at": (at or now - timedelta(seconds=1)).isoformat(),
        }
        return json.dumps([row]).encode()

    def note(self, body, kind="report", gateway=None):
        """Store a push as the route does; returns its row."""
        events = self.env["iys.sms.event"].sudo()
        events._note(gateway or self.verimor, kind, body, "application/json")
        return events.search([], order="id desc", limit=1)

    def run_sms(self, name):
        """Run one scheduled action of ours to its end."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"izinnet_iys_sms.ir_cron_sms_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def texts(self):
        """What people wrote, oldest first."""
        companies = (self.company | self.other_company).ids
        domain = [("company_id", "in", companies)]
        return self.env["iys.sms.inbound"].sudo().search(domain, order="id")

    def rets(self, number=None, brand=None):
        """Refusals of a number."""
        brands = brand or self.alpha | self.beta | self.gamma
        return self.env["iys.consent"].search(
            [
                ("recipient", "=", number or self.yes),
                ("status", "=", "RET"),
                ("brand_id", "in", brands.ids),
            ]
        )

    def may_send(self, number=None, brand=None):
        """Whether the gate lets a commercial SMS to a number."""
        number = number or self.yes
        told = self.env["iys.consent"]._decide_send(
            brand or self.alpha, "MESAJ", [number]
        )
        return told[number].may_send
