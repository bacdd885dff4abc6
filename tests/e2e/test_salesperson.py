"""The salesperson's path in Chromium, believed by the ledger and the operator's book."""

from . import salesperson


def test_a_consent_by_qr_and_one_by_a_told_code(stack):
    """L-25 … L-27, L-19: codes typed by the person and told to staff, registered, told."""
    seen = []
    path = salesperson.walk(stack, lambda _browser, name: seen.append(name))
    assert seen[-1] == "phones"
    (_name, own), (_other, told) = salesperson.CUSTOMERS.values()
    visitor = salesperson.VISITOR[1]
    assert path.found["acts"] == [
        f"{own}|MESAJ|ONAY|HS_WEB",
        f"{own}|ARAMA|ONAY|HS_WEB",
        f"{told}|MESAJ|ONAY|HS_MESAJ",
        f"{visitor}|MESAJ|ONAY|HS_WEB",
    ]
    assert path.found["by"][2].startswith("staff")
    assert set(path.found["receipts"]) == {own, told, visitor}
    assert path.operator.complaints == []
