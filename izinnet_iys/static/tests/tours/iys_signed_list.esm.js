import {inputFiles} from "@web/../tests/utils";
import {registry} from "@web/core/registry";

/** Type one person of the sheet into its own row, once that is open, box by box. */
function typePerson(place, name, email, box) {
    const row = `.o_field_widget[name=line_ids] tr.o_data_row:nth-child(${place}).o_selected_row`;
    return [
        {trigger: `${row} [name=person_name] input`, run: `edit ${name}`},
        {trigger: `${row} [name=email] input`, run: `edit ${email}`},
        {trigger: `${row} [name=${box}] input`, run: "click"},
        {trigger: `${row} [name=${box}] input:checked`},
    ];
}

/** Leave the row as a typist does: the next one opens by itself. */
function pressEnter(place, box) {
    return {
        trigger: `.o_field_widget[name=line_ids] tr.o_data_row:nth-child(${place}) [name=${box}] input`,
        run: "press Enter",
    };
}

/**
 * The day after an event somebody types in what people signed: the scan once, a row a
 * person. The middle row has no good address; it stays and stops nobody.
 */
registry.category("web_tour.tours").add("izinnet_iys_signed_list", {
    steps: () => [
        {
            content: "the sheet says what is missing",
            trigger: ".o_form_view [name=name] input",
        },
        {
            content: "the scan of the sheet, once",
            trigger: ".o_field_widget[name=attachment_ids] input[type=file]:not(:visible)",
            async run() {
                await inputFiles("[name=attachment_ids] input[type=file]", [
                    new File(["%PDF-1.4 scan"], "sheet.pdf", {type: "application/pdf"}),
                ]);
            },
        },
        {trigger: "[name=attachment_ids] :contains('sheet.pdf')"},
        {
            trigger: "[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...typePerson(1, "Ada Akçam", "ada@deneme.example.com", "tick_eposta"),
        pressEnter(1, "tick_eposta"),
        ...typePerson(2, "Bora Bilgin", "bora", "tick_eposta"),
        pressEnter(2, "tick_eposta"),
        ...typePerson(3, "Ceren Coşkun", "ceren@deneme.example.com", "tick_eposta"),
        {trigger: ".o_form_button_save", run: "click"},
        {
            content: "the broken row is told",
            trigger: "[name=line_ids] .o_data_row.text-danger:contains('Bora')",
        },
        {trigger: "button[name=action_record]", run: "click"},
        {
            content: "two are recorded",
            trigger: "button[name=action_open_consents] :contains('2')",
        },
    ],
});
