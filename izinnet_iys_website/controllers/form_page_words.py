"""What the public page says around the texts of the law, in Turkish and English."""

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
        "name_missing": "Ad ve soyadınızı yazın.",
        "email_missing": "E-posta adresinizi yazın.",
        "email_wrong": "E-posta adresinde bir hata var, örnek: ad@alan.com",
        "phone_missing": "Telefon numaranızı yazın.",
        "phone_wrong": "Telefon numarasında bir hata var, örnek: 0532 111 22 33",
        "no_confirmation": "Bu kanal şu anda doğrulanamıyor. Lütfen başka bir kanal seçin.",
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
        "name_missing": "Enter your name and surname.",
        "email_missing": "Enter your e-mail address.",
        "email_wrong": "Something is wrong with the e-mail, example: name@domain.com",
        "phone_missing": "Enter your phone number.",
        "phone_wrong": "Something is wrong with the phone, example: 0532 111 22 33",
        "no_confirmation": "This channel cannot be confirmed now. Please choose another.",
    },
}


def words_for(language):
    """Return {key: text} for ``tr`` or ``en``: the blocks' words and the page's own."""
    return {**WORDS[language], **PAGE[language]}
