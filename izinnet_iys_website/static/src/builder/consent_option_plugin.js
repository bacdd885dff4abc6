import { BuilderAction } from "@html_builder/core/builder_action";
import { before, SNIPPET_SPECIFIC_END } from "@html_builder/utils/option_sequence";
import { Plugin } from "@html_editor/plugin";
import { withSequence } from "@html_editor/utils/resource";
import { registry } from "@web/core/registry";
import { ConsentLookOption, ConsentPointOption } from "./consent_option";

/** An option kept as a data attribute; the block shows itself anew with it. */
class ConsentAction extends BuilderAction {
    static attribute = "";
    static usual = "";

    setup() {
        this.preview = false;
    }
    get name() {
        return this.constructor.attribute;
    }
    isApplied({ editingElement, value }) {
        return (editingElement.dataset[this.name] || this.constructor.usual) === value;
    }
    apply({ editingElement, value }) {
        editingElement.dataset[this.name] = value;
        this.dispatchTo("update_interactions", editingElement);
    }
}

export class IysChoosePointAction extends ConsentAction {
    static id = "iysChoosePoint";
    static attribute = "iysPoint";

    apply({ editingElement, value }) {
        // what is left without scripts: the form's own page
        const linkEl = editingElement.querySelector(".s_iys_consent_link");
        linkEl?.setAttribute("href", value ? `/izin/${value}` : "/");
        super.apply({ editingElement, value });
    }
}

export class IysLayoutAction extends ConsentAction {
    static id = "iysLayout";
    static attribute = "iysLayout";
    static usual = "one";
}

export class IysThanksAction extends ConsentAction {
    static id = "iysThanks";
    static attribute = "iysThanks";
    static usual = "form";
}

export class ConsentOptionPlugin extends Plugin {
    static id = "iysConsentOption";
    static shared = ["fetchPoints"];
    resources = {
        builder_options: [
            withSequence(before(SNIPPET_SPECIFIC_END), ConsentPointOption),
            withSequence(before(SNIPPET_SPECIFIC_END), ConsentLookOption),
        ],
        builder_actions: { IysChoosePointAction, IysLayoutAction, IysThanksAction },
        dropzone_selector: [
            {
                selector: ".s_iys_consent",
                dropNear: ".s_website_form_field",
                dropLockWithin: "form",
            },
        ],
        content_not_editable_selectors: [".s_iys_consent_place"],
        content_editable_selectors: [".s_iys_consent_link"],
        on_snippet_dropped_handlers: this.onSnippetDropped.bind(this),
    };

    /** A form that is the only one need not be chosen. */
    async onSnippetDropped({ snippetEl }) {
        const selector = ConsentPointOption.selector;
        const blockEls = [...snippetEl.querySelectorAll(selector)];
        if (snippetEl.matches(selector)) {
            blockEls.push(snippetEl);
        }
        const points = blockEls.length ? await this.fetchPoints() : [];
        if (points.length === 1) {
            for (const blockEl of blockEls) {
                blockEl.dataset.iysPoint = points[0].token;
                blockEl
                    .querySelector(".s_iys_consent_link")
                    ?.setAttribute("href", `/izin/${points[0].token}`);
            }
        }
    }

    async fetchPoints() {
        const { id } = this.services.website.currentWebsite;
        this.points ??= await this.services.orm.call("website", "iys_consent_points", [[id]]);
        return this.points;
    }
}

registry.category("website-plugins").add(ConsentOptionPlugin.id, ConsentOptionPlugin);
