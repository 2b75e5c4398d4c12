// The diagram viewer; loaded only where a diagram is shown, drawn when it is first visible.
import "./diagram.css";
import { watchDiagrams } from "./js/diagrams.js";

watchDiagrams();
