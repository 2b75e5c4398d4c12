// Diagrams of the workbench with marks: what a difference changed, which flows a scenario took.
import "./drawings.css";
import { watchDrawings } from "./workbench/drawings.js";

watchDrawings();
