/** Forms over HTTP: from the page to the stored lead, in every language, from every page, and whatever goes wrong on the way. */
import { afterAll, describe, expect, it } from 'vitest';
import { AppError, type Retry } from '../../../src/domain/errors.ts';
import type { Lead } from '../../../src/domain/lead.ts';
import { openTestStore } from '../../helpers/database.ts';
import { EVERY_KIND, formsOf } from '../../helpers/forms.ts';
import { mistakesIn, NO_LIMITS, noticeIn, type OpenForm, startFormServer } from './form-client.ts';
import { sendRaw } from './harness.ts';

const FORMS = formsOf(`${EVERY_KIND}
  - { id: short, title: Write to us, fields: [email, message], redirect: "https://acme.example/thanks?a=b", allow: ["https://www.acme.example"] }
  - { id: italian, languages: [it], title: Scrivici, fields: [{ field: email, label: E-mail, required: true }], messages: { send: { it: Invia } } }`);

const { store } = await openTestStore();
const server = await startFormServer(store, { forms: FORMS });
afterAll(server.stop);

const RIGHT = {
  firstName: 'Lena',
  email: 'lena@birch.example',
  phone: '911 234 567',
  employees: '60',
  'custom.terms': 'yes',
  message: 'Hello\nthere',
  consent: 'yes',
};

/** Leads with this address, oldest first. */
async function leadsOf(email: string): Promise<Lead[]> {
  const waiting = await store.transaction((tx) => tx.leads.takeReceived(1_000, false));
  const leads = waiting === 'busy' ? [] : waiting.map(({ lead }) => lead);
  return leads.filter(({ attributes }) => attributes.email === email);
}

/** What was stored of the only one. */
async function attributesOf(email: string): Promise<Lead['attributes'] | undefined> {
  const leads = await leadsOf(email);
  expect(leads).toHaveLength(1);
  return leads[0]?.attributes;
}

function outcome(form: OpenForm) {
  return { status: form.status, notice: noticeIn(form.html), mistakes: mistakesIn(form.html) };
}

const SENT = { status: 303, notice: null, mistakes: {} };

describe('the page of a form', () => {
  it('is in the language that is asked for, else the browser’s, else the first', async () => {
    const titles = await Promise.all(
      [
        ['/f/full?lang=de', 'en'],
        ['/f/full', 'fr,de;q=0.5'],
        ['/f/full', 'fr'],
      ].map(async ([path = '', accepted = '']) => {
        const { html, headers } = await server.open(path, { 'accept-language': accepted });
        return [
          headers.get('content-language'),
          /<html lang="(\w+)"/.exec(html)?.[1],
          /<title>(.*)<\/title>/.exec(html)?.[1],
        ];
      }),
    );
    expect(titles).toEqual([
      ['de', 'de', 'Sprechen Sie mit uns'],
      ['de', 'de', 'Sprechen Sie mit uns'],
      ['en', 'en', 'Talk to us'],
    ]);
  });

  it('marks English where it has no words in the page’s language', async () => {
    const { html } = await server.open('/f/italian');
    expect(html).toContain('<button class="send">Invia</button>');
    const again = await (await server.open('/f/italian')).send({});
    expect(mistakesIn(again.html)).toEqual({ email: '<span lang="en">Please fill this in.</span>' });
  });

  it('allows nothing from elsewhere, and no script at all unless it is in a frame', async () => {
    const policy = (await server.open('/f/full')).headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'$/,
    );
    const redirecting = (await server.open('/f/short')).headers.get('content-security-policy');
    expect(redirecting).toContain("form-action 'self' https://acme.example;");
    expect(redirecting).toMatch(/frame-ancestors 'self' https:\/\/www\.acme\.example$/);
    const framed = await server.open('/f/short', { 'sec-fetch-dest': 'iframe' });
    expect(framed.headers.get('content-security-policy')).toContain("script-src 'self'; form-action 'self';");
    expect(framed.html.match(/<script/g)).toHaveLength(1);
    expect(framed.html).toContain('action="/f/short?lang=en&amp;embed=1"');
  });

  it('is as dark as the visitor’s system, unless its address says otherwise', async () => {
    const [auto, light, dark] = await Promise.all(
      ['', '?theme=light', '?theme=dark'].map(async (query) => (await server.open(`/f/full${query}`)).html),
    );
    const isAsTheSystem = (page = '') => page.includes('@media (prefers-color-scheme:dark)');
    expect([auto, light, dark].map(isAsTheSystem)).toEqual([true, false, false]);
    expect([light, dark].map((page = '') => page.includes('color-scheme:dark'))).toEqual([false, true]);
    expect(dark).toContain('action="/f/full?lang=en&amp;theme=dark"');
  });

  it('is compressed where the browser can read that', async () => {
    const response = await fetch(`${server.url}/f/full`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toContain('Talk to us');
    const plain = await sendRaw(server.port, ['GET /f/full HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']);
    expect(plain).toContain('Talk to us');
  });

  it('has a hidden field’s parameter from the address, and no other field’s', async () => {
    const { values } = await server.open('/f/full?plan=%22%3Eteam&email=a@birch.example&firstName=Eve');
    expect([values['custom.plan'], values.email, values.firstName]).toEqual(['">team', '', '']);
  });
});

