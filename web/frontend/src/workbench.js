// Texts, settings and scenarios of a draft as plain text; what every page of the workbench needs besides.
import { startDesk } from "./workbench/desk.js";
import { listLeftFiles } from "./workbench/left_files.js";
import { openText } from "./workbench/text.js";

startDesk(openText);
listLeftFiles();
