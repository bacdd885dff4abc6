"""What may be turned on the gateways: the variants of public material, and limits.

The first of several values is the default.
"""

from dataclasses import dataclass

from ..iys.settings import Settings, one_of


@dataclass
class Switches(Settings):
    """Every variant in which the gateways' answers are documented, and our choices."""

    #: fail a request that breaks the contract and keep a complaint
    strict: bool = one_of(True, False)
    # === TIMING (seconds by the simulated clock) === #
    #: from a text's arrival to its report
    report_seconds: float = 5.0
    #: from an İYS upload to its result
    iys_seconds: float = 30.0
    # === PUSH === #
    #: "before": the push is out before the send call is answered
    push_timing: str = one_of("after", "before")
    #: how often each push is made
    push_copies: int = 1
    #: one object, or a list, where the gateway's own form is not wanted
    push_shape: str = one_of("documented", "object", "list")
    #: newest first within what is pushed at one time
    push_reversed: bool = one_of(False, True)
    #: real seconds a gateway waits for the answer to a push
    push_timeout: float = 5.0
    # === NETGSM === #
    #: HTTP status of an error: by the document, or as some fixtures show it
    netgsm_error_status: int = one_of(406, 200)
    netgsm_description: str = one_of("description", "describtion")
    netgsm_otp_key: str = one_of("jobid", "jobId")
    #: one job for each request, or a comma list with one for each message
    netgsm_jobs: str = one_of("one", "list")
    netgsm_number: str = one_of("5", "905", "int")
    netgsm_date: str = one_of("iso", "dotted")
    netgsm_report: str = one_of("jobs", "response.job", "single")
    #: codes of /iys/*: as text or as number and boolean
    netgsm_iys_codes: str = one_of("text", "native")
    netgsm_inbound: str = one_of("form", "json")
    # === İLETİ MERKEZİ === #
    iletimerkezi_codes: str = one_of("text", "int")
    iletimerkezi_ids: str = one_of("text", "int")
    iletimerkezi_number: str = one_of("+90", "int")
    iletimerkezi_balance: str = one_of("text", "int")
    #: consent/show without a record
    iletimerkezi_no_record: str = one_of("422", "200")
    #: one unusable number: it is left out, or the whole order fails (452)
    iletimerkezi_bad_number: str = one_of("skip", "fail")
    # === VERIMOR === #
    #: answers as the guide prints them, or the docs of 2026
    verimor_form: str = one_of("guide", "docs2026")


@dataclass
class Limits(Settings):
    """How often one may call; None: as often as one likes. All are per account.

    A frozen clock freezes these windows too: take ``Limits.off()`` then.
    """

    #: sends a minute until code 80 (the document names no figure)
    netgsm_sends: int | None = None
    #: tasks a minute for one number until code 85
    netgsm_number: int | None = 20
    netgsm_otp: int | None = 100
    netgsm_reports: int | None = 10
    netgsm_iys: int | None = 10
    #: blacklisted numbers a minute until code 40
    netgsm_blacklist: int | None = 120
    #: recipients a second; the answer, 429, is our choice
    iletimerkezi_recipients: int | None = None
    verimor_sends: int | None = 240
    verimor_reports: int | None = 20
    #: seconds told in Retry-After beside a 429; None: no such header
    retry_after: int | None = None

    @classmethod
    def off(cls, **values) -> "Limits":
        """No limits but those given."""
        limits = cls(**dict.fromkeys(cls.__dataclass_fields__))
        limits.change(values)
        return limits
