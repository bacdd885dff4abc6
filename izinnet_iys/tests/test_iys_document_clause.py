"""The consent clause in the PDF of a contract (L-23, L-24)."""

import base64

from odoo.tests import tagged

from ..iys_api.notice_lines import Line
from .document_case import PDF, DocumentCase


@tagged("-at_install", "post_install")
class TestIysDocumentClause(DocumentCase):
    """L-23: the clause in the PDF of a contract."""

    def _contract(self, *replaced, **over):
        """File the PDF that the ready clause makes, with some words replaced."""
        self._make_ready(self.alpha)
        notice = self.env["iys.notice"].create(
            {"brand_id": self.alpha.id, "name": "Sözleşme", "kind": "contract_clause"}
        )
        notice.action_start_from_ready()
        for old, new in replaced:
            notice.body = str(notice.body).replace(old, new)
        document = self._file(content=notice._pdf(), kind="contract", **over)
        document.action_check_clause()
        return document

    def test_a_good_clause_is_found_good(self):
        self.assertEqual(self._contract().clause_state, "good")

    def test_a_clause_without_its_heading_is_found(self):
        document = self._contract(("Ticari elektronik ileti", "Diğer"))
        self.assertEqual(document.clause_state, "faulty")
        self.assertIn("ticari elektronik ileti", document.clause_text)

    def test_a_channel_that_cannot_be_refused_is_named(self):
        """L-24."""
        document = self._contract(
            ("E-posta: ☐ Kabul ediyorum ☐", "E-posta: ☐ Kabul ediyorum")
        )
        self.assertIn("E-mail", document.clause_text)

    def test_a_heading_after_the_clause_is_found(self):
        document = self._contract(("İmza</h3>", "Ödeme</h3>"))
        self.assertIn("at the end", document.clause_text)

    def test_small_type_is_found(self):
        lines = [
            Line("Ticari elektronik ileti", True, 14.0),
            Line("SMS: ☐ Kabul ediyorum ☐ Reddediyorum", False, 9.0),
        ]
        (fault,) = self._file()._clause_faults(lines)
        self.assertIn("12", fault)

    def test_a_file_that_is_no_text_is_left_to_people(self):
        document = self._file(kind="contract")
        document.action_check_clause()
        self.assertEqual(document.clause_state, "unreadable")

    def test_another_file_has_not_been_checked(self):
        document = self._contract()
        document.file = base64.b64encode(PDF)
        self.assertFalse(document.clause_state)

    def test_the_broken_file_in_the_middle_stops_no_other(self):
        good = self._contract()
        documents = good + self._file(name="2", kind="contract") + good.copy()
        documents[2].file = good.file
        documents.action_check_clause()
        self.assertEqual(
            documents.mapped("clause_state"), ["good", "unreadable", "good"]
        )
