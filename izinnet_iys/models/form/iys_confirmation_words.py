"""What visitors read when they confirm and when they are told: Turkish and English.

Their language is the page's or the browser's, whatever the database has switched on, so
the words stand here and not in the addon's catalogues. Turkish is the first language.
"""

from datetime import timedelta

#: Türkiye has no summer time.
_AHEAD = timedelta(hours=3)

CHANNELS = {
    "tr": {"EPOSTA": "e-posta", "MESAJ": "SMS", "ARAMA": "arama"},
    "en": {"EPOSTA": "e-mail", "MESAJ": "SMS", "ARAMA": "phone calls"},
}
#: What pressing the button leads to, for each purpose (L-25).
PURPOSES = {
    "tr": {
        "confirm_eposta": (
            "Ticari e-posta onayınızı doğrulayın",
            "“Onaylıyorum” düğmesine basarsanız {brand} size kampanya ve tanıtım"
            " içerikli e-posta gönderebilir. Basmazsanız bu onay kaydedilmez.",
        ),
        "confirm_mesaj": (
            "Ticari SMS onayınızı doğrulayın",
            "“Onaylıyorum” düğmesine basarsanız {brand} size kampanya ve tanıtım"
            " içerikli SMS gönderebilir. Basmazsanız bu onay kaydedilmez.",
        ),
        "confirm_arama": (
            "Ticari arama onayınızı doğrulayın",
            "“Onaylıyorum” düğmesine basarsanız {brand} sizi kampanya ve tanıtım için"
            " arayabilir."
            " Basmazsanız bu onay kaydedilmez.",
        ),
        "confirm_explicit": (
            "Açık rızanızı doğrulayın",
            "“Onaylıyorum” düğmesine basarsanız {brand} için işaretlediğiniz aşağıdaki"
            " açık rızalar kaydedilir. Basmazsanız hiçbiri kaydedilmez.",
        ),
        "verify": (
            "Adresinizi doğrulayın",
            "“Adres benim” düğmesine basarsanız yalnızca bu adresin size ait olduğu"
            " doğrulanır. Bu işlem ticari ileti onayı değildir.",
        ),
        "preferences": (
            "İleti tercihlerinizi açın",
            "Bu bağlantı {brand} iletileri için tercih sayfanızı açar. Açmak hiçbir onayı"
            " değiştirmez.",
        ),
    },
    "en": {
        "confirm_eposta": (
            "Confirm your consent to commercial e-mails",
            "If you press “I consent”, {brand} may send you e-mails about offers and"
            " promotions. If you do not, this consent is not recorded.",
        ),
        "confirm_mesaj": (
            "Confirm your consent to commercial SMS",
            "If you press “I consent”, {brand} may send you SMS about offers and"
            " promotions. If you do not, this consent is not recorded.",
        ),
        "confirm_arama": (
            "Confirm your consent to commercial calls",
            "If you press “I consent”, {brand} may call you about offers and promotions."
            " If you do not, this consent is not recorded.",
        ),
        "confirm_explicit": (
            "Confirm your explicit consent",
            "If you press “I consent”, the explicit consents for {brand} that you ticked,"
            " listed below, are recorded. If you do not, none of them is.",
        ),
        "verify": (
            "Confirm your address",
            "Pressing “It is mine” only confirms that this address is yours. It is no"
            " consent to commercial messages.",
        ),
        "preferences": (
            "Open your message preferences",
            "This link opens your preference page for messages of {brand}. Opening it"
            " changes no consent.",
        ),
    },
}
MAIL = {
    "tr": {
        "hello": "Merhaba,",
        "why": "Bu e-posta adresi {brand} sayfasına yazıldığı için bu iletiyi aldınız.",
        "button": "Devam et",
        "purposes": "Formda ayrıca işaretlediğiniz açık rızalar da aynı sayfada doğrulanır:",
        "purposes_confirm_explicit": "İşaretlediğiniz açık rızalar:",
        "life": "Bağlantı 24 saat ve bir kez geçerlidir.",
        "life_preferences": "Bağlantı 24 saat geçerlidir.",
        "not_you": "Bunu siz istemediyseniz hiçbir şey yapmanız gerekmez.",
        "mersis": "MERSİS",
        "contact": "İletişim",
    },
    "en": {
        "hello": "Hello,",
        "why": "You get this because this e-mail address was entered for {brand}.",
        "button": "Continue",
        "purposes": "Explicit consents you ticked as well are confirmed on the same page:",
        "purposes_confirm_explicit": "The explicit consents you ticked:",
        "life": "The link works for 24 hours and once.",
        "life_preferences": "The link works for 24 hours.",
        "not_you": "If this was not you, you need not do anything.",
        "mersis": "MERSİS",
        "contact": "Contact",
    },
}
RECEIPT = {
    "tr": {
        "subject": "{brand}: ticari ileti onayınız alındı",
        "intro": "{brand} için aşağıdaki ticari elektronik ileti onayını verdiniz:",
        "channel": "Kanal",
        "date": "Tarih (Türkiye saati)",
        "text": "Onay metni",
        "refuse": "İstediğiniz zaman, gerekçe göstermeden ve ücretsiz olarak"
        " reddedebilirsiniz:",
        "refuse_link": "Onayımı geri al",
        "wrong": "Bu onayı siz vermediyseniz aynı bağlantıyı kullanın.",
        "mersis": "MERSİS",
        "contact": "İletişim",
    },
    "en": {
        "subject": "{brand}: your consent to commercial messages was taken",
        "intro": "You gave this consent to commercial electronic messages of {brand}:",
        "channel": "Channel",
        "date": "Date (Türkiye time)",
        "text": "Text",
        "refuse": "You may refuse at any time, for free and without a reason:",
        "refuse_link": "Take my consent back",
        "wrong": "If you did not give this consent, use the same link.",
        "mersis": "MERSİS",
        "contact": "Contact",
    },
}
PAGE = {
    "tr": {
        "button": "Onaylıyorum",
        "button_verify": "Adres benim",
        "text": "Onay metni",
        "purposes": "Aynı düğme, formda ayrı ayrı işaretlediğiniz şu açık rızaları da"
        " doğrular. Vermek istemediğiniz varsa bu sayfayı kapatın ve formu yeniden"
        " doldurun.",
        "purposes_confirm_explicit": "İşaretlediğiniz açık rızalar",
        "notice": "Aydınlatma metni",
        "life": "İstemiyorsanız bu sayfayı kapatın; hiçbir şey kaydedilmez.",
        "done_title": "Teşekkürler",
        "done": "Onayınız kaydedildi. Alındığını bildiren ve reddetme bağlantısı içeren"
        " bir e-posta bugün adresinize gönderilir.",
        "done_explicit": "Açık rızanız kaydedildi. Dilediğiniz zaman geri alabilirsiniz.",
        "done_verify": "Adresiniz doğrulandı.",
        "gone_title": "Bu bağlantı artık geçerli değil",
        "gone": "Bağlantı kullanılmış, süresi dolmuş ya da eksik olabilir. Az önce"
        " onayladıysanız yanıtınız kaydedilmiştir; bilgilendirme e-postası gelir.",
        "gone_more": "Onaylamadıysanız hiçbir şey kaydedilmedi; formu yeniden"
        " doldurabilirsiniz.",
        "failed_title": "Lütfen tekrar deneyin",
        "failed": "Yanıtınız şu anda kaydedilemedi. Birkaç dakika sonra aynı bağlantıyı"
        " yeniden açın.",
    },
    "en": {
        "button": "I consent",
        "button_verify": "It is mine",
        "text": "Text of the consent",
        "purposes": "The same button confirms these explicit consents, which you ticked"
        " one by one. If you do not want one of them, close this page and fill in the"
        " form again.",
        "purposes_confirm_explicit": "The explicit consents you ticked",
        "notice": "Privacy notice",
        "life": "If you do not want this, close the page; nothing is recorded.",
        "done_title": "Thank you",
        "done": "Your consent was recorded. An e-mail that says so, with a link to"
        " refuse, is sent to your address today.",
        "done_explicit": "Your explicit consent was recorded. You can take it back at any"
        " time.",
        "done_verify": "Your address is confirmed.",
        "gone_title": "This link does not work any more",
        "gone": "It may have been used, be too old or incomplete. If you confirmed a"
        " moment ago, your answer was recorded; an e-mail will tell you so.",
        "gone_more": "If you did not confirm, nothing was recorded; you may fill in the"
        " form again.",
        "failed_title": "Please try again",
        "failed": "Your answer could not be stored just now. Please open the same link"
        " again in a few minutes.",
    },
}