describe('a form that is sent', () => {
  it('is a lead, and its sender gets to a page of thanks in the same language', async () => {
    const page = await server.open('/f/full?lang=de&plan=team&utm_source=fair&utm_campaign=s26', {
      referer: 'https://news.example/article?reader=7#x',
    });
    const answer = await page.send({ ...RIGHT, email: 'first@birch.example', country: 'FR', phone: '01 70 18 99 00' });
    expect(outcome(answer)).toEqual(SENT);
    expect(answer.headers.get('location')).toBe('/f/full/thanks?lang=de');
    expect(await attributesOf('first@birch.example')).toEqual({
      firstName: 'Lena',
      name: 'Lena',
      email: 'first@birch.example',
      domain: 'birch.example',
      phone: '+33170189900',
      employees: 60,
      country: 'FR',
      language: 'de',
      message: 'Hello\nthere',
      consent: 'Sie dürfen mir schreiben.',
      source: 'full',
      campaign: 's26',
      custom: {
        utm_source: 'fair',
        utm_campaign: 's26',
        referrer: 'https://news.example/article',
        plan: 'team',
        place: 'landing-a',
        terms: true,
      },
    });
    const thanks = await server.open('/f/full/thanks?lang=de');
    expect([thanks.status, thanks.html.includes('Vielen Dank')]).toEqual([200, true]);
  });

  it('leads to where the file says; in a frame the page of thanks leads on', async () => {
    const alone = await (await server.open('/f/short')).send({ email: 'alone@birch.example' });
    expect([alone.status, alone.headers.get('location')]).toEqual([303, 'https://acme.example/thanks?a=b']);
    const page = await server.open('/f/short?embed=1&page=https%3A%2F%2Facme.example%2Fpricing%3Fx%3D1');
    const framed = await page.send({ email: 'framed@birch.example' });
    expect(framed.headers.get('location')).toBe('/f/short/thanks?lang=en&embed=1');
    expect((await server.open(framed.headers.get('location') ?? '')).html).toContain(
      '<a class="go-on" href="https://acme.example/thanks?a=b" target="_top">',
    );
    expect((await attributesOf('framed@birch.example'))?.custom.page).toBe('https://acme.example/pricing');
  });

  it('in a frame that somebody wrote by hand knows the page around it', async () => {
    const page = await server.open('/f/short', { 'sec-fetch-dest': 'iframe', referer: 'https://www.acme.example/' });
    expect(page.values).toMatchObject({ page: 'https://www.acme.example' });
  });

  it('20 times at once, as by a double click, makes 1 lead', async () => {
    const page = await server.open('/f/full');
    server.clock.advance(5_000);
    const typed = { ...RIGHT, email: 'double@birch.example' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => page.sendNow(typed)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await leadsOf('double@birch.example')).toHaveLength(1);
  });

  it('again with other answers, as after going back, comes again and can be sent as a new one', async () => {
    const page = await server.open('/f/full');
    await page.send({ ...RIGHT, email: 'back@birch.example' });
    const again = await page.send({ ...RIGHT, email: 'back@birch.example', message: 'And another thing' });
    expect(outcome(again)).toMatchObject({ status: 409, notice: expect.stringContaining('already') });
    expect(again.values).toMatchObject({ message: 'And another thing', email: 'back@birch.example' });
    expect(outcome(await again.sendNow({}))).toEqual(SENT);
    const leads = await leadsOf('back@birch.example');
    expect(leads.map(({ attributes }) => [attributes.message, attributes.custom.suspicion])).toEqual([
      ['Hello\nthere', undefined],
      ['And another thing', undefined],
    ]);
  });
});

