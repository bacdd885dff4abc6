"""Inside Odoo: our queue with an own account at an operator that takes all."""

# ruff: noqa: F821
import logging

from odoo.addons.izinnet_iys_sms.sms_gateways import FakeGateway, SendResult

logging.getLogger("odoo.addons.sms").setLevel(logging.ERROR)


def take_all(self, messages, options):
    refs = dict.fromkeys(message.ref for message in messages)
    return SendResult(refs, job_ids=(options.job_ref,))


FakeGateway.send = take_all
count = PARAMS["count"]
make_people(count)
brand = make_brand()
fill_channel(brand, "MESAJ", range(count), lambda _n: "ONAY")
gateway = env["iys.sms.gateway"].create({"name": "Deneme", "provider": "fake"})
brand.company_id.iys_sms_gateway_id = gateway
env["iys.sms.title"].create(
    {
        "gateway_id": gateway.id,
        "name": "DENEME",
        "brand_id": brand.id,
        "state": "approved",
    }
)
make_queue(
    count,
    iys_company_id=str(brand.company_id.id),
    iys_brand_id=str(brand.id),
    iys_message_class="'COMMERCIAL'",
    iys_is_released="FALSE",
    iys_is_logged="TRUE",
    # as the composer notes it when the mailing is prepared
    iys_rule="'approved'",
    iys_consent_id=(
        "(SELECT c.id FROM iys_consent c WHERE c.recipient = res_partner.phone_sanitized)"
    ),
)
CR.execute(
    "UPDATE mailing_trace t SET iys_rule = s.iys_rule,"
    " iys_consent_id = s.iys_consent_id FROM sms_sms s WHERE s.id = t.sms_id_int"
)
CR.commit()
tell(spent=measure(env, work_off))
