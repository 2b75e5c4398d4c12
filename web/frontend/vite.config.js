// Builds src/*.js (with the styles they import) into web/static/build, with a manifest that web/assets.py reads.
import { defineConfig } from "vite";

// The policy refuses style attributes in markup; the editors' icons carry some. The same words are attributes of SVG.
const styleAttributes = {
  name: "style-attributes",
  transform(code, id) {
    if (!/node_modules\/(@bpmn-io|bpmn-js|dmn-js|diagram-js|table-js)/.test(id) || !code.includes('style="')) return null;
    const plain = code.replace(/(?<=[\s'"`])style="([^"'`$\\]*)"/g, (_, rules) => attributes(rules));
    return { code: plain.replace(/(?<=[\s'"`])style="(?=')/g, 'data-look="'), map: null };
  },
};

// The form editor wants an older preact than the rest, and its viewer must draw with the same one.
const onePreact = {
  name: "one-preact",
  enforce: "pre",
  resolveId(source, importer) {
    if (!/^preact(\/|$)/.test(source) || !/form-js-viewer/.test(importer ?? "")) return null;
    return this.resolve(source, importer.replace(/form-js-viewer.*$/, "form-js-editor/dist/index.es.js"), { skipSelf: true });
  },
};

function attributes(rules) {
  const pairs = rules.split(";").map((rule) => rule.split(":").map((part) => part.trim())).filter(([name, value]) => name && value);
  return pairs.map(([name, value]) => `${name}="${value}"`).join(" ");
}

export default defineConfig({
  plugins: [onePreact, styleAttributes],
  base: "/static/build/",
  publicDir: false,
  css: { transformer: "lightningcss" },
  build: {
    outDir: "../static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false }, // it would be an inline script
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000, // the editors are large, and loaded only on their own pages
    target: "es2022",
    cssTarget: ["chrome105", "safari16", "firefox110"],
    rollupOptions: {
      input: ["src/main.js", "src/diagram.js", "src/drawings.js", "src/workbench.js", "src/bpmn_editor.js", "src/dmn_editor.js", "src/form_editor.js"],
    },
  },
});
