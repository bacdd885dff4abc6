"""What a visitor has to mend, in words: the texts behind the keys in ``Taken.faults``."""

FAULTS = {
    "tr": {
        "name_missing": "Lütfen adınızı ve soyadınızı yazın.",
        "surname_missing": "Lütfen soyadınızı da yazın.",
        "name_odd": "Lütfen adınızı ve soyadınızı yalnızca harflerle yazın.",
        "email_missing": "İşaretlediğiniz kutu için e-posta adresiniz gerekir.",
        "email_odd": "Lütfen e-posta adresinizi kontrol edin.",
        "phone_missing": "İşaretlediğiniz kutu için telefon numaranız gerekir.",
        "phone_odd": "Lütfen telefon numaranızı kontrol edin, örneğin 0532 111 22 33.",
        "too_long": "Bu alan için metin çok uzun.",
        "no_confirmation": "Telefon numaraları şu anda doğrulanamıyor. SMS ve arama"
        " kutularını boş bırakırsanız formu gönderebilirsiniz.",
        "not_recorded": "Onayınız kaydedilemedi. Lütfen daha sonra yeniden deneyin.",
    },
    "en": {
        "name_missing": "Please enter your name and surname.",
        "surname_missing": "Please enter your surname, too.",
        "name_odd": "Please write your name and surname with letters only.",
        "email_missing": "The box you ticked needs your e-mail address.",
        "email_odd": "Please check your e-mail address.",
        "phone_missing": "The box you ticked needs your phone number.",
        "phone_odd": "Please check your phone number, such as 0532 111 22 33.",
        "too_long": "This text is too long.",
        "no_confirmation": "Phone numbers cannot be confirmed just now. Leave the boxes"
        " for SMS and calls empty and you can send the form.",
        "not_recorded": "Your consent could not be recorded. Please try again later.",
    },
}
