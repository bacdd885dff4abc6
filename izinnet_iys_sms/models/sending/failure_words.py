"""Why an SMS did not arrive, where the stock addons have no word for it (sms.md §9.4)."""

from ...sms_gateways import Outcome

#: What nobody can say whether it left; a machine never sends it again (R-27).
AMBIGUOUS = "iys_sms_ambiguous"
#: Our own failure types. Declared wherever a failure is kept: an undeclared one would
#: raise after the operator has taken the messages (sms.md trap 3).
OWN = [
    (AMBIGUOUS, "Answer of the operator unknown"),
    ("iys_sms_content", "Text refused by the operator"),
    ("iys_sms_too_late", "Not sent in time"),
    ("iys_rejected", "Refused at İYS, says the operator"),
    ("iys_error", "İYS could not be asked by the operator"),
]
#: Stock types that one of the models lacks.
REPORTED = [
    ("sms_expired", "Expired"),
    ("sms_invalid_destination", "Invalid Destination"),
    ("sms_not_allowed", "Not Allowed"),
    ("sms_not_delivered", "Not Delivered"),
    ("sms_rejected", "Rejected"),
]
LEFT_OUT = [
    ("sms_blacklist", "Blacklisted"),
    ("sms_duplicate", "Duplicate"),
    ("sms_optout", "Opted Out"),
]
#: The failure type of each end an operator knows; the others are no failures.
FAILURE_OF = {
    Outcome.EXPIRED: "sms_expired",
    Outcome.NOT_DELIVERED: "sms_not_delivered",
    Outcome.INVALID_DESTINATION: "sms_invalid_destination",
    Outcome.REJECTED: "sms_rejected",
    Outcome.DUPLICATE: "sms_duplicate",
    Outcome.BLACKLIST: "sms_blacklist",
    Outcome.CREDIT: "sms_credit",
    Outcome.COUNTRY: "sms_country_not_supported",
    Outcome.IYS_REJECTED: "iys_rejected",
    Outcome.IYS_ERROR: "iys_error",
}
#: Failures that say something about the address: Odoo counts them as bounces.
BOUNCES = ("sms_invalid_destination", "sms_not_allowed", "sms_rejected")
