import { onWillStart } from "@odoo/owl";
import { BaseOptionComponent } from "@html_builder/core/utils";

/** Which published form, for both blocks. */
export class ConsentPointOption extends BaseOptionComponent {
    static template = "izinnet_iys_website.ConsentPointOption";
    static selector = ".s_iys_consent_form, .s_iys_consent";
    static dependencies = ["iysConsentOption"];

    setup() {
        super.setup();
        this.points = [];
        onWillStart(async () => {
            this.points = await this.dependencies.iysConsentOption.fetchPoints();
        });
    }
}

/** How the whole form looks; its colours are those of any block of the theme. */
export class ConsentLookOption extends BaseOptionComponent {
    static template = "izinnet_iys_website.ConsentLookOption";
    static selector = ".s_iys_consent_form";
}
