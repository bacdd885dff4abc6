"""What an answer leaves behind: acts, open confirmations, explicit consents, proof."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ...iys_api.acts import Act
from .form_taken import Taken
from .form_words import CONFIRMS
from .iys_confirmation import LIFE, MOST_ASKED

#: The same word of the same person: a double click, a second tab.
SAME_WORD = timedelta(seconds=60)
LOCK_SPACE = 0x1957_08
#: Tells the ledger that somebody looked and no contact is meant (never guess).
NOBODY = 0


class IysFormVersion(models.Model):
    _inherit = "iys.form.version"

    def _keep_answer(self, reading, point, partner, at=None):
        """Record a faultless `Reading`; returns a `Taken`. Nothing for an empty box.

        ``at`` (naive UTC) is when the person pressed the button; None: just now.
        Whether an address refused before is not told to whoever typed it (R-45): what
        is returned is the same.
        """
        self._lock_out_rivals(reading)
        waiting = self._to_confirm(reading)
        reading.refused = set() if waiting else self._refused(reading)
        contacts = self._contacts_of(reading, partner)
        ask, now = self._sort_approvals(reading, waiting)
        self._ask_to_confirm(ask, reading, point, contacts, bool(waiting))
        recorded = self._approve(now, reading, point, contacts, at)
        if now and not recorded:
            return Taken("faulty", {"boxes": "not_recorded"})
        if not waiting:
            self._give_purposes(reading, point, contacts, at)
        return Taken("taken", {}, waiting, tuple(recorded))

    def _sort_approvals(self, reading, waiting):
        """Return (boxes to be confirmed, boxes recorded now).

        After a refusal the address has to be proved also where the form does not ask
        for it, if there is a way (L-50).
        """
        proved = {*waiting, *filter(self._can_confirm, reading.refused)}
        boxes = reading.approvals()
        ask = [box for box in boxes if box["type"] in proved]
        return ask, [box for box in boxes if box["type"] not in proved]

    def _refused(self, reading):
        """Return the ticked channels a refusal is in force for."""
        keyed = self.env["iys.key"]._hasher()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT type FROM iys_consent WHERE recipient_key = ANY(%s)"
                " AND brand_id = %s AND status = 'RET' AND is_effective IS TRUE",
                list({keyed(reading.address_of(box)) for box in reading.ticked}),
                self.form_id.brand_id.id,
            )
        )
        ticked = {box["type"] for box in reading.approvals()}
        return ticked & {row[0] for row in rows}

    def _lock_out_rivals(self, reading):
        """Let one answer of a person in at a time.

        A double click runs beside the first one, whose rows it cannot see. Raises
        ConcurrencyError then: Odoo tries the request again and finds them.
        """
        keyed = self.env["iys.key"]._hasher()
        keys = sorted({keyed(reading.address_of(box)) for box in reading.ticked})
        rows = self.env.execute_query(
            SQL(
                "SELECT bool_and(pg_try_advisory_xact_lock(hashtextextended(k, %s)))"
                " FROM unnest(%s::text[]) AS k",
                LOCK_SPACE,
                keys,
            )
        )
        if not rows[0][0]:
            raise ConcurrencyError("another answer of the same person is being taken")

    def _approve(self, boxes, reading, point, contacts, at=None):
        """Record approvals now; returns the ids of what stands for them.

        After a refusal, without a way to prove the address, the approval stays a draft
        that İYS never sees; it expires like any other (L-27, L-50).
        """
        if not boxes:
            return []
        known = self._just_approved(reading)
        acts = [
            Act(
                brand_id=self.form_id.brand_id.id,
                type=box["type"],
                status="ONAY",
                consent_date=at or fields.Datetime.now(),
                origin_model=self._name,
                origin_id=self.id,
                state="unconfirmed" if box["type"] in reading.refused else None,
                **self._values_of(box, reading, point, contacts),
            )
            for box in boxes
            if box["type"] not in known
        ]
        if not acts:
            return list(known.values())
        recorded = self.env["iys.consent"]._record_acts(acts)
        fresh = [answer.consent_id for answer in recorded if answer.consent_id]
        self.env["iys.receipt"]._owe(self.env["iys.consent"].browse(fresh))
        return [*known.values(), *fresh]

    def _values_of(self, box, reading, point, contacts):
        """What an act says beside channel and date, now or once it is confirmed."""
        address = reading.address_of(box)
        return {
            "recipient": address,
            "source": self.form_id.source,
            "person_name": reading.name,
            "partner_id": contacts.get(address, NOBODY),
            "notice_id": box["notice"]["id"],
            "evidence": self._proof_of(box, reading, point),
            "user_id": point.user_id.id or None,
        }

    def _ask_to_confirm(self, boxes, reading, point, contacts, with_purposes):
        """Ask once for each channel: one confirmation, one purpose (L-25).

        Where purposes wait, too, they join the link of an approval by e-mail, whose page
        names each of them; they never join a code, which is for one purpose alone (L-25).
        """
        purposes = reading.purposes() if with_purposes else []
        rows = []
        for box in boxes:
            pending = self._values_of(box, reading, point, contacts)
            if box["type"] == "EPOSTA" and purposes:
                pending["purposes"] = self._purposes_of(purposes, reading, point)
                purposes = []
            rows.append(
                self._row_to_ask(CONFIRMS[box["type"]], pending, reading, point)
            )
        if purposes:
            pending = self._values_of(purposes[0], reading, point, contacts)
            pending["purposes"] = self._purposes_of(purposes, reading, point)
            rows.append(self._row_to_ask("confirm_explicit", pending, reading, point))
        if rows:
            self.env["iys.confirmation"]._ask(rows)

    def _confirmation_rows(self, boxes, reading, point):
        """Return what `iys.confirmation._ask` needs for each box, without purposes."""
        contacts = self._contacts_of(reading, point.partner_id)
        return [
            self._row_to_ask(
                CONFIRMS[box["type"]],
                self._values_of(box, reading, point, contacts),
                reading,
                point,
            )
            for box in boxes
        ]

    def _row_to_ask(self, purpose, pending, reading, point):
        return {
            "brand_id": self.form_id.brand_id.id,
            "purpose": purpose,
            "recipient": pending.pop("recipient"),
            "partner_id": pending.pop("partner_id") or False,
            "user_id": pending.pop("user_id") or False,
            "pending": pending,
            "version_id": self.id,
            "point_id": point.id,
            "language": reading.page.get("language", "tr_TR"),
            "ip": reading.page.get("ip"),
        }

    def _purposes_of(self, boxes, reading, point):
        """Spell explicit consents for ``iys.confirmation.pending``."""
        return [
            {
                "notice_id": box["notice"]["id"],
                "evidence": self._proof_of(box, reading, point),
            }
            for box in boxes
        ]

    def _give_purposes(self, reading, point, contacts, at=None):
        """Keep explicit consents; they are another legal act, unknown to İYS (L-51)."""
        unproved = {"address": "not confirmed by the person"}
        rows = []
        for box in reading.purposes():
            address = reading.address_of(box)
            rows.append(
                {
                    "brand_id": self.form_id.brand_id.id,
                    "recipient": address,
                    "person_name": reading.name,
                    "partner_id": contacts.get(address) or False,
                    "notice_id": box["notice"]["id"],
                    "consent_date": at,
                    "evidence": {**self._proof_of(box, reading, point), **unproved},
                }
            )
        if rows:
            self.env["iys.explicit.consent"]._give(rows)

    def _just_approved(self, reading):
        """Return {channel: act} that need no further one: this very version took it a
        moment ago, or the forms of the brand took enough of them today (T-11).

        Those would be repeats of what is in force, or drafts after a refusal.
        """
        keyed = self.env["iys.key"]._hasher()
        keys = {keyed(reading.address_of(box)) for box in reading.approvals()}
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                "SELECT type, max(id) FROM iys_consent WHERE recipient_key = ANY(%s)"
                " AND brand_id = %s AND status = 'ONAY' AND recorded_at > %s"
                " AND origin_model = %s GROUP BY type HAVING count(*) >= %s"
                " OR max(recorded_at) FILTER (WHERE origin_id = %s) > %s",
                list(keys),
                self.form_id.brand_id.id,
                now - LIFE,
                self._name,
                MOST_ASKED,
                self.id,
                now - SAME_WORD,
            )
        )
        ticked = {box["type"] for box in reading.approvals()}
        return {type_: act_id for type_, act_id in rows if type_ in ticked}

    def _contacts_of(self, reading, partner):
        """Return {address: contact id}: the visited one, or the only one there is."""
        company = self.form_id.company_id
        if partner and partner.company_id in (company, company.browse()):
            return dict.fromkeys(reading.addresses.values(), partner.id)
        self.env["res.partner"].flush_model(
            ["email_normalized", "phone_sanitized", "company_id", "active"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT address, min(id) FROM (
                    SELECT email_normalized AS address, id, company_id FROM res_partner
                    WHERE email_normalized = %(email)s AND active
                    UNION ALL
                    SELECT phone_sanitized, id, company_id FROM res_partner
                    WHERE phone_sanitized = %(phone)s AND active
                ) AS found
                WHERE company_id IS NULL OR company_id = %(company)s
                GROUP BY address HAVING count(*) = 1
                """,
                email=reading.addresses.get("email"),
                phone=reading.addresses.get("phone"),
                company=company.id,
            )
        )
        return dict(rows)