def spoken(language):
    """Return tr or en for a code such as ``en_US``; Turkish when nobody said."""
    return "tr" if not language or language.startswith("tr") else "en"


def mail_words(language, brand, purpose):
    """Return the words of the mail with a link, filled in: {key: text}."""
    words = _filled(MAIL[language], brand)
    for key in ("life", "purposes"):
        words[key] = words.get(f"{key}_{purpose}", words[key])
    title, consequence = PURPOSES[language][purpose]
    filled = _filled({"title": title, "consequence": consequence}, brand)
    return {**words, **filled, "subject": f"{brand.name}: {title}"}


def receipt_words(language, brand):
    """Return the words of a receipt, filled in: {key: text}."""
    return {**_filled(RECEIPT[language], brand), "channels": CHANNELS[language]}


def page_words(accepted, brand=None, purpose=None):
    """Return (language, {key: text}) of the page for what a browser accepts.

    ``accepted`` is werkzeug's ``LanguageAccept``. Turkish when the browser says nothing,
    English for everybody who reads no Turkish.
    """
    language = accepted.best_match(PAGE, "en") if accepted else "tr"
    words = dict(PAGE[language])
    if purpose:
        title, consequence = PURPOSES[language][purpose]
        words |= _filled({"title": title, "consequence": consequence}, brand)
        words["purposes"] = words.get(f"purposes_{purpose}", words["purposes"])
    return language, words


def moment_text(moment):
    """Spell a naive UTC moment as people in Türkiye write it."""
    return f"{moment + _AHEAD:%d.%m.%Y %H:%M}" if moment else "–"


def _filled(words, brand):
    """Put the brand's name in; plain replacement, its name is no template."""
    return {key: text.replace("{brand}", brand.name) for key, text in words.items()}
