"""What the page for requests about the own data says, in Turkish and English."""

KINDS = ("information", "copy", "correction", "deletion", "objection")
WORDS = {
    "tr": {
        "title": "Kişisel verileriniz hakkında başvuru",
        "intro": "6698 sayılı Kanun'un 11. maddesindeki haklarınızı buradan kullanabilirsiniz."
        " Başvurunuz ücretsizdir ve en geç otuz gün içinde yanıtlanır.",
        "what": "Ne istiyorsunuz?",
        "information": "Verilerimin işlenip işlenmediğini öğrenmek",
        "copy": "Verilerimin bir örneğini almak",
        "correction": "Yanlış verilerimin düzeltilmesi",
        "deletion": "Verilerimin silinmesi",
        "objection": "Verilerimin işlenmesine itiraz etmek",
        "text": "Eklemek istedikleriniz (isteğe bağlı)",
        "send": "Başvuruyu gönder",
        "taken_title": "Başvurunuz alındı",
        "taken": "Başvuru numaranız: ",
        "until": "En geç otuz gün içinde e-posta adresinize yanıt gönderilecektir.",
    },
    "en": {
        "title": "Request about your personal data",
        "intro": "Use your rights under article 11 of Law 6698 here. A request is free of"
        " charge and answered within thirty days at the latest.",
        "what": "What do you want?",
        "information": "To learn whether my data are processed",
        "copy": "A copy of my data",
        "correction": "Correction of wrong data",
        "deletion": "Deletion of my data",
        "objection": "To object to the processing of my data",
        "text": "Anything to add (optional)",
        "send": "Send the request",
        "taken_title": "Your request has been taken",
        "taken": "The number of your request: ",
        "until": "The answer comes to your e-mail address within thirty days.",
    },
}
