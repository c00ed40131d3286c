/** Charts in Slack: drawn where the workspace takes them, left out where it does not, and never at the cost of the message. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { createSlack } from '../../../src/chat/slack/slack-app.ts';
import type { Card } from '../../../src/domain/card.ts';
import { createLog } from '../../../src/obs/log.ts';
import { createTestClock } from '../../helpers/test-clock.ts';

const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';
const REPORT: Card = {
  summary: '42 leads came in',
  title: '2 – 8 March',
  tone: 'report',
  fields: [{ label: 'Came in', value: '42' }],
  charts: [{ title: 'Leads per day', kind: 'bar', unit: 'Leads', points: [{ label: 'Mon', value: 42 }] }],
  table: { columns: [{ label: 'Rep', align: 'left' }], rows: [['Ana Ruiz']] },
  footer: [],
  actions: [],
};

let server: Server | null = null;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(null))));

/** A Slack that knows one error. @returns the platform, and the types of the blocks of each message that came */
async function slackThatAnswers(refusal: (types: string[]) => string | null) {
  const came: string[][] = [];
  server = createServer(async (request, response) => {
    const blocks = JSON.parse(new URLSearchParams(await text(request)).get('blocks') ?? '[]') as { type: string }[];
    const types = blocks.map(({ type }) => type);
    came.push(types);
    const error = refusal(types);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(error ? { ok: false, error } : { ok: true, channel: 'C0SALES', ts: '1.2' }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}/api/`;
  const log = createLog({ level: 'silent' });
  const { platform } = createSlack({
    botToken: 'xoxb-x',
    signingSecret: 'x',
    apiUrl,
    command: '/lead',
    log,
    clock: createTestClock(),
  });
  return { platform, came };
}

const WITH = ['header', 'rich_text', 'data_visualization', 'table'];
const WITHOUT = ['header', 'rich_text', 'table'];

it('draws them where Slack takes them', async () => {
  const { platform, came } = await slackThatAnswers(() => null);
  await platform.postCard('C0SALES', REPORT, DELIVERY);
  expect(came).toEqual([WITH]);
});

it('posts without them where Slack refuses them, and asks no second time', async () => {
  const { platform, came } = await slackThatAnswers((types) =>
    types.includes('data_visualization') ? 'invalid_blocks' : null,
  );
  expect(await platform.postCard('C0SALES', REPORT, DELIVERY)).toEqual({ conversation: 'C0SALES', message: '1.2' });
  await platform.postCard('C0SALES', REPORT, DELIVERY);
  await platform.editCard({ conversation: 'C0SALES', message: '1.2' }, REPORT, DELIVERY);
  expect(came).toEqual([WITH, WITHOUT, WITHOUT, WITHOUT]);
});

it('does not take another refusal for one of charts', async () => {
  const { platform, came } = await slackThatAnswers(() => 'is_archived');
  await expect(platform.postCard('C0SALES', REPORT, DELIVERY)).rejects.toMatchObject({ code: 'is_archived' });
  expect(came).toEqual([WITH]);
});

it('does not blame the charts when the message is refused without them too', async () => {
  const { platform, came } = await slackThatAnswers(() => 'invalid_blocks');
  await expect(platform.postCard('C0SALES', REPORT, DELIVERY)).rejects.toMatchObject({ code: 'invalid_blocks' });
  await expect(platform.postCard('C0SALES', REPORT, DELIVERY)).rejects.toMatchObject({ code: 'invalid_blocks' });
  expect(came).toEqual([WITH, WITHOUT, WITH, WITHOUT]);
});
