"""What the refusal page says, in the reader's language.

The page must speak Turkish and English whatever languages the database has switched on,
so its words are translated from the addon's own catalogue.
"""
# env._ speaks the languages of the database only
# pylint: disable=prefer-env-translation

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: language of the browser → language of the catalogue
LANGUAGES = {"tr": "tr_TR", "en": "en_US"}

WORDS = {
    "title": _lt("Refuse messages"),
    "question": _lt("Do you want no more commercial messages?"),
    "from": _lt("Sender of the message:"),
    "this_EPOSTA": _lt("No more commercial e-mails of this brand"),
    "this_MESAJ": _lt("No more commercial SMS of this brand"),
    "this_": _lt("No more messages of this kind"),
    "brand": _lt("No more commercial e-mails, SMS and calls of this brand"),
    "company": _lt("Nothing commercial of any brand of this company"),
    "button": _lt("Refuse"),
    "free": _lt("It is free, counts at once, and you need not say why."),
    "done_title": _lt("Thank you"),
    "done": _lt(
        "If this link comes from a message sent to you, your refusal counts from this"
        " moment."
    ),
    "done_more": _lt(
        "Should messages still arrive, use the link in the newest one, or write to the"
        " contact it names."
    ),
    "failed_title": _lt("Please try again"),
    "failed": _lt(
        "Your refusal could not be stored just now. Please try again in a few minutes,"
        " or write to the contact named in the message. Until then no commercial message"
        " is sent."
    ),
}


def words_for(accepted):
    """Return (language, {key: text}) for the languages a browser accepts.

    ``accepted`` is werkzeug's ``LanguageAccept``. Turkish when the browser says nothing,
    English for everybody who reads no Turkish.
    """
    language = accepted.best_match(LANGUAGES, "en") if accepted else "tr"
    catalogue = LANGUAGES[language]
    return language, {key: text._translate(catalogue) for key, text in WORDS.items()}
