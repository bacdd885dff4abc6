"""The proof as pages to read: who, what stood, the acts, the messages."""

from itertools import chain, islice

from odoo import models

from ..models.turkish_time import local_text

#: Rows of one block; the ZIP holds everything.
PDF_ROWS = 300


class IysProof(models.TransientModel):
    _inherit = "iys.proof"

    def _write_pdf(self, file, found):
        """Write the pages for what ``_find`` gave."""
        screen = self.env["iys.report.screen"]
        pdf = screen._new_pdf(file, self.env._("Proof"))
        self._pdf_head(pdf, screen, found)
        self._pdf_states(pdf, screen, found)
        self._pdf_acts(pdf, screen, found)
        self._pdf_messages(pdf, screen, found)
        self._pdf_attempts(pdf, screen, found)
        pdf.close()

    def _pdf_head(self, pdf, screen, found):
        addresses = [address for address in found.values() if address]
        shown = ", ".join(addresses[:20]) + (" …" if len(addresses) > 20 else "")
        subjects = dict(self._fields["subject"]._description_selection(self.env))
        pdf.facts(
            [
                (self.env._("Proof for"), subjects[self.subject]),
                (self.env._("Addresses"), f"{len(found)}: {shown}"),
                (self.env._("Brands"), ", ".join(self._brands().mapped("name"))),
                (self.env._("From"), self.date_from),
                (self.env._("Until"), self.date_to),
                (self.env._("State as of"), local_text(self.moment)),
                (self.env._("Made by"), self.env.user.name),
                (self.env._("Reason"), self.reason),
            ]
        )

    def _pdf_table(self, pdf, title, headers, rows):
        """Add one block; says when it is empty and when it is cut."""
        pdf.heading(title)
        shown = list(islice(rows, PDF_ROWS + 1))
        if not shown:
            pdf.text(self.env._("Nothing."))
            return
        pdf.table(headers, shown[:PDF_ROWS])
        if len(shown) > PDF_ROWS:
            pdf.text(
                self.env._(
                    "These are the first %s rows; the ZIP file holds all.", PDF_ROWS
                )
            )

    def _pdf_states(self, pdf, screen, found):
        words = self._words()
        rows = (screen._spell_state(words, row) for row in self._each_states(found))
        self._pdf_table(pdf, self.env._("What stood"), screen._state_headers(), rows)

    def _pdf_acts(self, pdf, screen, found):
        words = self._words()
        headers = [
            self.env._("Consent"),
            self.env._("Brand"),
            self.env._("Recipient"),
            self.env._("Channel"),
            self.env._("Decision"),
            self.env._("Source"),
            self.env._("Consent date"),
            self.env._("Recorded"),
            self.env._("At İYS"),
            self.env._("Text shown"),
            self.env._("Proof"),
        ]
        rows = (
            (
                act.id,
                act.brand_id.name,
                act.recipient or self.env._("(masked)"),
                words["type"][act.type],
                words["status"][act.status],
                words["source"].get(act.source, act.source),
                local_text(act.consent_date),
                local_text(act.recorded_at),
                self._receipt_words(act, screen, words),
                act.notice_id.display_name,
                act.evidence_text,
            )
            for act in chain.from_iterable(self._each_consents(found))
        )
        self._pdf_table(pdf, self.env._("Acts"), headers, rows)

    def _receipt_words(self, act, screen, words):
        """Say what İYS answered: state, moment, transaction or code."""
        parts = (
            words["state"][act.state],
            local_text(act.iys_creation_date),
            act.transaction_id,
            act.error_code,
        )
        return "\n".join(part for part in parts if part)

    def _pdf_messages(self, pdf, screen, found):
        rules = screen._labels("iys.message", "rule")
        types = screen._labels("iys.message", "type")
        headers = [
            self.env._("Sent on"),
            self.env._("Recipient"),
            self.env._("Channel"),
            self.env._("Subject"),
            self.env._("Why it was allowed"),
            self.env._("Consent"),
            self.env._("SHA-256 of the words"),
        ]
        rows = (
            (
                local_text(row.sent_at),
                row.recipient or self.env._("(masked)"),
                types[row.type],
                row.subject,
                rules.get(row.rule, row.rule),
                row.consent_id.id,
                row.body_sha256,
            )
            for row in chain.from_iterable(self._each_messages(found))
        )
        self._pdf_table(pdf, self.env._("Messages sent"), headers, rows)

    def _pdf_attempts(self, pdf, screen, found):
        rules = screen._labels("iys.message", "rule")
        types = screen._labels("iys.message", "type")
        headers = [
            self.env._("Moment (Türkiye time)"),
            self.env._("Recipient"),
            self.env._("Channel"),
            self.env._("Subject"),
            self.env._("Send check"),
            self.env._("Consent"),
        ]
        rows = (
            (
                local_text(row.moment),
                row.recipient,
                types[row.type],
                row.subject,
                rules[row.rule],
                row.consent_id,
            )
            for row in chain.from_iterable(self._each_attempts(found))
        )
        self._pdf_table(pdf, self.env._("Messages kept back"), headers, rows)

    def _words(self):
        """Labels of acts and names of brands; see ``_words_of_acts``."""
        return self.env["iys.report.screen"]._words_of_acts()
