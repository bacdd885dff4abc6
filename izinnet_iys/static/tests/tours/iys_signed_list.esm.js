import {inputFiles} from "@web/../tests/utils";
import {registry} from "@web/core/registry";

const ROW = ".o_field_widget[name=line_ids] .o_selected_row";

/** Type one person of the sheet into the row that is open, box by box. */
function typePerson(name, email, box) {
    return [
        {trigger: `${ROW} [name=person_name] input`, run: `edit ${name}`},
        {trigger: `${ROW} [name=email] input`, run: `edit ${email}`},
        {trigger: `${ROW} [name=${box}] input`, run: "click"},
    ];
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
        ...typePerson("Ada Akçam", "ada@deneme.example.com", "tick_eposta"),
        {trigger: `${ROW} [name=tick_eposta] input`, run: "press Enter"},
        ...typePerson("Bora Bilgin", "bora", "tick_eposta"),
        {trigger: `${ROW} [name=tick_eposta] input`, run: "press Enter"},
        ...typePerson("Ceren Coşkun", "ceren@deneme.example.com", "tick_eposta"),
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
