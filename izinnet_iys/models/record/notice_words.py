"""Words of texts themselves, in the visitor's language: data, not translated screens."""

from typing import Final

from markupsafe import Markup, escape

#: Kinds of blocks: the elements of a notice (L-53), and words of any other kind.
BLOCK_KINDS: Final = [
    ("controller", "Who is responsible (controller)"),
    ("purpose", "Purpose and its legal ground"),
    ("recipient", "Recipients and transfer"),
    ("method", "How data are collected"),
    ("rights", "Rights (KVKK art. 11)"),
    ("free", "Other words"),
]

#: Headings used when a block has none of its own.
HEADINGS: Final = {
    "tr": {
        "controller": "Veri sorumlusu",
        "purpose": "İşleme amacı ve hukuki sebep",
        "recipient": "Kişisel verilerin aktarıldığı alıcılar ve aktarım amacı",
        "method": "Toplama yöntemi",
        "rights": "Haklarınız",
    },
    "en": {
        "controller": "Data controller",
        "purpose": "Purpose and legal ground",
        "recipient": "Recipients and purpose of transfer",
        "method": "How we collect your data",
        "rights": "Your rights",
    },
}

#: Legal grounds of KVKK art. 5; one must be chosen for each purpose (L-52).
GROUNDS: Final = [
    ("consent", "Explicit consent (art. 5/1)"),
    ("law", "Foreseen by a law (art. 5/2 a)"),
    ("contract", "Needed for a contract (art. 5/2 c)"),
    ("duty", "Legal duty of ours (art. 5/2 ç)"),
    ("public", "Made public by the person (art. 5/2 d)"),
    ("claim", "Needed for a legal claim (art. 5/2 e)"),
    ("interest", "Our legitimate interest (art. 5/2 f)"),
]
GROUND_WORDS: Final = {
    "tr": {
        "consent": "Hukuki sebep: açık rızanız (KVKK m. 5/1).",
        "law": "Hukuki sebep: kanunlarda açıkça öngörülmesi (KVKK m. 5/2-a).",
        "contract": "Hukuki sebep: sözleşmenin kurulması veya ifası için gerekli olması"
        " (KVKK m. 5/2-c).",
        "duty": "Hukuki sebep: hukuki yükümlülüğümüzün yerine getirilmesi"
        " (KVKK m. 5/2-ç).",
        "public": "Hukuki sebep: verinin sizin tarafınızdan alenileştirilmiş olması"
        " (KVKK m. 5/2-d).",
        "claim": "Hukuki sebep: bir hakkın tesisi, kullanılması veya korunması"
        " (KVKK m. 5/2-e).",
        "interest": "Hukuki sebep: temel hak ve özgürlüklerinize zarar vermemek kaydıyla"
        " meşru menfaatimiz (KVKK m. 5/2-f).",
    },
    "en": {
        "consent": "Legal ground: your explicit consent (KVKK art. 5/1).",
        "law": "Legal ground: foreseen by a law (KVKK art. 5/2 a).",
        "contract": "Legal ground: needed to make or fulfil a contract"
        " (KVKK art. 5/2 c).",
        "duty": "Legal ground: a legal duty of ours (KVKK art. 5/2 ç).",
        "public": "Legal ground: you have made the data public (KVKK art. 5/2 d).",
        "claim": "Legal ground: needed to establish, use or protect a right"
        " (KVKK art. 5/2 e).",
        "interest": "Legal ground: our legitimate interest, without harm to your rights"
        " and freedoms (KVKK art. 5/2 f).",
    },
}


def block_html(language, kind, title, content, ground):
    """Set one block as HTML: a heading, paragraphs and lists ("- " begins an item).

    ``language`` a code such as tr_TR; languages without words of their own get English.
    All words are escaped: what an author types is text, never markup (R-53).
    """
    spoken = (language or "")[:2] if (language or "")[:2] in HEADINGS else "en"
    heading = (title or "").strip() or HEADINGS[spoken].get(kind)
    parts = [Markup("<h3>%s</h3>") % heading] if heading else []
    parts += map(_paragraph, _paragraphs(content))
    if kind == "purpose" and ground:
        parts.append(Markup("<p>%s</p>") % GROUND_WORDS[spoken][ground])
    return Markup().join(parts)


def _paragraphs(content):
    text = (content or "").replace("\r\n", "\n")
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]


def _paragraph(part):
    lines = part.split("\n")
    if all(line.lstrip().startswith("- ") for line in lines):
        items = (Markup("<li>%s</li>") % line.lstrip()[2:].strip() for line in lines)
        return Markup("<ul>%s</ul>") % Markup().join(items)
    return Markup("<p>%s</p>") % Markup("<br/>").join(map(escape, lines))
