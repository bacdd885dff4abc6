"""Asking the time-stamp authority: intent committed before the call, outcome after it."""

import base64
import secrets

from odoo import api, fields, models

from ...seal_chain.authority import Authority, AuthorityUnavailable
from ...seal_chain.stamp import StampInvalid, StampRefused, read_answer
from ..sync.iys_address import address_fault
from .iys_seal_anchor import LATE_HOURS

#: R-34: what a company may use of its authority in a year.
MOST_A_YEAR = 400
#: A call takes half a minute at most; who asks for longer has died.
DEAD_AFTER_MINUTES = 10


class IysSealAnchor(models.Model):
    _inherit = "iys.seal.anchor"

    @api.model
    def _stamp_waiting(self, company):
        """Ask for the stamps of all days that wait; stops at the first that fails."""
        self._wake_dead(company)
        waiting = self.search(
            [("company_id", "=", company.id), ("state", "=", "waiting")], order="day"
        )
        for anchor in waiting:
            if not anchor._stamp():
                return

    @api.model
    def _wake_dead(self, company):
        dead = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=DEAD_AFTER_MINUTES
        )
        self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "asking"),
                ("asked_at", "<", dead),
            ]
        ).state = "waiting"

    def _stamp(self):
        """Ask for one stamp; True when it came. No transaction is open meanwhile (R-4)."""
        self.ensure_one()
        fault = self._stamp_fault()
        if fault:
            self.error = fault
            return False
        self.write(
            {
                "state": "asking",
                "asked_at": fields.Datetime.now(),
                "attempts": self.attempts + 1,
                "counted": self.counted + 1,
            }
        )
        company = self.company_id
        authority = Authority(
            company.iys_stamp_url,
            company.iys_stamp_user or "",
            company.iys_stamp_password or "",
        )
        digest, nonce = self._digest(), secrets.randbits(63)
        self.env["iys.seal"]._commit_lot()
        try:
            stamp = authority.stamp(digest, nonce)
        except AuthorityUnavailable as error:
            used = self.counted if error.maybe_granted else self.counted - 1
            return self._not_stamped(
                self.env._("No answer from the authority (%s).", error), used
            )
        except StampRefused as error:
            refused = self.env._("The authority refused: %s", error)
            return self._not_stamped(refused, self.counted - 1)
        except StampInvalid as error:
            # not a stamp over our chain, whatever it is: never taken as success
            invalid = self.env._("The answer is no valid time-stamp: %s", error)
            return self._not_stamped(invalid, self.counted)
        return self._stamped(stamp)

    def _stamp_fault(self):
        """Return why nobody is asked now, or None."""
        url = self.company_id.iys_stamp_url
        if not url:
            return self.env._("No time-stamp authority is set.")
        fault = address_fault(url)
        if fault:
            return self.env._("The authority cannot be asked: %(fault)s", fault=fault)
        if self._used_in_a_year() >= MOST_A_YEAR:
            return self.env._(
                "The authority was asked for %s time-stamps within a year.", MOST_A_YEAR
            )
        return None

    def _used_in_a_year(self):
        year = fields.Date.subtract(self.day, years=1)
        groups = self._read_group(
            [("company_id", "=", self.company_id.id), ("day", ">", year)],
            [],
            ["counted:sum"],
        )
        return groups[0][0] or 0

    def _not_stamped(self, error, counted):
        self.write({"state": "waiting", "error": error, "counted": counted})
        self.env["iys.seal"]._commit_lot()
        return False

    def _stamped(self, stamp):
        late_from = fields.Datetime.add(self.due_at, hours=LATE_HOURS)
        self.write(
            {
                "state": "stamped",
                "token": base64.b64encode(stamp.content),
                "stamped_at": stamp.time.replace(microsecond=0),
                "authority": stamp.authority,
                "serial": str(stamp.serial),
                "is_late": stamp.time > late_from,
                "error": False,
            }
        )
        self.env["iys.seal"]._commit_lot()
        return True

    def _token_fault(self):
        """Return what is wrong with the stored stamp, or None."""
        self.ensure_one()
        if not self.token:
            return None
        content = base64.b64decode(self.with_context(bin_size=False).token)
        try:
            read_answer(content, self._digest())
        except (StampInvalid, StampRefused) as error:
            return str(error)
        return None
