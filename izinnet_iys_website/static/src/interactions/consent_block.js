import { Interaction } from "@web/public/interaction";

/**
 * What both blocks share: the texts of the published version, fetched when the page is
 * read, because pages are cached and a saved page must never show an old text.
 */
export class ConsentBlock extends Interaction {
    dynamicContent = {
        ".s_iys_consent_link": { "t-att-class": () => ({ "d-none": this.isOpen }) },
    };

    setup() {
        this.content = { state: "closed" };
    }

    get token() {
        return this.el.dataset.iysPoint || "";
    }

    get isOpen() {
        return this.content.state === "open";
    }

    get placeEl() {
        return this.el.querySelector(".s_iys_consent_place") || this.el;
    }

    async willStart() {
        if (this.token) {
            const lang = document.documentElement.lang || "";
            const url = `/iys/form/${encodeURIComponent(this.token)}/content`;
            this.content = await this.waitFor(this.fetchJson(`${url}?lang=${lang}`));
        }
    }

    /** Never throws: without an answer the link to the form's own page stays. */
    async fetchJson(url) {
        try {
            const response = await fetch(url, { credentials: "same-origin" });
            return response.ok ? await response.json() : { state: "closed" };
        } catch {
            return { state: "closed" };
        }
    }

    /** An id that is unique on the page, also with the same form on it twice. */
    idOf(name) {
        this.serial ??= ++ConsentBlock.count;
        return `iys_${this.serial}_${name}`;
    }
}
ConsentBlock.count = 0;
