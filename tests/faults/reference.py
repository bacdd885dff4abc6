"""What ought to be true of consents, in the fewest lines: the model to compare with.

It knows nothing of states, lots or calls: only who said what, when, and what İYS holds.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Said(NamedTuple):
    """One act; two that are equal are one and the same (L-5)."""

    moment: datetime
    status: str
    source: str


@dataclass
class Person:
    """One record key: brand, address, recipient type and channel."""

    said: set = field(default_factory=set)
    confirmed: set = field(default_factory=set)

    def in_force(self):
        """The act that counts (L-14, L-16, L-65), or None.

        A RET counts once we have it, an ONAY once İYS holds it; the latest counts,
        and a RET wins a tie.
        """
        counting = [a for a in self.said if a.status == "RET" or a in self.confirmed]
        return max(counting, key=lambda a: (a.moment, a.status == "RET"), default=None)


class Reference:
    """All persons by key."""

    def __init__(self):
        self.persons = {}

    def person(self, key):
        """The person of a key, made on first sight."""
        return self.persons.setdefault(key, Person())

    def enter(self, key, act):
        """An act comes in at our side; tells whether it is new."""
        said = self.person(key).said
        is_new = act not in said
        said.add(act)
        return is_new

    def confirm(self, key, act):
        """İYS holds this act and we have been told."""
        self.person(key).said.add(act)
        self.person(key).confirmed.add(act)

    def in_force(self):
        """{key: (moment, status)} of the acts that count.

        Of two equal ones from different sources either may be the one.
        """
        found = {key: person.in_force() for key, person in self.persons.items()}
        return {key: act[:2] for key, act in found.items() if act}
