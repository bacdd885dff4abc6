import {CharField, charField} from "@web/views/fields/char/char_field";
import {_t} from "@web/core/l10n/translation";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {useService} from "@web/core/utils/hooks";

/**
 * A text that may come from a code: a button beside it opens the web client's own scanner.
 * Typing stays possible, also where there is no camera.
 */
export class ScanCode extends CharField {
    static template = "izinnet_iys.ScanCode";

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.canScan = isBarcodeScannerSupported();
    }

    async onScan() {
        try {
            const code = await scanBarcode(this.env);
            await this.props.record.update({[this.props.name]: code});
        } catch (error) {
            this.notification.add(error.message || _t("The camera cannot be used."), {
                type: "warning",
            });
        }
    }
}

registry.category("fields").add("iys_scan", {
    ...charField,
    component: ScanCode,
    displayName: _t("Text or scanned code"),
});
