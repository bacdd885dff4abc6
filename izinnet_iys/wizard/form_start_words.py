"""First words of a new form, for its visitors: Turkish and English, to be edited.

Visitors read the page in their own language, whatever the author's screens are in, so
the words stand here and not in the addon's catalogues.
"""

from typing import Final

TITLE: Final = {"tr_TR": "Haberdar kalmak ister misiniz?", "en_US": "Stay in touch?"}
INTRO: Final = {
    "tr_TR": "{brand} sizi hangi yolla haberdar etsin, siz seçin. Hiçbirini"
    " işaretlemeyebilir, dilediğiniz an vazgeçebilirsiniz.",
    "en_US": "You choose how {brand} may keep you informed. You may tick none, and you can"
    " change your mind at any time.",
}
THANKS: Final = {
    "tr_TR": "Teşekkürler. Seçiminizi dilediğiniz an değiştirebilirsiniz.",
    "en_US": "Thank you. You can change your choice at any time.",
}
#: What stands beside the box of a channel.
LABELS: Final = {
    "ARAMA": {
        "tr_TR": "{brand} beni kampanya ve yenilikler için telefonla arayabilir.",
        "en_US": "{brand} may call me about offers and news.",
    },
    "MESAJ": {
        "tr_TR": "{brand} bana kampanya ve yenilikler için SMS gönderebilir.",
        "en_US": "{brand} may text me about offers and news.",
    },
    "EPOSTA": {
        "tr_TR": "{brand} bana kampanya ve yenilikler için e-posta gönderebilir.",
        "en_US": "{brand} may send me e-mails about offers and news.",
    },
}
#: What stands beside the box of a purpose; the text's name says which.
PURPOSE: Final = {
    "tr_TR": "Açık rıza veriyorum: {purpose}",
    "en_US": "I give my explicit consent: {purpose}",
}
