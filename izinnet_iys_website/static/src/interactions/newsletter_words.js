import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Says under a newsletter box what the button asks for, and where its text is. */
export class NewsletterWords extends Interaction {
    static selector = ".js_subscribe";

    async willStart() {
        const kind = this.el.querySelector("input")?.name || "email";
        const lang = document.documentElement.lang || "";
        this.content = await this.waitFor(this.load(`kind=${kind}&lang=${lang}`));
    }

    async load(query) {
        try {
            const response = await fetch(`/iys/newsletter/content?${query}`);
            return response.ok ? await response.json() : {};
        } catch {
            return {};
        }
    }

    start() {
        if (!this.content.label) {
            return;
        }
        const placeEl = this.el.querySelector(".js_subscribe_wrap") || this.el;
        this.renderAt("izinnet_iys_website.NewsletterWords", this.content, placeEl);
        this.addressEl = this.el.querySelector("input.js_subscribe_value:not(.iys_full)");
        if (this.addressEl?.name === "email") {
            this.addName();
        }
    }

    /**
     * An approval needs a name (L-17) and Odoo sends one field only, the first it finds:
     * so the name goes along as "Name <address>", in a field put before the other.
     */
    addName() {
        const context = { words: this.content.words };
        this.renderAt(
            "izinnet_iys_website.NewsletterName",
            context,
            this.addressEl.parentElement,
            "beforebegin"
        );
        this.nameEl = this.el.querySelector(".iys_name");
        this.fullEl = this.el.querySelector(".iys_full");
        this.addListener(this.el, "click", this.joinName, { capture: true });
    }

    joinName() {
        const name = this.nameEl.value.replace(/[<>"@]/g, " ").trim();
        const address = this.addressEl.value.trim();
        this.fullEl.value = name ? `"${name}" <${address}>` : address;
    }
}

registry
    .category("public.interactions")
    .add("izinnet_iys_website.newsletter_words", NewsletterWords);
