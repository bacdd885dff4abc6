"""Netgsm's codes with the words beside them, and its form of numbers."""

import re

#: the operator code at the end of every text
SUFFIX = " B021"
MOBILE = re.compile("5[0-9]{9}")

CODES = {
    "20": "Check the message text",
    "30": "Invalid authentication",
    "40": "Check the msgheader parameter",
    "41": "Check the msgheader parameter",
    "50": "IYS controlled sending is not allowed",
    "51": "IYS brand information not found",
    "52": "number format",
    "60": "No record found",
    "70": "Check the parameters",
    "80": "Query limit exceeded",
    "85": "Duplicate sending limit exceeded",
    "100": "System error",
    "101": "System error",
    "110": "System error",
}
#: words that differ by method
BY_METHOD = {
    ("otp", "50"): "number format",
    ("otp", "51"): "number format",
    ("otp", "60"): "OTP SMS package not found",
    ("cancel", "60"): "Error occurred",
    ("inbox", "40"): "No message",
    ("report", "70"): "Invalid date format",
    ("inbox", "70"): "Invalid date format",
    ("titles", "70"): "msgheader not found",
}
IYS_CODES = {
    "30": "Kullanıcı bilgileri hatalı.",
    "40": "Marka kodu hatalı.",
    "50": "Kayıt Bulunamadı.",
    "60": "NetİYS hizmeti aktif değil.",
    "70": "Hatalı JSON formatı.",
    "80": "Tekrar deneyiniz.",
}


def words(operation: str, code: str) -> str:
    """The description beside a code of one method."""
    return BY_METHOD.get((operation, code)) or CODES[code]
