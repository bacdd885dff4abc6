"""Records put into the registry past all rules: test data, demo data, damage."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from iys_api.fake import Movement
from iys_api.messages import TRT, Consent, consent_from_wire, to_wire_time
from iys_api.rules import key_of

from .world import Brand


def put(brand: Brand, items: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Append a movement for each wire-shaped item and give their count.

    ``creationDate`` and ``transactionId`` may be given; else they are now and a digest.
    """
    consents = [_consent(brand, item, now) for item in items]
    store = brand.book.store
    before = store.records({consent.key for consent in consents})
    movements = []
    for consent in consents:
        previous = before.get(consent.key)
        movements.append(Movement(consent, previous.status if previous else None))
        before[consent.key] = consent
    store.append(movements)
    return len(movements)


def _consent(brand: Brand, item: Mapping[str, Any], now: datetime) -> Consent:
    consent = consent_from_wire(item)
    created = consent.creation_date or now.astimezone(TRT).replace(microsecond=0)
    key = key_of(item | {"recipientType": consent.recipient_type})
    name = "|".join([brand.code, *key, to_wire_time(created)])
    return replace(
        consent,
        recipient=key.recipient,
        creation_date=created,
        transaction_id=consent.transaction_id
        or hashlib.sha256(name.encode()).hexdigest(),
    )
