/**
 * How the operators count a text; the twin of `sms_gateways/text.py`, held against it by a
 * test. The vendors bill a Turkish letter as one character (sms.md 2.3, L-45).
 */

/** Characters the operator adds: a space and its code. */
export const SUFFIX = 5;
const BASIC = new Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ" +
        " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
        "¿abcdefghijklmnopqrstuvwxyzäöñüà"
);
const DOUBLE = new Set("^{}\\[]~|€");
const TURKISH = new Set("ŞşĞğçıİ");
/** Characters of a single part, and of each of several. */
const SIZES = {gsm: [160, 153], tr: [155, 149], ucs2: [70, 67]};
/** Signs of word processors with a plain twin; each one alone would cost the 7-bit mode. */
const STRAIGHT = [
    [/[“”„‟«»″]/g, '"'],
    [/[‘’‚‛′`´]/g, "'"],
    [/[‐‑‒–—―−]/g, "-"],
    [/[\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t]/g, " "],
    [/[\u200b\u2060\ufeff\u00ad]/g, ""],
    [/[•·]/g, "*"],
    [/…/g, "..."],
];

/** The smallest mode that carries every character: gsm, tr or ucs2. */
export function encodingOf(text) {
    const special = [...text].filter((sign) => !BASIC.has(sign) && !DOUBLE.has(sign));
    if (!special.length) {
        return "gsm";
    }
    return special.every((sign) => TURKISH.has(sign)) ? "tr" : "ucs2";
}

/** Count a text as it is billed: {encoding, billed, parts, room}; an empty one is a part. */
export function countText(text) {
    const encoding = encodingOf(text);
    let places = text.length; // UTF-16 units, as UCS-2 counts an emoji
    if (encoding !== "ucs2") {
        places += [...text].filter((sign) => DOUBLE.has(sign)).length;
    }
    const billed = places + SUFFIX;
    const [one, each] = SIZES[encoding];
    const parts = billed <= one ? 1 : Math.ceil(billed / each);
    return {encoding, billed, parts, room: parts === 1 ? one : parts * each};
}

/** Write curly quotes, dashes and odd spaces plainly. */
export function straighten(text) {
    return STRAIGHT.reduce((found, [signs, plain]) => found.replace(signs, plain), text);
}

const FOLDS = {ç: "c", ğ: "g", ı: "i", ö: "o", ş: "s", ü: "u", â: "a", î: "i", û: "u"};

function fold(text) {
    return text
        .replaceAll("İ", "i")
        .toLowerCase()
        .replace(/[çğıöşüâîû]/g, (letter) => FOLDS[letter]);
}

function holdsDigits(text, digits) {
    const spelled = [...digits].join("[ .()\\-\u2013]{0,3}");
    return new RegExp(`(?<![0-9])${spelled}(?![0-9])`).test(text);
}

function saysKind(text, pattern) {
    const words = fold(text).match(/[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu) || [];
    return words.slice(0, 4).some((word) => new RegExp(`^(?:${pattern})$`).test(word));
}

/**
 * The whole text as it leaves: what the law wants in it is added where it is missing.
 * `pieces` come from the server (`iys.brand._iys_sms_pieces`).
 */
export function wholeText(text, pieces) {
    let [whole, original] = [text.trimEnd(), text.trimEnd()];
    for (const piece of pieces) {
        const there =
            (piece.unless || []).some((mark) => original.includes(mark)) ||
            (piece.unless_digits && holdsDigits(original, piece.unless_digits)) ||
            (piece.unless_kind && saysKind(original, piece.unless_kind));
        if (!there) {
            whole = piece.is_before ? `${piece.text} ${whole}` : `${whole}\n${piece.text}`;
        }
    }
    return whole;
}
