"""A text as PDF, with its version and fingerprint on every page (L-32)."""

import io

from odoo import models
from odoo.tools import file_path

from ...iys_api.notice_lines import read_lines
from ...report.pdf import use_fonts
from ...report.text_pdf import write_text_pdf

FONTS = "web/static/fonts/google/Roboto/Roboto-%s.ttf"


class IysNotice(models.Model):
    _inherit = "iys.notice"

    def action_pdf(self):
        """Open the PDF of the text in a window of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/iys/notice/{self.id}/pdf",
            "target": "new",
        }

    def _pdf(self):
        """Return the PDF as bytes; a draft is marked as one and has no fingerprint."""
        self.ensure_one()
        use_fonts(file_path(FONTS % "Regular"), file_path(FONTS % "Bold"))
        is_draft = self.state == "draft"
        body = self._filled_body() if is_draft else str(self.body)
        file = io.BytesIO()
        write_text_pdf(
            file,
            self.name,
            read_lines(body),
            self._pdf_foot(),
            self.env._("DRAFT") if is_draft else "",
        )
        return file.getvalue()

    def _pdf_foot(self):
        version = self.env._(
            "%(brand)s · version %(number)s · %(language)s",
            brand=self.brand_id.name,
            number=self.version,
            language=self.language,
        )
        if not self.sha256:
            return [version]
        published = self.env._(
            "Published %(day)s · SHA-256 %(hash)s",
            day=f"{self.published_at:%Y-%m-%d}",
            hash=self.sha256,
        )
        return [version, published]
