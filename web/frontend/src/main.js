// Every page loads this. Pages work without it; it only makes them quicker and kinder.
import "./main.css";
import "htmx.org/dist/htmx.esm.js";
import { pairTrail } from "./js/audit.js";
import { watchBulk } from "./js/bulk.js";
import { watchCopying } from "./js/copying.js";
import { watchDrafts } from "./js/drafts.js";
import { watchForms } from "./js/forms.js";
import { watchKeys } from "./js/keys.js";
import { watchMenus } from "./js/menus.js";
import { watchReadyTexts } from "./js/ready_texts.js";
import { showPlaces } from "./js/places.js";
import { watchPrinting } from "./js/printing.js";
import { makeTabs } from "./js/tabs.js";

watchForms();
watchDrafts();
watchBulk();
watchCopying();
watchKeys();
watchMenus();
watchPrinting();
showPlaces();
watchReadyTexts();
makeTabs();
pairTrail();
