/** Forms: `/f/{form}`, their page of thanks, and the script that puts one into another page. Described in docs/forms.md. */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest, HTTPMethods } from 'fastify';
import type { Form } from '../../domain/forms/form.ts';
import { readOrigin } from '../../domain/forms/origin.ts';
import { cleanLine } from '../../domain/normalise/text.ts';
import type { Clock } from '../../ports/clock.ts';
import { type ReportError, toProblem } from '../error-handler.ts';
import { readRaw } from '../json-body.ts';
import type { AcceptLead } from '../lead-request.ts';
import { Problem } from '../problem.ts';
import { createFormLimits, type FormLimits } from './form-limits.ts';
import { formPage } from './form-page.ts';
import { createFormTokens } from './form-token.ts';
import { sendPage } from './page.ts';
import { errorPage, thanksPage } from './plain-page.ts';
import { createReceiveForm, type ReceiveFormDeps } from './receive-form.ts';
import { embedScript, FRAME_SCRIPT, sendScript } from './scripts.ts';
import { type View, viewOf } from './view.ts';

/** What the composition root knows of forms. */
export interface FormsOptions {
  forms: readonly Form[];
  clock: Clock;
  /** Whether a proxy of ours writes who sends. */
  trustProxy: boolean;
  limits?: FormLimits;
}

export interface FormRoutesOptions extends FormsOptions {
  /** What tokens are derived from; `null`: they hold as long as the process. */
  apiKey: string | null;
  acceptLead: AcceptLead;
  guardLoad: () => void;
  reportError: ReportError;
}

/** Everything that a form may have, some of it in full. */
const FORM_BYTES = 64 * 1024;

type FormRequest = FastifyRequest<{ Params: { form: string } }>;

/** To be registered under the prefix `/f`. */
export function formRoutes(options: FormRoutesOptions): FastifyPluginAsync {
  const { forms, clock, apiKey, limits, reportError } = options;
  const byId = new Map(forms.map((form) => [form.id, form]));
  const formOf = ({ params }: FormRequest): Form => {
    const form = byId.get(params.form);
    if (!form) throw new Problem('not-found');
    return form;
  };
  const viewIn = (request: FormRequest): View => viewOf(formOf(request), queryOf(request), request.headers);
  const tokens = createFormTokens(apiKey, () => clock.now().getTime());
  const deps: ReceiveFormDeps = { ...options, tokens, takeTurn: createFormLimits(limits) };
  const receive = createReceiveForm(deps);

  return async (app) => {
    answerInHtml(app, reportError);
    app.removeAllContentTypeParsers();
    readRaw(app, 'application/x-www-form-urlencoded');

    app.get('/:form', (request: FormRequest, reply) => {
      const view = viewIn(request);
      const query = queryOf(request);
      const page = formPage(view, {
        token: tokens.issue(view.form.id),
        typed: hiddenFrom(view.form, query),
        origin: readOrigin((name) => query.get(name) ?? arrival(request, view)[name]),
        mistakes: [],
        notice: null,
      });
      return sendPage(request, reply, 200, page);
    });
    app.post('/:form', { bodyLimit: FORM_BYTES }, (request: FormRequest, reply) =>
      receive(request, reply, viewIn(request)),
    );
    app.get('/:form/thanks', (request: FormRequest, reply) =>
      sendPage(request, reply, 200, thanksPage(viewIn(request))),
    );
    app.get('/:form/embed.js', (request: FormRequest, reply) =>
      sendScript(request, reply, embedScript(formOf(request))),
    );
    app.get('/frame.js', (request, reply) => sendScript(request, reply, FRAME_SCRIPT));
    refuseOthers(app, '/:form', ['GET', 'HEAD', 'POST']);
    for (const path of ['/:form/thanks', '/:form/embed.js', '/frame.js']) refuseOthers(app, path, ['GET', 'HEAD']);
  };
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at));
}

const MOST_OF_A_PARAMETER = 500;

/** Only hidden fields are filled in from the address: a link must not be able to put words into anybody's mouth. */
function hiddenFrom({ fields }: Form, query: URLSearchParams): (name: string) => string {
  return (name) => {
    const parameter = fields.find(({ field }) => field === name)?.query;
    return parameter ? cleanLine(query.get(parameter) ?? '').slice(0, MOST_OF_A_PARAMETER) : '';
  };
}

/** What the browser says about the page before this one: in a frame that is the page around it. */
function arrival({ headers }: FastifyRequest, { isEmbedded }: View): Partial<Record<string, string>> {
  const { referer } = headers;
  const isOwn = referer !== undefined && URL.canParse(referer) && new URL(referer).host === headers.host;
  if (referer === undefined || isOwn) return {};
  return isEmbedded ? { page: referer } : { referrer: referer };
}

/** Browsers read these answers, so that errors are pages too. */
function answerInHtml(app: FastifyInstance, reportError: ReportError): void {
  app.setNotFoundHandler((request, reply) => sendPage(request, reply, 404, errorPage(404, request)));
  app.setErrorHandler((error, request, reply) => {
    reportError(error, request.id);
    const { body, headers } = toProblem(error);
    // See `sendProblem`: whoever is still sending should get to read this.
    reply.removeHeader('connection');
    return sendPage(request, reply, body.status, errorPage(body.status, request), headers);
  });
}

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function refuseOthers(app: FastifyInstance, url: string, allowed: readonly HTTPMethods[]): void {
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (request, reply) => sendPage(request, reply, 405, errorPage(405, request), { allow: allowed.join(', ') }),
  });
}
