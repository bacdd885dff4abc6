"""Recording: the one entrance of every act into the ledger, in sets."""

import io
from itertools import islice
from secrets import token_hex

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ...iys_api.acts import Recorded, fault_of_act
from ...iys_api.deadlines import Calendar
from ...iys_api.recipients import normalise
from .iys_ledger_copy import COLUMNS, copy_line, spell_json
from .iys_ledger_draft import Draft, Standing, content_hash, lock_number
from .iys_ledger_sort import Sorting

CHUNK = 5000
LOCK_SPACE = 0x1957_03
#: One lock for the whole ledger: small lots share it, a large one has it alone.
LEDGER_LOCK_SPACE = 0x1957_07
#: A lot of at most so many people locks each of them. PostgreSQL's table of locks has room
#: for 6,400 as it comes: sixteen such lots side by side.
SMALL_LOT = 400
#: How many people this transaction has locked so far.
LOCKED = "izinnet_iys.locked_keys"


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _record_acts(self, acts, standing=None):
        """Record acts; the only way into the ledger.

        Takes a list of `Act` and returns one `Recorded` for each, in order. A faulty act
        never stops the others; an act that stands already is found, not doubled. A RET
        counts at once (L-14) and takes back what still waits to be sent for the same key.

        ``standing`` saves a second look: what ``_read_standing`` gave for these acts in
        this very transaction. Works in sets of some thousands.

        Raises UserError when the address key is missing and ConcurrencyError when a rival
        recorded the same key at the same moment, which Odoo answers by trying the request
        again.
        """
        results = []
        if len(acts) > CHUNK:
            standing = None  # what the first chunk stores, the second has to see
        acts = iter(acts)
        while chunk := list(islice(acts, CHUNK)):
            results += self._record_chunk(chunk, standing)
        return results

    @api.model
    def _record_chunk(self, acts, standing=None):
        now = fields.Datetime.now()
        drafts = self._draft_acts(acts, now)
        good = [draft for draft in drafts if isinstance(draft, Draft)]
        keys = {draft.key for draft in good}
        self._lock_keys(keys)
        if standing is None:
            standing = self._read_standing(keys)
        sorting = Sorting(standing, self._reserve_ids(len(good)), now)
        recorded = [
            sorting.add(draft)
            if isinstance(draft, Draft)
            else Recorded("faulty", None, draft)
            for draft in drafts
        ]
        sorting.finish()
        self._keep(sorting, now)
        self._log_recorded(sorting.fresh)
        return recorded

    @api.model
    def _log_recorded(self, drafts):
        """Note a lot in the day log: one row for each brand, nothing for mere repeats."""
        figures = {}
        for draft in drafts:
            act = draft.act
            told = figures.setdefault(
                act.brand_id, {"approved": 0, "refused": 0, "from_iys": 0}
            )
            told["approved" if act.status == "ONAY" else "refused"] += 1
            told["from_iys"] += act.state == "received"
        self.env["iys.log"]._add_for_brands("record", "Consents recorded", figures)

    @api.model
    def _keep(self, sorting, now):
        """Write down what was sorted out: first what makes room, then the new acts."""
        self._confirm_known(sorting.confirmed)
        self._set_state("local", sorting.taken_back)
        self._flag(sorting.out_of_force, False)
        try:
            self._store(sorting.fresh, now)
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from None
        self._refresh_effective(sorting.unsure)
        self._tell_untold(sorting.overruled)
        self.invalidate_model()
        if any(draft.state == "queued" for draft in sorting.fresh):
            self._wake_push()

    @api.model
    def _draft_acts(self, acts, now):
        """Normalise and judge each act by itself: a `Draft`, or the code of its fault."""
        keyed = self.env["iys.key"]._hasher()
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
        """Keep rivals off some people until the transaction ends.

        Small lots (forms, refusals, answers of İYS) wait for one another only over the
        very same person; a large one (a part of an import) waits for all and lets nobody
        in, because a lock for each of thousands would fill PostgreSQL's table. Locks are
        taken in one order, so that two lots cannot deadlock.
        """
        # many small lots of one transaction hold as many locks as a large one
        data = self.env.cr.precommit.data
        data[LOCKED] = data.get(LOCKED, 0) + len(keys)
        if data[LOCKED] > SMALL_LOT:
            self.env.cr.execute(
                "SELECT pg_advisory_xact_lock(%s, 0)", [LEDGER_LOCK_SPACE]
            )
            return
        # two statements of one journey: the ledger's lock has to be there first
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, 0);"
            " SELECT pg_advisory_xact_lock(%s, n) FROM unnest(%s::int[]) AS n",
            [LEDGER_LOCK_SPACE, LOCK_SPACE, sorted({lock_number(key) for key in keys})],
        )

    @api.model
    def _read_standing(self, keys):
        """Read all acts of some keys: {(key, brand, type, recipient_type): [Standing]}."""
        self.env["iys.consent"].flush_model()
        self.env.cr.execute(
            """
            SELECT recipient_key, brand_id, type, recipient_type, consent_date, status,
                   source, id, state, iys_creation_date,
                   COALESCE(consent_date, iys_creation_date, recorded_at), is_effective
            FROM iys_consent WHERE recipient_key = ANY(%s)
            """,
            [list(keys)],
        )
        standing = {}
        for row in self.env.cr.fetchall():
            standing.setdefault(row[:4], []).append(Standing(*row[4:]))
        return standing

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
    def _store(self, drafts, now):
        if not drafts:
            return
        partners = self._match_partners(drafts)
        keyed = self.env["iys.key"]._hasher()
        buffer = io.StringIO()
        for draft in drafts:
            buffer.write(self._line(draft, now, partners, keyed))
        buffer.seek(0)
        with self.env.cr.savepoint(flush=False):
            self.env.cr.copy_expert(
                f"COPY iys_consent ({', '.join(COLUMNS)}) FROM STDIN", buffer
            )
        self._link_attachments(drafts)

    @api.model
    def _line(self, draft, now, partners, keyed):
        """Spell one row for COPY, in the order of ``COLUMNS``."""
        act, uid = draft.act, token_hex(16)
        evidence = spell_json(act.evidence)
        proof_key = keyed(f"{act.person_name or ''}\n{evidence}")
        partner_id = act.partner_id
        if partner_id is None:
            partner_id = partners.get(draft.recipient)
        partner_id = partner_id or None
        return copy_line(
            [
                draft.id, uid, act.brand_id, draft.recipient, draft.key,
                act.recipient_type, act.type, act.status, act.source, act.consent_date,
                act.retailer_code, partner_id, act.person_name, act.notice_id, evidence,
                proof_key, content_hash(draft, uid, proof_key), act.origin_model,
                act.origin_id, act.user_id, now, draft.state, act.transaction_id,
                act.iys_creation_date, draft.promise, draft.deadline, draft.code,
                draft.is_effective,
            ]
        )  # fmt: skip

    @api.model
    def _match_partners(self, drafts):
        """Find one contact for each address: {recipient: id}."""
        wanted = {d.recipient for d in drafts if d.act.partner_id is None}
        mails = [recipient for recipient in wanted if "@" in recipient]
        return {
            **self._match_by("email_normalized", mails),
            **self._match_by("phone_sanitized", list(wanted.difference(mails))),
        }

    @api.model
    def _match_by(self, column, wanted):
        if not wanted:
            return {}
        self.env["res.partner"].flush_model([column])
        rows = self.env.execute_query(
            SQL(
                "SELECT %(column)s, min(id) FROM res_partner"
                " WHERE %(column)s = ANY(%(wanted)s) AND active GROUP BY 1",
                column=SQL.identifier(column),
                wanted=wanted,
            )
        )
        return dict(rows)

    @api.model
    def _link_attachments(self, drafts):
        links = [(draft.id, a) for draft in drafts for a in draft.act.attachment_ids]
        if links:
            field = self._fields["attachment_ids"]
            self.env.cr.execute_values(
                f"INSERT INTO {field.relation} ({field.column1}, {field.column2}) VALUES %s",
                links,
            )
