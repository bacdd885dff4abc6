"""Names of files that people bring along reach no disk and no path in a pack (R-60)."""

import base64
import io
import re
import tempfile
import zipfile
from pathlib import Path

from werkzeug.datastructures import FileStorage

from odoo import tools
from odoo.tests import tagged

from .document_case import PDF
from .import_case import ImportCase
from .privacy_case import PrivacyCase
from .test_iys_form_batch import BatchCase

#: In every name that tries to get out; no file of the machine may bear it.
SIGN = "izinnet_hostile"
NAMES = (
    "../{}", "../../{}", "../../../../../../tmp/{}", "/tmp/{}", "//tmp/{}", "/etc/cron.d/{}",
    "..\\{}", "..\\..\\{}", "C:\\{}", "\\\\server\\{}", "%2e%2e%2f{}", "..%2f{}", "..%5c{}",
    "%252e%252e%252f{}", "....//{}", "..;/{}", "./.{}", "~/{}", "~root/{}", "$HOME/{}",
    "file:///tmp/{}", "{}\n.xlsx", "{}\r\nX-Evil: 1", "{}; rm -rf x", "$({})", "`{}`",
    "|{}", "-rf {}", "{}.xlsx/../../x", "CON.{}", "aux.{}", "‮xslx.{}", "．．／{}",
    "{}" + "x" * 240, "<script>{}</script>", "=cmd|'{}'!A1", ".htaccess {}", "{}.php",
    "{} .", "filestore/{}",
)  # fmt: skip
HOSTILE = [name.format(SIGN) for name in NAMES]
STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40,64}")
#: What may stand in a path within a pack: no way up, no drive, no blank, no end of line.
IN_PACK = re.compile(r"(?!/)(?!.*\.\.)[\w./-]+", re.ASCII)


@tagged("-at_install", "post_install")
class TestFileNames(PrivacyCase, BatchCase, ImportCase):
    def setUp(self):
        """Override of `odoo.tests`: look at the disk when a test has ended."""
        super().setUp()
        self.newest = self.env["ir.attachment"].search([], order="id desc", limit=1).id
        self.addCleanup(self._check_disk)

    def _check_disk(self):
        """No file bears the sign; what was stored lies under names Odoo made."""
        data = Path(tools.config["data_dir"])
        for place in (
            Path(),
            Path(tempfile.gettempdir()),
            Path("/"),
            data,
            data.parent,
        ):
            self.assertEqual(list(place.glob(f"*{SIGN}*")), [])
        store = Path(tools.config.filestore(self.env.cr.dbname))
        self.assertEqual(list(store.rglob(f"*{SIGN}*")), [])
        files = self.env["ir.attachment"].search([("id", ">", self.newest)])
        for name in filter(None, files.mapped("store_fname")):
            self.assertRegex(name, STORED)

    def _scans(self):
        """Attachments with the hostile names, as the upload of the web client makes them."""
        return self.as_role("manager", self.env["ir.attachment"]).create(
            [
                {"name": name, "raw": b"imza %d" % number, "mimetype": "image/png"}
                for number, name in enumerate(HOSTILE)
            ]
        )

    def _paths(self, content):
        """The paths in a ZIP, each one harmless."""
        paths = zipfile.ZipFile(io.BytesIO(content)).namelist()
        for path in paths:
            self.assertRegex(path, rf"^{IN_PACK.pattern}$")
            self.assertNotIn(SIGN, path)
        return paths

    def test_there_are_thirty_names_at_least(self):
        self.assertGreaterEqual(len(set(HOSTILE)), 30)

    def test_uploaded_lists(self):
        """The name is a label and nothing else: the file lies under its fingerprint."""
        imports = self.as_role("manager", self.env["iys.import"])
        jobs = imports.with_context(iys_import_upload=True).create(
            [{"brand_id": self.alpha.id, "file_name": name} for name in HOSTILE]
        )
        for job in jobs:
            job._attach(b"Telefon;Durum\n05321112233;Onay\n")
            with job._open_file() as path:
                self.assertNotIn(SIGN, str(path))

    def test_the_page_for_large_lists(self):
        """Each upload is read by a process of its own, so a few have to do."""
        imports = self.as_role("manager", self.env["iys.import"])
        for name in HOSTILE[::10]:
            with self.subTest(name=name):
                stream = io.BytesIO(b"Telefon;Durum\n05321112233;Onay\n")
                upload = FileStorage(stream, filename=name)
                job = imports._create_from_upload(self.alpha.id, upload)
                self.assertEqual(job.file_name, name)

    def test_documents(self):
        files = base64.b64encode(PDF)
        documents = self.env["iys.document"].create(
            [
                {
                    "name": name, "file_name": name, "file": files,
                    "brand_id": self.alpha.id,
                }
                for name in HOSTILE
            ]
        )  # fmt: skip
        self.assertEqual(len(documents), len(HOSTILE))

    def test_scans_in_the_proof_pack(self):
        scans = self._scans()
        self._record(
            *[
                self._make_act(
                    recipient=f"+9053211144{number:02}",
                    source="HS_ISLAK_IMZA",
                    attachment_ids=(scan.id,),
                )
                for number, scan in enumerate(scans)
            ]
        )
        proof = self.as_role("manager", self.env["iys.proof"]).create(
            {
                "subject": "list",
                "addresses": "\n".join(f"053211144{n:02}" for n in range(len(scans))),
                "reason": "Inspection 12",
            }
        )
        paths = self._paths(b"".join(proof._stream("zip")))
        files = [path for path in paths if path.startswith("proof/files/")]
        self.assertEqual(len(files), len(HOSTILE))

    def test_everything_held_about_a_person(self):
        """L-56: contact, act and request with hostile names and files."""
        scans = self._scans()
        partner = self._make_partner(name=HOSTILE[0])
        scans.sudo().write({"res_model": "res.partner", "res_id": partner.id})
        self._record(
            self._make_act(person_name=HOSTILE[1], attachment_ids=tuple(scans.ids))
        )
        request = self.env["iys.subject.request"].create(
            {
                "person_name": HOSTILE[0], "phone": self.phone, "identity": "document",
                "company_id": self.company.id,
            }
        )  # fmt: skip
        request.action_search()
        request.action_export()
        self.assertNotIn(SIGN, request.export_id.name)
        self._paths(request.export_id.raw)

    def test_codes_of_places_with_hostile_names(self):
        names = [" ".join(name.split()) for name in HOSTILE]
        batch = self._run("\n".join(names), with_svg=True)
        self.assertEqual(batch.state, "done")
        paths = [
            path
            for path in zipfile.ZipFile(
                io.BytesIO(b"".join(batch._stream()))
            ).namelist()
            if path != "index.csv"
        ]
        self.assertEqual(len(set(paths)), len(paths))
        for path in paths:
            with self.subTest(path=path):
                self.assertRegex(path, r"^(svg|png|a4|a6|table)/[\w-]+\.(svg|png|pdf)$")
