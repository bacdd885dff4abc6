import {registry} from "@web/core/registry";

/**
 * A person in the call centre opens a contact; the customer on the phone approves calls
 * and refuses SMS. The recording stays in the telephone system, named by place and hash.
 */
registry.category("web_tour.tours").add("izinnet_iys_collect", {
    steps: () => [
        {
            content: "the demo registry is announced",
            trigger: ".o_iys_demo_banner:contains('not the real İYS')",
        },
        {
            content: "open the consents of the contact",
            trigger: ".o_notebook .nav-link[name=iys_consents]",
            run: "click",
        },
        {trigger: "button[name=action_iys_collect]", run: "click"},
        {
            content: "nothing is chosen beforehand",
            trigger: ".modal .o_iys_capture:not(:has(.o_selection_badge.active))",
        },
        {
            content: "the person refuses SMS",
            trigger: ".modal [name=choice_mesaj] .o_selection_badge:contains('Refuses')",
            run: "click",
        },
        {
            content: "the person approves calls",
            trigger: ".modal [name=choice_arama] .o_selection_badge:contains('Approves')",
            run: "click",
        },
        {
            content: "the screen says what is missing",
            trigger: ".modal .alert:contains('Choose how the approval was given')",
        },
        {
            content: "it was a call, with its recording kept elsewhere",
            trigger: ".modal [name=method] select, .modal [name=method] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Telephone call')",
            run: "click",
        },
        {trigger: ".modal [name=script] input", run: "edit Welcome call v3"},
        {trigger: ".modal [name=recording_reference] input", run: "edit PBX 42"},
        {
            trigger: ".modal [name=recording_sha256] input",
            run: `edit ${"ab".repeat(32)}`,
        },
        {
            content: "leave the last field, so that it is judged",
            trigger: ".modal .modal-title",
            run: "click",
        },
        {
            content: "nothing is missing any more",
            trigger: ".modal:not(:has(.alert-info:contains('Before it can')))",
        },
        {trigger: ".modal button[name=action_record]", run: "click"},
        {
            content: "the result is told in words",
            trigger: ".modal .alert-success:contains('It counts from now on')",
        },
        {trigger: ".modal button[special=cancel]:contains('Close')", run: "click"},
        {trigger: "body:not(:has(.modal))"},
    ],
});
