"""Recording: the one entrance of every act into the ledger, in sets."""

import io
from itertools import islice
from uuid import uuid4

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from ...iys_api.acts import Recorded, fault_of_act
from ...iys_api.deadlines import Calendar
from ...iys_api.recipients import normalise
from .iys_ledger_copy import COLUMNS, copy_line, spell_json
from .iys_ledger_draft import (
    Draft,
    Standing,
    content_hash,
    hash_bucket,
    is_moot,
    undated,
)

CHUNK = 5000
LOCK_SPACE = 0x1957_03


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _record_acts(self, acts):
        """Record acts; the only way into the ledger.

        Takes a list of `Act` and returns one `Recorded` for each, in order. A faulty act
        never stops the others; an act that stands already is found, not doubled. A RET
        counts at once (L-14) and takes back what still waits to be sent for the same key.

        Works in sets of some thousands. Raises UserError when the address key is missing
        and ConcurrencyError when a rival recorded the same key at the same moment, which
        Odoo answers by trying the request again.
        """
        results = []
        acts = iter(acts)
        while chunk := list(islice(acts, CHUNK)):
            results += self._record_chunk(chunk)
        return results

    @api.model
    def _record_chunk(self, acts):
        drafts = self._draft_acts(acts)
        good = [d for d in drafts if isinstance(d, Draft)]
        self._lock_keys(d.key for d in good)
        standing = self._read_standing({d.key for d in good})
        ids, fresh = self._sort_out(good, standing)
        try:
            self._store(fresh)
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from None
        self._after_store([draft for draft, _id in fresh])
        return [
            Recorded("faulty", None, d) if isinstance(d, str) else ids[id(d)]
            for d in drafts
        ]

    @api.model
    def _draft_acts(self, acts):
        """Normalise and judge each act by itself: a `Draft`, or the code of its fault."""
        keyed = self.env["iys.key"]._hasher()
        now = fields.Datetime.now()
        calendar = Calendar(self.env["iys.holiday"]._map())
        brands = set(
            self.env["iys.brand"].sudo().browse({a.brand_id for a in acts}).exists().ids
        )
        drafts = []
        for act in acts:
            recipient = normalise(act.type, act.recipient)
            code = fault_of_act(act, recipient, now, brands)
            if code:
                drafts.append(code)
                continue
            draft = Draft(act, recipient, keyed(recipient))
            self._set_clock(draft, calendar, now)
            drafts.append(draft)
        return drafts

    @api.model
    def _set_clock(self, draft, calendar, now):
        """Work out the deadlines; too late is too late, the date is never moved (L-11)."""
        act = draft.act
        if act.state:
            draft.state = act.state
        if act.state == "received" or not act.consent_date:
            return
        ends = calendar.deadlines_utc(act.consent_date)
        draft.promise, draft.deadline = ends.promise, ends.legal
        if draft.deadline < now and not act.state:
            draft.code = "H467"
            draft.state = "expired" if act.status == "ONAY" else "local"

    @api.model
    def _lock_keys(self, keys):
        """Take the locks of all keys in one order, so that two lots cannot deadlock."""
        buckets = sorted({hash_bucket(key) for key in keys})
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(%s, b) FROM unnest(%s::int[]) AS b",
            [LOCK_SPACE, buckets],
        )

    @api.model
    def _read_standing(self, keys):
        """Read all acts of some keys: {(key, brand, type, recipient_type): [Standing]}."""
        self.env["iys.consent"].flush_model()
        self.env.cr.execute(
            """
            SELECT recipient_key, brand_id, type, recipient_type, consent_date, status,
                   source, id, iys_creation_date, is_effective
            FROM iys_consent WHERE recipient_key = ANY(%s)
            """,
            [list(keys)],
        )
        standing = {}
        for row in self.env.cr.fetchall():
            standing.setdefault(row[:4], []).append(Standing(*row[4:]))
        return standing

    @api.model
    def _sort_out(self, drafts, standing):
        """Part the known from the new; return ({id(draft): Recorded}, [(draft, id)])."""
        known = {
            (*place, row.consent_date, row.status, row.source): row.id
            for place, rows in standing.items()
            for row in rows
        }
        in_force = {
            place: row
            for place, rows in standing.items()
            for row in rows
            if row.is_effective
        }
        answers, fresh, confirmed = {}, [], []
        new_ids = self._reserve_ids(len(drafts))
        for draft in drafts:
            rows = standing.get(draft.place, ())
            consent_id = known.get(draft.identity) or undated(draft.act, rows)
            if consent_id:
                answers[id(draft)] = Recorded("known", consent_id)
                if draft.state == "received":
                    confirmed.append((consent_id, draft.act))
                continue
            consent_id = known[draft.identity] = next(new_ids)
            if draft.state == "queued" and is_moot(
                draft.act, in_force.get(draft.place)
            ):
                draft.state = "local"
            answers[id(draft)] = Recorded("stored", consent_id)
            fresh.append((draft, consent_id))
        self._confirm_known(confirmed)
        return answers, fresh

    @api.model
    def _reserve_ids(self, count):
        self.env.cr.execute(
            "SELECT nextval('iys_consent_id_seq') FROM generate_series(1, %s)", [count]
        )
        return iter([row[0] for row in self.env.cr.fetchall()])

    @api.model
    def _confirm_known(self, confirmed):
        """An act of ours that İYS tells of is registered, whatever we thought of it."""
        if not confirmed:
            return
        self._set_state(
            "registered",
            [consent_id for consent_id, _act in confirmed],
            transaction_id=[act.transaction_id for _id, act in confirmed],
            iys_creation_date=[act.iys_creation_date for _id, act in confirmed],
            error_code=None,
            error_message=None,
        )

    @api.model
    def _store(self, fresh):
        if not fresh:
            return
        now = fields.Datetime.now()
        partners = self._match_partners([d for d, _id in fresh])
        keyed = self.env["iys.key"]._hasher()
        buffer = io.StringIO()
        for draft, consent_id in fresh:
            buffer.write(self._line(draft, consent_id, now, partners, keyed))
        buffer.seek(0)
        with self.env.cr.savepoint(flush=False):
            self.env.cr.copy_expert(
                f"COPY iys_consent ({', '.join(COLUMNS)}) FROM STDIN", buffer
            )
        self._link_attachments(fresh)

    @api.model
    def _line(self, draft, consent_id, now, partners, keyed):
        """Spell one row for COPY, in the order of ``COLUMNS``."""
        act, uid = draft.act, str(uuid4())
        evidence = spell_json(act.evidence)
        proof_key = keyed(f"{act.person_name or ''}\n{evidence}")
        partner_id = act.partner_id or partners.get(draft.recipient)
        return copy_line(
            [
                consent_id, uid, act.brand_id, draft.recipient, draft.key,
                act.recipient_type, act.type, act.status, act.source, act.consent_date,
                act.retailer_code, partner_id, act.person_name, act.notice_id, evidence,
                proof_key, content_hash(draft, uid, proof_key), act.origin_model,
                act.origin_id, act.user_id, now, draft.state, act.transaction_id,
                act.iys_creation_date, draft.promise, draft.deadline, draft.code,
            ]
        )  # fmt: skip

    @api.model
    def _match_partners(self, drafts):
        """Find one contact for each address: {recipient: id}."""
        wanted = [d.recipient for d in drafts if not d.act.partner_id]
        if not wanted:
            return {}
        self.env["res.partner"].flush_model(["phone_sanitized", "email_normalized"])
        self.env.cr.execute(
            """
            SELECT phone_sanitized, min(id) FROM res_partner
            WHERE phone_sanitized = ANY(%(wanted)s) AND active GROUP BY 1
            UNION ALL
            SELECT email_normalized, min(id) FROM res_partner
            WHERE email_normalized = ANY(%(wanted)s) AND active GROUP BY 1
            """,
            {"wanted": wanted},
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _link_attachments(self, fresh):
        links = [(cid, a) for d, cid in fresh for a in d.act.attachment_ids]
        if links:
            field = self._fields["attachment_ids"]
            self.env.cr.execute_values(
                f"INSERT INTO {field.relation} ({field.column1}, {field.column2}) VALUES %s",
                links,
            )

    @api.model
    def _after_store(self, drafts):
        """Let refusals and İYS's own movements take effect at once."""
        refused = [d for d in drafts if d.act.status == "RET"]
        if refused:
            self._take_back(refused)
        moved = {
            d.place for d in drafts if d.act.status == "RET" or d.state == "received"
        }
        self._refresh_effective(moved)
        self.invalidate_model()
        if any(d.state == "queued" for d in drafts):
            self._wake_push()
