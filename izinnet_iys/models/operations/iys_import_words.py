"""What the codes of the import mean, for people: cause and next step."""

from ...iys_api.codes import explain, is_known


def file_fault_text(env, code, details):
    """Say why a file is not read and what to do; ``details`` as in `FileFault`."""
    texts = _size_texts(env) | _kind_texts(env)
    return texts[code] % {"name": "", "limit": "", **details}


def _size_texts(env):
    return {
        "file_too_big": env._(
            "The file is larger than %(limit)s MB. Split it into smaller files."
        ),
        "unpacked_too_big": env._(
            "Unpacked, the file is larger than %(limit)s MB. Split it into smaller files."
        ),
        "bomb": env._(
            "The file unpacks to more than %(limit)s times its size and is not opened."
            " Copy the values into a new workbook."
        ),
        "too_many_parts": env._(
            "The file has more than %(limit)s parts and is not opened. Copy the values"
            " into a new workbook."
        ),
        "too_many_rows": env._(
            "The sheet has more than %(limit)s rows. Split it into smaller files."
        ),
        "row_too_long": env._(
            "A row is longer than %(limit)s MB or has too many columns. Keep only the"
            " columns of the consents."
        ),
        "too_heavy": env._(
            "Reading the file needs more memory or time than allowed. Copy the values"
            " into a new workbook, or save it as CSV."
        ),
    }


def _kind_texts(env):
    return {
        "dtd": env._(
            "The file contains a document type definition and is not opened. Save it"
            " again with Excel or LibreOffice."
        ),
        "external_links": env._(
            "The workbook is linked to other files and is not opened. Copy the values"
            " into a new workbook."
        ),
        "macros": env._(
            "The workbook contains macros and is not opened. Save it as .xlsx."
        ),
        "encrypted": env._(
            "The file is protected with a password. Save it without one and upload it"
            " again."
        ),
        "broken": env._(
            "The file is damaged and cannot be read. Open it in Excel, save it again and"
            " upload that."
        ),
        "bad_encoding": env._(
            "The letters of the text file are not understood. Save it as CSV UTF-8."
        ),
        "unknown_format": env._(
            "This is no table. Upload an Excel file (.xlsx) or a CSV file."
        ),
        "no_reader": env._(
            "This server cannot read .xls and .ods files. Save the file as .xlsx."
        ),
        "no_sheet": env._("The workbook has no sheet %(name)s."),
        "no_rows": env._("The file has no rows."),
    }


#: Begins the code of a row about somebody who refused and was masked; the day follows.
MASKED = "masked "


def masked_code(day):
    """Return the code of a masked person's row, for the day of the refusal."""
    return f"{MASKED}{day:%d.%m.%Y}"


def fault_text(env, code):
    """Say what is wrong with a row and how to mend it.

    Codes are the import's own, or İYS's (H…) with the words of ``codes.csv``; an unknown
    code is shown as it is, never as success.
    """
    texts = _row_texts(env)
    if code in texts:
        return texts[code]
    if code.startswith(MASKED):
        return env._(
            "Masked person, refused on %(date)s: not taken.",
            date=code.removeprefix(MASKED),
        )
    if is_known(code):
        told = explain(code, env.lang or "en")
        return f"{code}: {told.meaning} {told.cure}".strip()
    return env._("Not understood: %(code)s", code=code)


def _row_texts(env):
    return _address_texts(env) | _choice_texts(env) | _outcome_texts(env)


def _address_texts(env):
    return {
        "no_recipient": env._("The phone or e-mail is missing."),
        "bad_phone": env._("This is no valid phone number."),
        "bad_email": env._("This is no valid e-mail address."),
        "type_mismatch": env._(
            "The address does not fit the channel: calls and SMS need a phone, e-mail"
            " needs an e-mail address."
        ),
        "unknown_brand": env._(
            "No brand of this company has this name or code. Correct it or leave it out."
        ),
        "bad_recipient_type": env._("Write BIREYSEL (individual) or TACIR (merchant)."),
        "bad_retailer": env._("A dealer code has digits only."),
        "name_missing": env._("An approval needs the person's name (L-17)."),
    }


def _choice_texts(env):
    return {
        "type_missing": env._("The channel is missing: call, SMS or e-mail."),
        "bad_type": env._("The channel is not understood. Write call, SMS or e-mail."),
        "status_missing": env._("It is not said whether this is ONAY or RET."),
        "bad_status": env._("Not understood. Write ONAY or RET."),
        "date_missing": env._("An approval needs the date and time it was given."),
        "bad_date": env._(
            "The date is not understood. Write day.month.year hour:minute."
        ),
        "date_future": env._("The date lies in the future."),
        "date_early": env._("No consent can be older than 1 May 2015."),
        "date_2015": env._(
            "The source HS_2015 goes with the date 01.05.2015 00:00:00 only."
        ),
        "source_missing": env._("An approval needs its source, e.g. HS_WEB (L-4)."),
        "bad_source": env._("The source is not understood. Use one of İYS's codes."),
        "iys_source": env._(
            "Sources that begin with IYS_ come from İYS itself and cannot be uploaded."
        ),
        "proof_missing": env._(
            "An approval needs its proof: a column with the reference, or a document on"
            " the import (L-32)."
        ),
        "scan_missing": env._(
            "A consent on paper needs the scan of the signed page: attach it to the"
            " import (L-18)."
        ),
    }


def _outcome_texts(env):
    return {
        "too_old": env._(
            "Older than three business days and not approved at İYS: it cannot be used"
            " (L-31). Ask the person anew in a lawful way: form, QR code, paper or visit;"
            " never by a message."
        ),
        "refused": env._(
            "The person has refused. An upload never turns a refusal into an approval."
        ),
    }
