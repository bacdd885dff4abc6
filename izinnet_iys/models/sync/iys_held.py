"""What İYS holds, compared with what the ledger says; nothing here reads or writes."""

from datetime import timezone

from ...iys_api.acts import Act


def naive_utc(moment):
    """Turn an aware datetime into Odoo's naive UTC; None stays None."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment else None


def same_act(act, held):
    """Tell whether İYS's record is this very act: status, date and source (R-6)."""
    return (act.status, act.consent_date or None, act.source or None) == (
        held.status,
        naive_utc(held.consent_date),
        held.source,
    )


def is_later(held, act):
    """Tell whether İYS's record is not older than the act, so that it stands (L-5)."""
    theirs = naive_utc(held.consent_date or held.creation_date)
    return not act.consent_date or theirs is None or theirs >= act.consent_date


def act_of_consent(brand_id, consent, road):
    """Turn a record read from İYS into an act; ``road`` says how it was read.

    A merchant's record may lack a date: İYS's own time stands in (contract 6.2).
    """
    evidence = {"road": road}
    if consent.citizen_name:
        evidence["citizen_name"] = consent.citizen_name
    return Act(
        brand_id=brand_id,
        recipient=consent.recipient,
        type=consent.type,
        status=consent.status,
        source=consent.source,
        consent_date=naive_utc(consent.consent_date or consent.creation_date),
        recipient_type=consent.recipient_type,
        person_name=consent.citizen_name,
        retailer_code=consent.retailer_code,
        evidence=evidence,
        state="received",
        transaction_id=consent.transaction_id,
        iys_creation_date=naive_utc(consent.creation_date),
    )
