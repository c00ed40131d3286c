/** What all pages of forms share: the document around the content, and the headers it is sent with. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { directionOf } from '../../domain/forms/choose-language.ts';
import type { Form } from '../../domain/forms/form.ts';
import { styleFor, type Theme } from './form-style.ts';
import { type Html, html, trusted } from './html.ts';

export interface Page {
  language: string;
  title: string;
  theme: Theme;
  isEmbedded: boolean;
  content: Html;
  /** `null` on pages that belong to no form. */
  form: Form | null;
}

const compress = promisify(gzip);

/** For pages that hold what somebody typed. */
export const NEVER_KEPT = { 'cache-control': 'no-store' };

/** The browser may go back to it, and asks again when it is opened anew: each page has a token of its own. */
const ASKED_AGAIN = { 'cache-control': 'private, no-cache' };

/** @param headers beside the usual ones */
export async function sendPage(
  { headers: asked }: FastifyRequest,
  reply: FastifyReply,
  status: number,
  page: Page,
  headers: Record<string, string> = {},
): Promise<FastifyReply> {
  const style = styleFor(page.theme, page.form?.accent ?? null);
  const text = documentOf(page, style.css).text;
  reply
    .code(status)
    .headers({
      ...ASKED_AGAIN,
      ...headers,
      'content-security-policy': policyOf(page, style.hash),
      'content-language': page.language,
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-content-type-options': 'nosniff',
      vary: 'accept-language, accept-encoding',
    })
    .type('text/html; charset=utf-8');
  if (!/\bgzip\b/i.test(String(asked['accept-encoding'] ?? ''))) return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(await compress(text));
}

function documentOf({ language, title, isEmbedded, content }: Page, css: string): Html {
  const script = isEmbedded ? html`<script src="/f/frame.js" async></script>` : null;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"${isEmbedded && html` class="embedded"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(css)}</style>${script}
</head>
<body>
${content}
</body>
</html>
`;
}

/** Nothing from anywhere else, and nothing that runs unless a frame has to tell how high it is. */
function policyOf({ form, isEmbedded }: Page, styleHash: string): string {
  // Browsers ask for leave to follow the redirect after sending, too.
  const after = form?.redirect && !isEmbedded ? [new URL(form.redirect).origin] : [];
  return [
    "default-src 'none'",
    `style-src ${styleHash}`,
    'img-src data:',
    ...(isEmbedded ? ["script-src 'self'"] : []),
    ["form-action 'self'", ...after].join(' '),
    "base-uri 'none'",
    ["frame-ancestors 'self'", ...(form?.allow ?? [])].join(' '),
  ].join('; ');
}
