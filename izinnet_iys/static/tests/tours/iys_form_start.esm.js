import {registry} from "@web/core/registry";

/**
 * A consent manager makes a form for an event: where, what, which brand. The check finds
 * nothing, the preview is looked at on a phone and on a desk, and the form is published.
 */
registry.category("web_tour.tours").add("izinnet_iys_form_start", {
    steps: () => [
        {
            content: "one way to begin",
            trigger: "button:contains('New form')",
            run: "click",
        },
        {
            content: "where",
            trigger: ".modal [name=place] .o_radio_item:contains('event or fair') input",
            run: "click",
        },
        {content: "what", trigger: ".modal [name=ask_mesaj] input", run: "click"},
        {
            content: "which brand",
            trigger: ".modal [name=brand_id] input",
            run: "edit Beta",
        },
        {trigger: ".o-autocomplete--dropdown-item:contains('Beta')", run: "click"},
        {
            content: "the plan names the texts that are taken",
            trigger: ".modal [name=plan_html] :contains('Onay MESAJ')",
        },
        {trigger: ".modal button[name=action_make]", run: "click"},
        {
            content: "the screen opens at check and preview",
            trigger: "[name=fault_html] :contains('Nothing to object to')",
        },
        {
            content: "as on a desk",
            trigger: "[name=preview_width] .o_radio_item:contains('Desk') input",
            run: "click",
        },
        {
            content: "an empty box for each channel",
            trigger: "[name=preview_html]:has(.border-dark + span:contains('Beta'))",
        },
        {trigger: "button[name=action_publish]:contains('Publish')", run: "click"},
        {trigger: ".o_statusbar_status .o_arrow_button_current:contains('Published')"},
        {trigger: ".nav-link[name=points]", run: "click"},
        {
            content: "link, code and the code for a page of one's own",
            trigger: "[name=main_qr] img",
        },
        {trigger: "[name=main_embed_code] :contains('href=')"},
    ],
});
