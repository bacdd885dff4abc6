"""What the tests of documents share: filing one and recording an act on it."""

import base64

from .common import IysCommon

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class DocumentCase(IysCommon):
    """Files documents of brand ``alpha``."""

    def _file(self, role=None, content=PDF, **over):
        documents = self.env["iys.document"]
        values = {
            "name": "Üyelik formu 1",
            "brand_id": self.alpha.id,
            "file": base64.b64encode(content) if content else False,
            "file_name": "form.pdf",
            **over,
        }
        return (self.as_role(role, documents) if role else documents).create(values)

    def _attachment(self, document):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", "iys.document"),
                ("res_field", "=", "file"),
                ("res_id", "=", document.id),
            ]
        )

    def _rest(self, document, **over):
        """Record an act whose attachment is the document's file."""
        files = tuple(self._attachment(document).ids)
        return self._record(self._make_act(attachment_ids=files, **over))
