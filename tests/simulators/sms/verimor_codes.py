"""Verimor's answers in words: HTTP status by code, and the Turkish texts."""

#: HTTP 400, the word is the whole body
WORDS = frozenset(
    """
    INVALID_SOURCE_ADDRESS NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED MISSING_IYS_BRAND_CODE
    AHS_AUTHORIZATION_ERROR NO_AHS_BRAND_ERROR COMMERCIAL_SENDING_ERROR_UNDER_150K
    INSUFFICIENT_CREDITS MISSING_MESSAGE MESSAGE_TOO_LONG INVALID_UTF8
    FORBIDDEN_MESSAGE INVALID_PERIOD INVALID_DELIVERY_TIME INVALID_DATACODING
    INVALID_IYS_RECIPIENT_TYPE INVALID_JSON MESSAGE_COUNT_LIMIT_EXCEEDED
    MISSING_DESTINATION_ADDRESS INVALID_DESTINATION_ADDRESS MUKERRER_RAPORLAMA
    INVALID_CONSENT_DATE MISSING_CONSENT MISSING_CONSENT_DATE INVALID_RECIPIENT
    MULTIPLE_DESTINATION_NOT_ALLOWED MISSING_CODE
    """.split()
)
NO_IP = "Hesabınızda izinli IP ayarları yapılmamış"
BAD_LOGIN = "Geçersiz kullanıcı adı/şifre"
NOT_YOURS = "Bu kampanya size ait değil"
NO_CAMPAIGN = "Bu idye sahip kampanya bulunamadı"
CANCELLED = "Kampanya silindi: {}"
NOT_CANCELLED = "Kampanya bulunamadı: {}"
BAD_PHONE = "Invalid phone number: {}"
TOO_MANY = "Too Many Requests"
#: HTTP status of what is no 400
STATUSES = {"401": BAD_LOGIN, "404": NO_CAMPAIGN, "413": "Request Entity Too Large",
            "422": "Unprocessable Entity", "429": TOO_MANY,
            "500": "Internal Server Error"}  # fmt: skip
