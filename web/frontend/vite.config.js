// Builds src/*.js (with the styles they import) into web/static/build, with a manifest that web/assets.py reads.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  css: { transformer: "lightningcss" },
  build: {
    outDir: "../static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false }, // it would be an inline script
    assetsInlineLimit: 0,
    target: "es2022",
    cssTarget: ["chrome105", "safari16", "firefox110"],
    rollupOptions: { input: ["src/main.js", "src/diagram.js"] },
  },
});