describe('a form with mistakes', () => {
  const WRONG = {
    firstName: '<b>"&\'</b>',
    lastName: 'x'.repeat(121),
    email: 'nobody" autofocus onfocus="alert(1)',
    phone: 'call me',
    website: 'not a site',
    employees: 'many',
    postalCode: '1'.repeat(21),
    'custom.seats': '1.200',
    message: '\n  </textarea><script>alert(1)</script>\n\nsecond line ',
  };

  it('comes again with everything that was typed, however wrong, and says what is wrong beside each field', async () => {
    const answer = await (await server.open('/f/full?lang=en&plan=team&gclid=g1')).send(WRONG);
    expect(outcome(answer)).toEqual({
      status: 422,
      notice: '9 things are not right yet',
      mistakes: {
        lastName: 'This is too long: 120 characters at most.',
        email: 'Enter an e-mail address such as ana@company.example.',
        phone: 'Enter a phone number with its country code, such as +44 20 7946 0018.',
        website: 'Enter a web address such as company.example.',
        employees: 'Enter a number such as 250.',
        postalCode: 'This is too long: 20 characters at most.',
        'custom.seats': 'Enter a number such as 250.',
        'custom.terms': 'Please tick this box to go on.',
        consent: 'Please tick this box to go on.',
      },
    });
    expect(answer.values).toMatchObject({ ...WRONG, 'custom.plan': 'team', gclid: 'g1' });
    expect(answer.html).not.toMatch(/<script|<b>| onfocus="/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const mended = await answer.sendNow({
      ...RIGHT,
      email: 'mended@birch.example',
      lastName: '',
      website: '',
      postalCode: '',
      'custom.seats': '',
    });
    expect(outcome(mended)).toEqual(SENT);
    // The page was opened long enough ago, however fast the mistakes were mended.
    expect(await attributesOf('mended@birch.example')).toMatchObject({ custom: { plan: 'team', gclid: 'g1' } });
    expect((await attributesOf('mended@birch.example'))?.custom.suspicion).toBeUndefined();
  });

  it('says so in the page’s language', async () => {
    const answer = await (await server.open('/f/full?lang=de')).send({ ...RIGHT, email: '' });
    expect(outcome(answer)).toEqual({
      status: 422,
      notice: 'Eine Angabe stimmt noch nicht',
      mistakes: { email: 'Bitte füllen Sie dieses Feld aus.' },
    });
  });

  it('ties each message to its field for screen readers', async () => {
    const { html } = await (await server.open('/f/full?lang=en')).send({ ...RIGHT, phone: 'x' });
    expect(html).toMatch(
      /<input type="tel"[^>]* aria-invalid="true" aria-describedby="field-phone-help field-phone-mistake" value="x">/,
    );
    expect(html).toContain('<li><a href="#field-phone">Phone: ');
    expect(html).toContain('<title>Error: Talk to us</title>');
  });

  it('keeps what was typed when the language is changed, and says nothing of mistakes', async () => {
    const answer = await (await server.open('/f/full?lang=en')).send({
      _switch: '1',
      email: 'half',
      message: 'Not yet',
    });
    expect([outcome(answer), answer.values.email, answer.values.message]).toEqual([
      { status: 200, notice: null, mistakes: {} },
      'half',
      'Not yet',
    ]);
  });
});

