"""Jobs of the driver for codes: a company with an account and a form for phones."""

#: What an attack leaves behind; the set-up stays.
GROWING = (
    "iys_sms_code", "iys_sms_try", "iys_sms_pause", "iys_confirmation", "sms_sms",
    "iys_form_answer", "iys_form_hit", "iys_consent", "iys_sms_job", "iys_receipt",
    "iys_sms_budget", "mail_activity",
)  # fmt: skip
BLOCKS = {
    "controller": "Veri sorumlusu {{trade_name}}, {{contact}}.",
    "purpose": "Kampanya duyurusu göndermek.",
    "recipient": "İYS ve ileti hizmeti sağlayıcıları.",
    "method": "Bu form üzerinden, elektronik ortamda.",
    "rights": "KVKK m. 11'deki haklarınızı kullanabilirsiniz.",
}
WAYS = {"EPOSTA": "e-posta", "MESAJ": "SMS", "ARAMA": "telefon"}


def found_codes(env, account, url):
    """Set up a brand, its account at the simulator and a published form of three boxes.

    ``account`` is what the SMS simulator tells of one; ``url`` where this Odoo answers.
    """
    parameters = env["ir.config_parameter"]
    parameters.set_param("web.base.url", url)
    # all robots stand behind one address here; the crowd has tests of its own
    parameters.set_param("izinnet_iys.crowd_answers", "1000000")
    brand = _brand(env)
    gateway = env["iys.sms.gateway"].create(
        {
            "name": "Deneme",
            "company_id": brand.company_id.id,
            "provider": account["gateway"],
            "base_url": account["base_url"],
            "username": account["username"],
            "password": account["password"],
        }
    )
    gateway.action_confirm_database()
    env["iys.sms.title"].create(
        {
            "name": account["titles"][0],
            "gateway_id": gateway.id,
            "state": "approved",
        }
    )
    brand.company_id.iys_sms_gateway_id = gateway
    _form(env, brand)


def _brand(env):
    account = env["iys.account"].create(
        {
            "name": "Deneme",
            "iys_code": "545454",
            "route": "demo",
            "results_delay": 0,
        }
    )
    return env["iys.brand"].create(
        {
            "name": "Deneme",
            "account_id": account.id,
            "brand_code": "545454",
            "registration_state": "ready",
            "trade_name": "Deneme A.Ş.",
            "mersis": "0000000000000101",
            "contact": "iletisim@deneme.example.com",
            "iys_quiet_start": 0,
            "iys_quiet_end": 0,
        }
    )


def _form(env, brand):
    ground = env["iys.notice.block"]._fields["ground"].get_values(env)[0]
    notice = _publish(
        env, brand, name="Aydınlatma metni", kind="notice",
        block_ids=[
            (0, 0, {"kind": k, "content": t, "ground": k == "purpose" and ground})
            for k, t in BLOCKS.items()
        ],
    )  # fmt: skip
    boxes = [
        {
            "type": type_,
            "label": f"{way} ile haber verin",
            "notice_id": _publish(
                env, brand, name=f"{way} onayı", kind="commercial_approval", type=type_,
                body=f"<p>{{{{trade_name}}}} {way} ile kampanya iletileri gönderebilir.</p>",
            ).id,
        }
        for type_, way in WAYS.items()
    ]  # fmt: skip
    form = env["iys.form"].create(
        {
            "name": "Deneme",
            "brand_id": brand.id,
            "notice_id": notice.id,
            "title": "Haberdar olun",
            "confirms_address": True,
            "question_ids": [(0, 0, box) for box in boxes],
        }
    )
    form.action_publish()


def _publish(env, brand, **values):
    text = env["iys.notice"].create(
        {"brand_id": brand.id, "language": "tr_TR", **values}
    )
    text.action_publish()
    return text


def forget_codes(env, **limits):
    """Empty the book and set limits of the account anew."""
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(f"TRUNCATE {', '.join(GROWING)} CASCADE")
    env["iys.sms.gateway"].search([]).write(
        {"iys_codes_hour": 500, "iys_codes_day": 2000, **limits}
    )


JOBS = {"found_codes": found_codes, "forget_codes": forget_codes}
