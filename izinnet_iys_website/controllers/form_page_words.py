"""What the public page says around the texts of the law, in Turkish and English."""

from odoo.addons.izinnet_iys.models.form.iys_form_take_words import FAULTS

from .block_words import WORDS

PAGE = {
    "tr": {
        "other": "English",
        "required": "gerekli",
        "optional": "isteğe bağlı",
        "choose_title": "Size nasıl ulaşabiliriz?",
        "address": "Onay verdiğiniz kanalın adresi gerekir.",
        "trap": "Bu alanı boş bırakın",
        "mend": "Lütfen düzeltin",
        "unknown_title": "Sayfa bulunamadı",
        "unknown": "Bu bağlantı geçerli değil. Karekodu yeniden okutmayı deneyin.",
        "closed_title": "Form kapalı",
        "failed_title": "Kaydedilemedi",
        "taken_title": "Teşekkürler",
        "confirm_title": "Son bir adım",
        "nothing_title": "Hiçbir şey kaydedilmedi",
        "again": "Forma dön",
        "press_title": "Bir kez daha basın",
        "press": "Şu anda sizin bulunduğunuz ağdan çok sayıda yanıt geliyor. Yanıtınız"
        " henüz alınmadı: birkaç saniye bekleyip düğmeye bir kez daha basın. Yazdıklarınız"
        " korundu.",
        "leave_title": "Kiosk modundan çık",
        "leave": "Çıkmak için görevli PIN'ini girin.",
        "pin": "PIN",
        "pin_wrong": "PIN doğru değil.",
        "go": "Çık",
        "staff": "Görevli",
        "next": "Sıradaki kişi",
        "still_there": "Devam ediyor musunuz? Dokunmazsanız sayfa birazdan temizlenir.",
    },
    "en": {
        "other": "Türkçe",
        "required": "needed",
        "optional": "optional",
        "choose_title": "How may we reach you?",
        "address": "The channel you agree to needs its address.",
        "trap": "Leave this field empty",
        "mend": "Please correct",
        "unknown_title": "Page not found",
        "unknown": "This link is not valid. Try to scan the QR code again.",
        "closed_title": "The form is closed",
        "failed_title": "Not stored",
        "taken_title": "Thank you",
        "confirm_title": "One last step",
        "nothing_title": "Nothing was kept",
        "again": "Back to the form",
        "press_title": "Please press once more",
        "press": "Many answers are coming from your network just now. Yours is not taken"
        " yet: wait a few seconds, then press the button once more. What you typed is"
        " kept.",
        "leave_title": "Leave the kiosk",
        "leave": "Enter the staff PIN to leave.",
        "pin": "PIN",
        "pin_wrong": "The PIN is not right.",
        "go": "Leave",
        "staff": "Staff",
        "next": "Next person",
        "still_there": "Are you still there? Without a touch the page empties itself.",
    },
}


def words_for(language):
    """Return {key: text} for ``tr`` or ``en``: the blocks' words, the page's own and what
    a visitor has to mend."""
    return {**WORDS[language], **PAGE[language], **FAULTS[language]}