describe('a sender who may be a machine', () => {
  it.each([
    ['fills in what nobody sees', 'trap@birch.example', { homepage: 'https://spam.example' }, 5_000, 'honeypot'],
    ['sends within 2 s', 'fast@birch.example', {}, 1_999, 'too-fast'],
    ['takes 2 s', 'brisk@birch.example', {}, 2_000, undefined],
  ])('who %s is thanked, and the lead kept', async (_, email, extra, tookMs, suspicion) => {
    const page = await server.open('/f/full');
    server.clock.advance(tookMs);
    expect(outcome(await page.sendNow({ ...RIGHT, email, ...extra }))).toEqual(SENT);
    expect((await attributesOf(email))?.custom.suspicion).toBe(suspicion);
  });

  it.each([
    ['without a token', '', 0],
    ['with one of its own', 'x'.repeat(72), 0],
    ['with one that was changed', null, 0],
    ['a day after the page was opened', undefined, 24 * 60 * 60_000],
  ])('%s gets the page again with everything typed, and may send that at once', async (_, forged, laterMs) => {
    const email = `token${laterMs}${forged?.length ?? forged}@birch.example`;
    const page = await server.open('/f/full?lang=en');
    const own = page.values._token ?? '';
    const changed = `${own.slice(0, 4)}${own[4] === 'A' ? 'B' : 'A'}${own.slice(5)}`;
    const token = forged === undefined ? own : (forged ?? changed);
    server.clock.advance(laterMs);
    const again = await page.send({ ...RIGHT, email, _token: token });
    expect(outcome(again)).toMatchObject({ status: 422, notice: expect.stringContaining('open for a long time') });
    expect(again.values).toMatchObject({ email, message: 'Hello\nthere', consent: 'yes', 'custom.terms': 'yes' });
    expect(await leadsOf(email)).toEqual([]);
    expect(outcome(await again.sendNow({}))).toEqual(SENT);
    expect((await attributesOf(email))?.custom.suspicion).toBeUndefined();
  });

  it('cannot use the token of another form', async () => {
    const other = await server.open('/f/short');
    const again = await (await server.open('/f/full')).send({ ...RIGHT, _token: other.values._token ?? '' });
    expect(again.status).toBe(422);
  });
});

describe('too many at once', () => {
  const limits = { ...NO_LIMITS, perAddress: { burst: 2, perSecond: 0.1 } };
  const typed = { ...RIGHT, email: 'many@birch.example' };

  async function send(from: Awaited<ReturnType<typeof startFormServer>>, headers: Record<string, string> = {}) {
    return (await from.open('/f/full?lang=en')).send(typed, headers);
  }

  it('from one address are held up, with everything typed kept; mistakes do not count, another address does not wait', async () => {
    const guarded = await startFormServer(store, { forms: FORMS, limits, trustProxy: true });
    const from = (address: string) => send(guarded, { 'x-forwarded-for': `203.0.113.9, ${address}` });
    for (let mistake = 0; mistake < 5; mistake += 1) {
      const page = await guarded.open('/f/full');
      await page.send({ ...typed, email: 'x' }, { 'x-forwarded-for': '198.51.100.7' });
    }
    expect([(await from('198.51.100.7')).status, (await from('198.51.100.7:4711')).status]).toEqual([303, 303]);
    const held = await from('198.51.100.7');
    expect(held.headers.get('retry-after')).toBe('10');
    expect(outcome(held)).toMatchObject({ status: 429, notice: expect.stringContaining('in 10 seconds') });
    expect(held.values).toMatchObject({ email: 'many@birch.example', message: 'Hello\nthere' });
    expect((await from('198.51.100.8')).status).toBe(303);
    // An IPv6 network is one sender, however many addresses it has.
    const inNetwork = ['2001:db8:1:2::1', '[2001:db8:1:2::2]:443', '2001:db8:1:2:ffff::3'];
    const statuses = [];
    for (const address of inNetwork) statuses.push((await from(address)).status);
    expect(statuses).toEqual([303, 303, 429]);
    expect(guarded.log()).not.toMatch(/198\.51\.100|2001:db8|127\.0\.0\.1/);
    await guarded.stop();
  });

  it('cannot be hidden behind a header that nobody vouches for', async () => {
    const guarded = await startFormServer(store, { forms: FORMS, limits });
    const statuses = [];
    for (const address of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) {
      statuses.push((await send(guarded, { 'x-forwarded-for': address })).status);
    }
    expect(statuses).toEqual([303, 303, 429]);
    await guarded.stop();
  });

  it('to one form are held up whoever sends them', async () => {
    const perForm = { burst: 1, perSecond: 0.5 };
    const guarded = await startFormServer(store, { forms: FORMS, limits: { ...NO_LIMITS, perForm } });
    expect([(await send(guarded)).status, (await send(guarded)).status]).toEqual([303, 429]);
    const other = await (await guarded.open('/f/short')).send({ email: 'other@birch.example' });
    expect(other.status).toBe(303);
    await guarded.stop();
  });
});

