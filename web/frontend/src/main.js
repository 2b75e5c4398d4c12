// Every page loads this. Pages work without it; it only makes them quicker and kinder.
import "./main.css";
import "htmx.org/dist/htmx.esm.js";
