import {user} from "@web/core/user";

/**
 * Says which language the page speaks. The web client leaves it out, so browsers wrote
 * capital headings with an English I ("KISI") and screen readers read Turkish as English.
 */
document.documentElement.lang = user.lang || "en";
