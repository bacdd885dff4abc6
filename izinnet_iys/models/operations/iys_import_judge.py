"""Judging choices from a list: which class of L-31 each of them is."""

from dataclasses import dataclass, field

from odoo import models

from ...iys_api.acts import Act
from ...iys_api.deadlines import Calendar
from ...iys_api.recipients import normalise
from ...spreadsheets.rows import Plan, RowParser
from ...spreadsheets.words import fold

#: Paper needs the scan of the signed page (L-18).
PAPER = ("HS_ISLAK_IMZA", "HS_FIZIKSEL_ORTAM")
#: How a refusal came to us that does not say it: in the uploaded file.
SOURCE_OF_REFUSALS = "HS_EORTAM"


@dataclass
class Verdict:
    """What is to be done with the choices of one part."""

    #: class → choices: queued, ret (to be recorded), ask (İYS decides), known
    queued: list = field(default_factory=list)
    ret: list = field(default_factory=list)
    ask: list = field(default_factory=list)
    known: int = 0
    #: rows (row, code, target, value) left out
    faulty: list = field(default_factory=list)
    blocked: list = field(default_factory=list)
    faulty_rows: int = 0
    silent: int = 0
    refusals: int = 0


class IysImport(models.Model):
    _inherit = "iys.import"

    def _parser(self):
        """Build the row parser from the columns and settings of this job."""
        brands = (
            self.env["iys.brand"]
            .sudo()
            .search([("company_id", "=", self.company_id.id)])
        )
        names = {fold(brand.name): brand.id for brand in brands}
        names |= {fold(brand.brand_code): brand.id for brand in brands}
        types = self.default_type.split(",") if self.default_type else ()
        plan = Plan(
            columns={c.target: c.position for c in self.column_ids if c.target},
            normalise=normalise,
            now=self.uploaded_at,
            brands=names,
            brand_id=self.brand_id.id,
            types=tuple(types),
            status=self.default_status or None,
            source=self.default_source or None,
            recipient_type=self.default_recipient_type,
        )
        return RowParser(plan, fold)

    def _judge(self, rows, refusals=True, approvals=True):
        """Read and classify the rows of a part; nothing is written.

        ``refusals``, ``approvals``: which of them are wanted in this pass; faults are
        told with the approvals.
        """
        verdict, parser = Verdict(), self._parser()
        onay, ret = [], []
        for number, cells in rows:
            if number <= self.header_row:
                continue
            choices, faults = parser.parse(number, cells)
            if faults:
                verdict.faulty += faults
                verdict.faulty_rows += 1
            elif not choices:
                verdict.silent += 1
            for choice in choices:
                (onay if choice.status == "ONAY" else ret).append(choice)
        verdict.refusals = len(ret)
        if refusals:
            self._judge_refusals(ret, verdict)
        if approvals:
            self._judge_approvals(onay, verdict)
        return verdict

    def _judge_refusals(self, choices, verdict):
        """A refusal is always taken; undated ones only where none stands already."""
        vague = [c for c in choices if not c.has_time]
        standing = self._standing(vague) if vague else {}
        keyed = self.env["iys.key"]._hasher()
        for choice in choices:
            if not choice.has_time:
                moment = choice.consent_date
                acts = standing.get(_place(keyed, choice), ())
                if any(
                    row[1] == "RET" and row[5] and (not moment or row[0] >= moment)
                    for row in acts
                ):
                    verdict.known += 1
                    continue
            verdict.ret.append(choice)

    def _judge_approvals(self, choices, verdict):
        """Sort approvals: refused since, known, in time with proof, or İYS decides."""
        standing = self._standing(choices)
        keyed = self.env["iys.key"]._hasher()
        calendar = Calendar(self.env["iys.holiday"]._map())
        now = self._now()
        for choice in choices:
            acts = standing.get(_place(keyed, choice), ())
            if any(row[1] == "RET" and row[5] for row in acts):
                verdict.blocked.append((choice.row, "refused", "", choice.type))
            elif any(row[:3] == _identity(choice) for row in acts):
                verdict.known += 1
            elif _in_time(choice, calendar, now):
                self._judge_fresh(choice, verdict)
            elif any(row[5] for row in acts):
                verdict.known += 1
            else:
                verdict.ask.append(choice)

    def _judge_fresh(self, choice, verdict):
        """An approval of the last three business days needs name and proof."""
        files = self.proof_attachment_ids
        faults = []
        if not choice.person_name:
            faults.append("name_missing")
        if not (choice.proof or self.proof_note or files):
            faults.append("proof_missing")
        elif choice.source in PAPER and not files:
            faults.append("scan_missing")
        if faults:
            verdict.faulty_rows += 1
            verdict.faulty += [(choice.row, code, "", "") for code in faults]
        else:
            verdict.queued.append(choice)

    def _standing(self, choices):
        """Read what the ledger holds for some choices (see ``_read_standing``)."""
        keyed = self.env["iys.key"]._hasher()
        keys = {keyed(choice.recipient) for choice in choices}
        return self.env["iys.consent"]._read_standing(keys) if keys else {}

    def _make_act(self, choice, partner_id=None, found=None):
        """Turn a choice into an act; ``found`` tells how İYS was asked about it."""
        evidence = {"file": self.file_hash, "row": choice.row}
        proof = choice.proof or self.proof_note
        if proof:
            evidence["proof"] = proof
        if found:
            evidence["found"] = found
        refusal = choice.status == "RET"
        return Act(
            brand_id=choice.brand_id,
            recipient=choice.recipient,
            type=choice.type,
            status=choice.status,
            source=choice.source or (SOURCE_OF_REFUSALS if refusal else None),
            consent_date=choice.consent_date or (self.uploaded_at if refusal else None),
            recipient_type=choice.recipient_type,
            person_name=choice.person_name,
            partner_id=partner_id,
            retailer_code=choice.retailer_code,
            evidence=evidence,
            origin_model=self._name,
            origin_id=self.id,
            user_id=self.user_id.id,
            state="received" if found else None,
        )


def _place(keyed, choice):
    return (
        keyed(choice.recipient),
        choice.brand_id,
        choice.type,
        choice.recipient_type,
    )


def _identity(choice):
    return (choice.consent_date, choice.status, choice.source)


def _in_time(choice, calendar, now):
    """Tell whether İYS may still take this approval (L-11, L-12); HS_2015 never."""
    if choice.source == "HS_2015":
        return False
    if choice.consent_date is None:
        return choice.recipient_type == "TACIR"
    return calendar.deadlines_utc(choice.consent_date).legal >= now