describe('a failure behind the form', () => {
  it.each<[Retry | 'overload', number]>([
    ['later', 503],
    ['ambiguous', 503],
    ['overload', 503],
  ])('(%s) brings the page again with everything typed, under the same token', async (retry, status) => {
    const add = () =>
      Promise.reject(new AppError('away', 'it is away', { retry: retry === 'overload' ? 'never' : retry }));
    const intake = { add, waiting: () => (retry === 'overload' ? 1e6 : 0), drain: async () => undefined };
    const broken = await startFormServer(store, { forms: FORMS }, { intake });
    const page = await broken.open('/f/full?lang=en');
    const again = await page.send(RIGHT);
    expect(outcome(again)).toMatchObject({ status, notice: expect.stringContaining('could not be stored') });
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(again.values).toMatchObject({ message: 'Hello\nthere', _token: page.values._token });
    await broken.stop();
  });

  it('that is a bug of ours is a page that says so, and a line in the log without anything typed', async () => {
    const add = () => Promise.reject(new TypeError('lena@birch.example'));
    const broken = await startFormServer(
      store,
      { forms: FORMS },
      { intake: { add, waiting: () => 0, drain: async () => undefined } },
    );
    const answer = await (await broken.open('/f/full')).send(RIGHT);
    expect([answer.status, answer.html.includes('Something went wrong here')]).toEqual([500, true]);
    expect(broken.log()).toContain('Request failed');
    expect(broken.log()).not.toMatch(/birch/);
    await broken.stop();
  });
});

describe('requests that no form makes', () => {
  it.each([
    ['GET', '/f/nowhere', 404],
    ['POST', '/f/nowhere', 404],
    ['GET', '/f/', 404],
    ['GET', '/f/full/else', 404],
    ['GET', '/f/nowhere/embed.js', 404],
    ['GET', '/f/__proto__', 404],
    ['GET', '/f/%00', 404],
    ['PUT', '/f/full', 405],
    ['DELETE', '/f/full', 405],
    ['POST', '/f/full/thanks', 405],
    ['POST', '/f/full/embed.js', 405],
  ])('%s %s is answered %d, as a page in the reader’s language', async (method, path, status) => {
    const headers = {
      'accept-language': 'fr',
      ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    };
    const response = await fetch(server.url + path, { method, headers, ...(method === 'POST' ? { body: 'a=b' } : {}) });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('<html lang="fr"');
    if (status === 405) expect(response.headers.get('allow')).toMatch(/^GET, HEAD/);
  });

  it('HEAD is answered as GET is, without the page', async () => {
    const response = await fetch(`${server.url}/f/full`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each([
    ['JSON', 'application/json', '{"email":"a@birch.example"}', 415],
    ['more than 64 KiB', 'application/x-www-form-urlencoded', `message=${'x'.repeat(65_536)}`, 413],
  ])('%s is refused with a page', async (_, type, body, status) => {
    const response = await fetch(`${server.url}/f/full`, { method: 'POST', body, headers: { 'content-type': type } });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    await response.text();
  });

  it('a body of bytes that are no text, of a thousand fields, or of nothing brings the page again', async () => {
    const bodies = [Buffer.from([0xff, 0xfe, 0x00, 0x25, 0x25]), 'a=b&'.repeat(1_000), ''];
    for (const body of bodies) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const response = await fetch(`${server.url}/f/full`, {
        method: 'POST',
        body: new Uint8Array(Buffer.from(body)),
        headers,
      });
      expect(response.status).toBe(422);
      await response.text();
    }
  });

  it('the lead API keeps answering programs in JSON', async () => {
    const response = await fetch(`${server.url}/v1/nothing`);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('the scripts of forms in frames', () => {
  it('are there for each form, may be kept, and are not sent twice', async () => {
    for (const path of ['/f/full/embed.js', '/f/frame.js']) {
      const response = await fetch(server.url + path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
      expect((await response.text()).length).toBeLessThan(2_500);
      const again = await fetch(server.url + path, {
        headers: { 'if-none-match': response.headers.get('etag') ?? '' },
      });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
  });
});

it('nothing that was typed into a form is in the log', () => {
  expect(server.log()).toContain('/f/:form');
  expect(server.log()).not.toMatch(/birch|Lena|911 ?234/i);
});
