"""What can be wrong with a file as a whole, as a closed list of codes (R-51)."""

#: The codes; their words for people are in ``models/operations/iys_import_words.py``.
CODES = frozenset(
    {
        "file_too_big",
        "unpacked_too_big",
        "bomb",
        "too_many_parts",
        "too_many_rows",
        "row_too_long",
        "too_heavy",
        "dtd",
        "external_links",
        "macros",
        "encrypted",
        "broken",
        "bad_encoding",
        "unknown_format",
        "no_reader",
        "no_sheet",
        "no_rows",
    }
)


class FileFault(Exception):
    """The file is not read any further; ``code`` is one of `CODES`.

    ``details`` are plain values for the sentence shown to the person.
    """

    def __init__(self, code: str, **details):
        if code not in CODES:
            raise ValueError(f"unknown fault {code!r}")
        super().__init__(code)
        self.code = code
        self.details = details
