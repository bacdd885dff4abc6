"""Every documented code of the gateways can be had on demand."""

import pytest

from tests.simulators.sms.iletimerkezi_codes import CODES as MERKEZ_CODES
from tests.simulators.sms.netgsm_codes import CODES as NETGSM_CODES
from tests.simulators.sms.verimor_codes import STATUSES, WORDS

from .sms_callers import CALLERS, code_of

ALL = [
    *(("netgsm", code) for code in NETGSM_CODES),
    *(("iletimerkezi", str(code)) for code in MERKEZ_CODES if code != 200),
    *(("verimor", code) for code in sorted(WORDS | set(STATUSES))),
]


@pytest.mark.parametrize(("gateway", "code"), ALL)
def test_any_code_can_be_had_on_demand(obeyed, gateway, code):
    obeyed.fail(gateway, "*", code)
    caller = CALLERS[gateway](obeyed)
    answer = caller.send()
    assert code in (code_of(answer), str(answer.status_code))
    assert obeyed.served() == {}
    assert caller.send().status_code == 200
