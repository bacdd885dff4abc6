import { registry } from "@web/core/registry";
import {
    changeOptionInPopover,
    clickOnSave,
    registerWebsitePreviewTour,
} from "@website/js/tours/tour_utils";

/** Drop the block, choose a form and an own thank-you, save. */
registerWebsitePreviewTour("iys_consent_block_edit", { url: "/", edition: true }, () => [
    {
        content: "Open the group of contact blocks",
        trigger: `#snippet_groups .o_snippet[name="Contact & Forms"].o_draggable .o_snippet_thumbnail_area`,
        run: "click",
    },
    {
        content: "Take the consent form",
        trigger: `.modal .show:iframe .o_snippet_preview_wrap[data-snippet-id="s_iys_consent_form"]:not(.d-none)`,
        run() {
            // a simulated pointer stays inside the dialog's frame and hangs the browser
            this.anchor.click();
        },
    },
    {
        content: "Mark the block",
        trigger: ":iframe .s_iys_consent_form .s_iys_consent_column",
        run: "click",
    },
    ...changeOptionInPopover("Consent form", "Form", "Stand"),
    {
        content: "The form shows itself in the editor",
        trigger: ":iframe .s_iys_consent_form form.iys_live input[name=email]",
    },
    ...changeOptionInPopover("Consent form", "Fields", "Side by side"),
    ...changeOptionInPopover("Consent form", "Thank-you", "Own text on the page"),
    ...clickOnSave(),
    {
        content: "The saved page shows the form",
        trigger: ":iframe .s_iys_consent_form form.iys_live .iys_boxes",
    },
]);

/** A visitor ticks one of the boxes and sends. */
registry.category("web_tour.tours").add("iys_consent_block_use", {
    steps: () => [
        {
            content: "No box is ticked at first",
            trigger: ".s_iys_consent_form form.iys_live:not(:has(input:checked))",
        },
        {
            trigger: ".s_iys_consent_form input[name=name]",
            run: "edit Deneme Kişi",
        },
        {
            trigger: ".s_iys_consent_form input[name=email]",
            run: "edit deneme@ornek.example.com",
        },
        {
            trigger: ".s_iys_consent_form input[data-type=EPOSTA]",
            run: "click",
        },
        {
            trigger: ".s_iys_consent_form form.iys_live button[type=submit]",
            run: "click",
        },
        {
            content: "What was taken is said",
            trigger: ".s_iys_consent_form .iys_status.alert-success",
        },
        {
            content: "The page's own thank-you shows",
            trigger: ".s_iys_consent_form .s_iys_consent_thanks:not(.d-none)",
        },
    ],
});

/** What a visitor writes into a form of the form builder, and its sending. */
const write = [
    {
        trigger: ".s_website_form form input[name=name]",
        run: "edit Deneme Kişi",
    },
    {
        trigger: ".s_website_form form input[name=email_from]",
        run: "edit deneme@ornek.example.com",
    },
    {
        trigger: ".s_website_form form input[name=subject]",
        run: "edit Soru",
    },
    {
        trigger: ".s_website_form form textarea[name=description]",
        run: "edit Merhaba",
    },
    {
        trigger: ".s_website_form .s_website_form_send",
        run: "click",
    },
    {
        content: "The form was sent",
        trigger: "#s_website_form_result.text-success",
    },
];

registry.category("web_tour.tours").add("iys_consent_boxes_empty", {
    steps: () => [
        {
            content: "The boxes are there, inside the form",
            trigger: ".s_website_form form .s_iys_consent input[type=checkbox]:not(:checked)",
        },
        ...write,
    ],
});

registry.category("web_tour.tours").add("iys_consent_boxes_ticked", {
    steps: () => [
        {
            trigger: ".s_website_form form .s_iys_consent input[data-type=EPOSTA]",
            run: "click",
        },
        ...write,
    ],
});

/** The boxes are dragged into a form of the page and saved. */
registerWebsitePreviewTour(
    "iys_consent_boxes_edit",
    { url: "/iletisim-deneme", edition: true },
    () => [
        {
            content: "Drag the boxes into the form",
            trigger: `#snippet_content .o_snippet[name="Consent boxes"].o_draggable .o_snippet_thumbnail`,
            run: "drag_and_drop :iframe .s_website_form_rows textarea",
        },
        {
            content: "They are in the form",
            trigger: ":iframe .s_website_form form .s_iys_consent",
        },
        {
            content: "Mark them",
            trigger: ":iframe .s_website_form form .s_iys_consent",
            run: "click",
        },
        ...changeOptionInPopover("Consent boxes", "Form", "Stand"),
        {
            content: "The boxes show themselves in the editor",
            trigger: ":iframe .s_iys_consent .iys_boxes input[data-type=EPOSTA]",
        },
        ...clickOnSave(),
        {
            trigger: ":iframe .s_iys_consent .iys_boxes input[data-type=EPOSTA]",
        },
    ]
);

/** A visitor subscribes to a newsletter and reads what the button asks for. */
registry.category("web_tour.tours").add("iys_newsletter_use", {
    steps: () => [
        {
            content: "The approval stands under the box",
            trigger: ".js_subscribe .iys_newsletter_words a[href^='/izin/']",
        },
        {
            trigger: ".js_subscribe .iys_name",
            run: "edit Deneme Kişi",
        },
        {
            trigger: ".js_subscribe input[type=email]",
            run: "edit deneme@ornek.example.com",
        },
        {
            trigger: ".js_subscribe .js_subscribe_btn",
            run: "click",
        },
        {
            content: "A link to confirm is announced",
            trigger: ".o_notification:has(.bg-success)",
        },
    ],
});
