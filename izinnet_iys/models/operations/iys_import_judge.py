"""Judging choices from a list: which class of L-31 each of them is."""

from dataclasses import dataclass, field
from datetime import timedelta

from odoo import models

from ...iys_api.acts import Act
from ...iys_api.deadlines import Calendar
from ...iys_api.recipients import normalise
from ...spreadsheets.choices import Plan
from ...spreadsheets.rows import RowParser
from ...spreadsheets.words import fold
from .iys_import_words import masked_code

#: Paper needs the scan of the signed page (L-18).
PAPER = ("HS_ISLAK_IMZA", "HS_FIZIKSEL_ORTAM")
TURKEY = timedelta(hours=3)
ONE_DAY = timedelta(days=1)
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
    #: what the ledger holds for the approvals, good until the transaction ends
    standing: dict | None = None


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

        ``refusals``, ``approvals``: which of them are wanted in this pass. The faults of
        a row are told once: with its refusals when it has nothing else.
        """
        verdict, parser = Verdict(), self._parser()
        onay, ret = [], []
        header_row = self.header_row
        for number, cells in rows:
            if number <= header_row:
                continue
            refuses, other = parser.tells(cells)
            verdict.refusals += refuses
            if not (refusals and refuses or approvals and other):
                continue
            choices, faults = parser.parse(number, cells)
            if faults and (approvals or not other):
                verdict.faulty += faults
                verdict.faulty_rows += 1
            elif not choices and other:
                verdict.silent += 1
            for choice in choices:
                (onay if choice.status == "ONAY" else ret).append(choice)
        if refusals:
            self._judge_refusals(ret, verdict)
        if approvals:
            self._judge_approvals(onay, verdict)
        return verdict

    def _judge_refusals(self, choices, verdict):
        """A refusal is always taken; undated ones only where none stands already."""
        vague = [c for c in choices if not c.has_time]
        standing = self._standing(vague)
        for choice in choices:
            if choice.has_time or not _is_refused(choice, standing[choice]):
                verdict.ret.append(choice)
            else:
                verdict.known += 1

    def _judge_approvals(self, choices, verdict):
        """Sort approvals: refused since, known, in time with proof, or İYS decides."""
        standing = self._standing(choices, verdict)
        faults_of = self._proof_check()
        oldest = self._oldest_in_time()
        refused = []
        for choice in choices:
            acts = standing[choice]
            in_force = next((row for row in acts if row.is_effective), None)
            if in_force and in_force.status == "RET":
                refused.append((choice, in_force))
            elif any(_same(choice, row) for row in acts):
                verdict.known += 1
            elif _in_time(choice, oldest):
                faults = faults_of(choice)
                if faults:
                    verdict.faulty_rows += 1
                    verdict.faulty += [(choice.row, code, "", "") for code in faults]
                else:
                    verdict.queued.append(choice)
            elif any(row.is_effective for row in acts):
                verdict.known += 1
            else:
                verdict.ask.append(choice)
        verdict.blocked += self._blocked(refused)

    def _blocked(self, refused):
        """Tell of each refused choice why it is not taken; who was masked since is told
        with the day of the refusal (R-38)."""
        if not refused:
            return []
        keyed = self.env["iys.key"]._hasher()
        keys = {choice: keyed(choice.recipient) for choice, _act in refused}
        masked = self.env["iys.erasure"]._masked_among(set(keys.values()))
        return [
            (
                choice.row,
                masked_code(act.moment + TURKEY)
                if keys[choice] in masked
                else "refused",
                "",
                choice.type,
            )
            for choice, act in refused
        ]

    def _proof_check(self):
        """Return a function that lists what an approval of these days lacks."""
        scans = bool(self.proof_attachment_ids)
        proven = bool(self.proof_note) or scans

        def faults_of(choice):
            faults = [] if choice.person_name else ["name_missing"]
            if not (proven or choice.proof):
                faults.append("proof_missing")
            elif choice.source in PAPER and not scans:
                faults.append("scan_missing")
            return faults

        return faults_of

    def _oldest_in_time(self):
        """The oldest moment (naive UTC) whose legal end has not passed (L-11).

        The end only depends on the day, and never falls as the day grows.
        """
        calendar = Calendar(self.env["iys.holiday"]._map())
        now = self._now()
        start = (now + TURKEY).replace(hour=0, minute=0, second=0) - TURKEY
        while calendar.deadlines_utc(start - ONE_DAY).legal >= now:
            start -= ONE_DAY
        return start

    def _standing(self, choices, verdict=None):
        """Read what the ledger holds: {choice: rows of ``_read_standing``}."""
        if not choices:
            return {}
        keyed = self.env["iys.key"]._hasher()
        keys = {choice.recipient: None for choice in choices}
        keys = {recipient: keyed(recipient) for recipient in keys}
        rows = self.env["iys.consent"]._read_standing(set(keys.values()))
        if verdict:
            verdict.standing = rows
        return {
            choice: rows.get(
                (
                    keys[choice.recipient],
                    choice.brand_id,
                    choice.type,
                    choice.recipient_type,
                ),
                (),
            )
            for choice in choices
        }

    def _act_maker(self):
        """Return ``make(choice, partner_id, found)``, which spells a choice as an act.

        ``found`` tells how İYS was asked about it, for approvals that are there already.
        """
        origin = {"origin_model": self._name, "origin_id": self.id}
        origin["user_id"] = self.user_id.id
        file_hash, note, uploaded = self.file_hash, self.proof_note, self.uploaded_at
        documents = self.proof_hashes

        def make(choice, partner_id=None, found=None):
            evidence = {"file": file_hash, "row": choice.row}
            if proof := choice.proof or note:
                evidence["proof"] = proof
            if documents:
                evidence["documents"] = documents
            if found:
                evidence["found"] = found
            return _act(choice, uploaded, found, origin, partner_id, evidence)

        return make


def _act(choice, uploaded, found, origin, partner_id, evidence):
    """Spell a choice as an act; a refusal that tells no date or source gets ours."""
    refusal = choice.status == "RET"
    return Act(
        brand_id=choice.brand_id,
        recipient=choice.recipient,
        type=choice.type,
        status=choice.status,
        source=choice.source or (SOURCE_OF_REFUSALS if refusal else None),
        consent_date=choice.consent_date or (uploaded if refusal else None),
        recipient_type=choice.recipient_type,
        person_name=choice.person_name,
        partner_id=partner_id,
        retailer_code=choice.retailer_code,
        evidence=evidence,
        state="received" if found else None,
        **origin,
    )


def _is_refused(choice, acts):
    """Tell whether a refusal without a time adds nothing to the one that stands."""
    moment = choice.consent_date
    return any(
        row.status == "RET"
        and row.is_effective
        and (not moment or not row.consent_date or row.consent_date >= moment)
        for row in acts
    )


def _same(choice, row):
    return (choice.consent_date, choice.status, choice.source) == (
        row.consent_date,
        row.status,
        row.source,
    )


def _in_time(choice, oldest):
    """Tell whether İYS may still take this approval (L-11, L-12); HS_2015 never."""
    if choice.source == "HS_2015":
        return False
    if choice.consent_date is None:
        return choice.recipient_type == "TACIR"
    return choice.consent_date >= oldest
