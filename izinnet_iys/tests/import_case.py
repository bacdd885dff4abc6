"""What the tests of the import share: rows, files, and a scheduled action to work."""

import base64
import io
from datetime import timedelta

from openpyxl import Workbook

from ..iys_api.messages import TRT, Consent
from .common import IysCommon

HEADERS = [
    "Telefon",
    "E-posta",
    "İzin Türü",
    "Durum",
    "İzin Tarihi",
    "Kaynak",
    "Ad Soyad",
]


class ImportCase(IysCommon):
    def _stamp(self, moment):
        """Spell naive UTC as people in Türkiye do."""
        return (moment + timedelta(hours=3)).strftime("%d.%m.%Y %H:%M:%S")

    def _row(self, **over):
        """Make a row: an SMS approval given an hour ago on the website."""
        values = {
            "phone": "0532 111 22 33",
            "email": None,
            "type": "SMS",
            "status": "Onay",
            "date": self._stamp(self._now() - timedelta(hours=1)),
            "source": "Web sitesi",
            "name": "Ayşe Deneme",
            **over,
        }
        return list(values.values())

    def _old(self, **over):
        """Make a row of an approval older than any deadline."""
        date = self._stamp(self._now() - timedelta(days=40))
        return self._row(**{"date": date, **over})

    def _content(self, rows, headers=HEADERS):
        book, buffer = Workbook(), io.BytesIO()
        for row in ([headers] if headers else []) + rows:
            book.active.append(row)
        book.save(buffer)
        return buffer.getvalue()

    def _upload(self, rows, role="manager", headers=HEADERS, **over):
        values = {
            "brand_id": self.alpha.id,
            "file": base64.b64encode(self._content(rows, headers)),
            "file_name": "liste.xlsx",
            "proof_note": "signed list, folder 7",
            **over,
        }
        return self.as_role(role, self.env["iys.import"]).create(values)

    def _work(self):
        """Let the scheduled action work, as often as it wants to."""
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_import").method_direct_trigger()
        self.env.invalidate_all()

    def _run(self, rows, **over):
        """Upload, check and record a list."""
        job = self._upload(rows, **over)
        self._work()
        job.action_check()
        self._work()
        job.action_start()
        self._work()
        return job

    def _consents(self, job):
        return self.env["iys.consent"].search([("origin_id", "=", job.id)])

    def _tell_registry(self, recipient, type_="MESAJ"):
        """Let the demo registry hold an approval of ours."""
        given = (self._now() - timedelta(hours=2)).replace(tzinfo=TRT)
        self.alpha._get_registry().add(
            Consent(recipient, type_, "ONAY", "HS_WEB", given)
        )

    def _reasons(self, job):
        return sorted(set(job.fault_ids.mapped("code")))
