// Placeholder until the editor stands: the file as text.
import { startDesk } from "./workbench/desk.js";
import { openText } from "./workbench/text.js";

startDesk(openText);
