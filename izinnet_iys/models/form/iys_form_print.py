"""What is printed of a form: posters, table cards, codes, the sheet to sign."""

import io

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import file_path

from ...report.paper_form import write_paper_form
from ...report.pdf import use_fonts
from ...report.poster import Poster, write_posters
from ...report.qr_art import rows_of
from ..record.iys_notice_pdf import FONTS

#: More would keep the browser waiting: a job makes them (``iys.form.batch``).
MOST_CODES = 50


def ready_fonts():
    """Load the fonts of posters and sheets, once a process."""
    use_fonts(file_path(FONTS % "Regular"), file_path(FONTS % "Bold"))


class IysFormPoint(models.Model):
    _inherit = "iys.form.point"

    def action_poster_a4(self):
        """Open posters of the links, A4, one page each."""
        return self._open_print("a4")

    def action_poster_a6(self):
        """Open posters of the links, A6, one page each."""
        return self._open_print("a6")

    def action_table_card(self):
        """Open table cards of the links, 10 × 15 cm, one page each."""
        return self._open_print("card")

    def action_svg(self):
        """Open the code, sharp at any size."""
        return self._open_print("svg")

    def action_png(self):
        """Open the code as a picture."""
        return self._open_print("png")

    def action_codes(self):
        """Have SVG, PNG and posters of the links packed into one ZIP by a job."""
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose at least one link."))
        return self.env["iys.form.batch"]._of_points(self)

    def _open_print(self, what):
        self.check_access("read")
        if not self or len(self) > MOST_CODES:
            raise UserError(
                self.env._(
                    "Choose between one and %(most)s links, or press “All as ZIP”: then"
                    " they are drawn in the background.",
                    most=MOST_CODES,
                )
            )
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/iys/codes/{what}?ids={ids}",
            "target": "new",
        }

    def _posters(self, size):
        """Return a PDF as bytes; ``size`` is a key of ``SIZES``."""
        ready_fonts()
        file = io.BytesIO()
        write_posters(file, [point._poster() for point in self], size)
        return file.getvalue()

    def _poster(self):
        content = self.form_id.version_id._content_in("tr_TR")
        languages = self.form_id.version_id.content or {}
        url = self._url()
        return Poster(
            brand=self.brand_id.name,
            title=content.get("title") or self.form_id.name,
            url=url,
            rows=rows_of(url),
            place=self.name,
            language="tr" if "tr_TR" in languages or not languages else "en",
        )


class IysForm(models.Model):
    _inherit = "iys.form"

    def action_paper(self):
        """Open a sheet to sign, with a number of its own."""
        self.ensure_one()
        self.check_access("read")
        if not self.version_id:
            raise UserError(
                self.env._("Publish the form first: the sheet shows what is published.")
            )
        sheet = self.env["iys.sheet"]._print(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/iys/sheet/{sheet.number}/paper",
            "target": "new",
        }


class IysSheet(models.Model):
    _inherit = "iys.sheet"

    def _paper(self):
        """Return the sheet as the bytes of a PDF: the version it was printed from, letter
        by letter, whatever became of the form since."""
        self.ensure_one()
        ready_fonts()
        version = self.version_id
        language = "tr" if "tr_TR" in (version.content or {}) else "en"
        content = version._content_in("tr_TR" if language == "tr" else "en_US")
        foot = f"{self.form_id.id}-V{version.number} · {version.sha256[:16]}"
        file = io.BytesIO()
        code = rows_of(self._url())
        write_paper_form(file, content, language, self.number, code, foot)
        return file.getvalue()
