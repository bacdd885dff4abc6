"""Inside Odoo: a brand with a published form of three boxes, as a company has it."""

# ruff: noqa: F821
env["ir.config_parameter"].set_param("web.base.url", PARAMS["url"])
# everybody here comes from one address; the burst puts the default back
env["ir.config_parameter"].set_param("izinnet_iys.crowd_answers", "1000000")
brand = make_brand()


def publish(**values):
    text = env["iys.notice"].create(
        {"brand_id": brand.id, "language": "tr_TR", **values}
    )
    text.action_publish()
    return text


ground = env["iys.notice.block"]._fields["ground"].get_values(env)[0]
BLOCKS = {
    "controller": "Veri sorumlusu {{trade_name}}, {{contact}}.",
    "purpose": "Kampanya duyurusu göndermek.",
    "recipient": "İYS ve ileti hizmeti sağlayıcıları.",
    "method": "Bu form üzerinden, elektronik ortamda.",
    "rights": "KVKK m. 11'deki haklarınızı kullanabilirsiniz.",
}
notice = publish(
    name="Aydınlatma metni",
    kind="notice",
    block_ids=[
        (0, 0, {"kind": kind, "content": text, "ground": kind == "purpose" and ground})
        for kind, text in BLOCKS.items()
    ],
)
WAYS = {"EPOSTA": "e-posta", "MESAJ": "SMS", "ARAMA": "telefon araması"}
boxes = [
    {
        "type": type_,
        "label": f"{way} ile haber verin",
        "notice_id": publish(
            name=f"{way} onayı",
            kind="commercial_approval",
            type=type_,
            body=f"<p>{{{{trade_name}}}} {way} ile kampanya iletileri gönderebilir.</p>",
        ).id,
    }
    for type_, way in WAYS.items()
]
told = {}
for name, confirms in (("confirmed", True), ("direct", False)):
    form = env["iys.form"].create(
        {
            "name": f"Deneme {name}",
            "brand_id": brand.id,
            "notice_id": notice.id,
            "title": "Haberdar olun",
            "intro": "Dilediğiniz an vazgeçin.",
            "confirms_address": confirms,
            # nobody can confirm a phone before an SMS operator is connected
            "question_ids": [(0, 0, b) for b in (boxes[:1] if confirms else boxes)],
        }
    )
    form.action_publish()
    point = form.point_ids[:1] or env["iys.form.point"].create(
        {"form_id": form.id, "name": "Deneme"}
    )
    told[name] = point.token
env.cr.commit()
tell(**told)
