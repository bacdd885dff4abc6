"""Parting the known from the new, and what the new ones change; no database in here."""

from ...iys_api.acts import Recorded
from .iys_ledger_draft import Draft, is_moot, undated


class Sorting:
    """One chunk of drafts against what stands in the ledger.

    ``standing`` is {place: [Standing]}, ``new_ids`` an iterator, ``now`` naive UTC.
    Afterwards: ``fresh`` (drafts to store, in order), ``confirmed`` ([(id, act)] of acts
    İYS tells of), ``taken_back`` (ids of approvals a refusal overtook), ``out_of_force``
    (ids that a new act replaces), ``unsure`` (places to be decided from the ledger) and
    ``overruled`` (places where İYS tells of an approval that is not in force).
    """

    def __init__(self, standing, new_ids, now):
        self.standing, self.new_ids, self.now = standing, new_ids, now
        self.known, self.in_force, self.waiting = {}, {}, {}
        #: ids İYS need not confirm: it has, or they are only just made
        self.settled = set()
        for place, rows in standing.items():
            for row in rows:
                identity = (*place, row.consent_date, row.status, row.source)
                self.known[identity] = row.id
                if row.state in ("registered", "received"):
                    self.settled.add(row.id)
                if row.is_effective:
                    self.in_force[place] = row
                if row.waits:
                    self.waiting.setdefault(place, []).append(row)
        self.fresh, self.confirmed, self.taken_back = [], [], []
        self.unsure = set()

    @property
    def out_of_force(self):
        """Ids of acts that were in force and are not any more."""
        return [
            row.id
            for place, rows in self.standing.items()
            if place not in self.unsure
            for row in rows
            if row.is_effective and self.in_force[place].id != row.id
        ]

    @property
    def overruled(self):
        """Places where İYS holds an approval and something else counts here."""
        return {
            draft.place
            for draft in self.fresh
            if draft.state == "received"
            and draft.status == "ONAY"
            and not draft.is_effective
        }

    def add(self, draft):
        """Take one draft; returns its `Recorded`."""
        place, identity = draft.place, draft.identity
        known = self.known.get(identity)
        if known is None:
            known = undated(draft.act, self.standing.get(place, ()))
        if known is None:
            self._add_new(draft, place, identity)
            return Recorded("stored", draft.id)
        if draft.state == "received" and known not in self.settled:
            self.confirmed.append((known, draft.act))
            self.unsure.add(place)
        return Recorded("known", known)

    def _add_new(self, draft, place, identity):
        draft.id = self.known[identity] = next(self.new_ids)
        self.settled.add(draft.id)
        act = draft.act
        draft.moment = act.consent_date or act.iys_creation_date or self.now
        if draft.state == "queued" and is_moot(act, self.in_force.get(place)):
            draft.state = "local"
        self.fresh.append(draft)
        if draft.counts:
            self._let_count(draft, place)
        elif draft.waits:
            self.waiting.setdefault(place, []).append(draft)

    def _let_count(self, draft, place):
        """A refusal takes back what waits (L-14); the stronger act is in force (L-65)."""
        if draft.status == "RET" and draft.consent_date:
            for row in self.waiting.get(place, ()):
                if row.consent_date and row.consent_date <= draft.consent_date:
                    self._take_back(row)
        rival = self.in_force.get(place)
        if rival is None or draft.strength > rival.strength:
            self.in_force[place] = draft

    def _take_back(self, row):
        if isinstance(row, Draft):
            row.state = "local"
        else:
            self.taken_back.append(row.id)

    def finish(self):
        """Mark the drafts that are in force, where that can be told from here."""
        for place, winner in self.in_force.items():
            if place not in self.unsure and isinstance(winner, Draft):
                winner.is_effective = True
