import {inputFiles} from "@web/../tests/utils";
import {registry} from "@web/core/registry";

// The scanner looks at a strip in the middle, a fifth of the height
const SIDE = 1200;
const CODE = 210;

/** Put a picture before the camera: the stream of a canvas that shows it. */
async function holdBeforeCamera(url) {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    const context = canvas.getContext("2d");
    const draw = () => {
        context.fillStyle = "#fff";
        context.fillRect(0, 0, SIDE, SIDE);
        const place = (SIDE - CODE) / 2;
        context.drawImage(picture, place, place, CODE, CODE);
    };
    draw();
    setInterval(draw, 100);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
}

/** Signed sheets on the desk: the camera reads one, and its photo is filed under it. */
registry.category("web_tour.tours").add("izinnet_iys_sheet", {
    steps: () => [
        {
            trigger: "button:contains('Scan a sheet')",
            async run({click}) {
                await holdBeforeCamera("/iys_tour_code.png");
                await click();
            },
        },
        {
            content: "the web client's own scanner",
            trigger: ".modal .o_iys_scan",
            run: "click",
        },
        {
            content: "what the camera read stands in the field",
            trigger: ".modal [name=code] input:value(/iys/sheet/K)",
            timeout: 40000, // reading a picture takes its time on a busy machine
        },
        {trigger: ".modal button[name=action_open]", run: "click"},
        {
            content: "the screen of the sheet",
            trigger: ".alert:contains('Nothing is filed')",
        },
        {trigger: "button[name=action_file]", run: "click"},
        {
            trigger: ".o_field_widget[name=file] input[capture]:not(:visible)",
            async run() {
                await inputFiles("[name=file] input[capture]", [
                    new File(["%PDF-1.4 scan"], "sheet.pdf", {type: "application/pdf"}),
                ]);
            },
        },
        {
            content: "the photo is there, with its fingerprint",
            trigger: "[name=sha256]:not(.o_field_empty)",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)"},
    ],
});
