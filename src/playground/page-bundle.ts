/** Builds the page once, when it is first asked for, and keeps it in memory: there is no build step to forget. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface PageBundle {
  script: string;
  style: string;
}

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

let bundle: Promise<PageBundle> | null = null;

export function pageBundle(): Promise<PageBundle> {
  bundle ??= buildPage();
  return bundle;
}

async function buildPage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: [`${PAGE}main.tsx`, `${PAGE}style.css`],
    outdir: PAGE,
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const text = (extension: string) => outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

/** No inline script or style, so that the content security policy can refuse both. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dibs playground</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231f4f46'/%3E%3Cpath d='M4 8.5 7 11.5 12.5 5' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/playground/page.css">
<script type="module" src="/playground/page.js"></script>
</head>
<body><div id="page"><noscript>The playground needs JavaScript.</noscript></div></body>
</html>
`;

/** Nothing from anywhere else, and nowhere else to send anything. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
