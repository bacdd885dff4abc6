import { registry } from "@web/core/registry";
import { ConsentBoxes } from "./consent_boxes";
import { ConsentForm } from "./consent_form";

/** In the editor the block shows itself and sends nothing. */
const ConsentEdit = (I) =>
    class extends I {
        async onSubmit() {}
        get showsThanks() {
            return this.el.dataset.iysThanks === "own";
        }
    };

for (const [name, Interaction] of [
    ["izinnet_iys_website.consent_form", ConsentForm],
    ["izinnet_iys_website.consent_boxes", ConsentBoxes],
]) {
    registry
        .category("public.interactions.edit")
        .add(name, { Interaction, mixin: ConsentEdit });
}
