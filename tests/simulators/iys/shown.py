"""What the control interface shows of the registry, as plain JSON values."""

from dataclasses import asdict, fields
from typing import Any

from iys_api.fake import BookOptions, Movement
from iys_api.messages import Consent, to_wire_time

from .world import Company


def consent_shown(consent: Consent) -> dict[str, Any]:
    """A record; times as on the wire."""
    date_ = consent.consent_date
    return {
        "recipient": consent.recipient,
        "recipientType": consent.recipient_type,
        "type": consent.type,
        "status": consent.status,
        "source": consent.source,
        "consentDate": to_wire_time(date_) if date_ else None,
        "creationDate": to_wire_time(consent.creation_date),
        "transactionId": consent.transaction_id,
        "retailerCode": consent.retailer_code,
    }


def movement_shown(movement: Movement) -> dict[str, Any]:
    """A movement, with the status before it and the side it came from."""
    shown = {"previous": movement.previous, "side": movement.side}
    return consent_shown(movement.consent) | shown


def company_shown(company: Company) -> dict[str, Any]:
    """A company with its subscription and the counts of its brands."""
    return {
        "iysCode": company.iys_code,
        "title": company.title,
        "subscription": asdict(company.contract) if company.contract else None,
        "brands": [
            {"brandCode": brand.code, "name": brand.name, "counts": brand.book.counts()}
            for brand in company.brands.values()
        ],
    }


def options_shown(options: BookOptions) -> dict[str, Any]:
    """How a registry book behaves, its rules included; holidays by date."""
    shown = {
        f.name: getattr(options, f.name) for f in fields(options) if f.name != "rules"
    }
    rules = {f.name: getattr(options.rules, f.name) for f in fields(options.rules)}
    days = {day.isoformat(): half for day, half in rules["holidays"].items()}
    return shown | rules | {"holidays": days}
