/** A process that posts for as long as it lives, and says of each message that it is posted. Ends by being killed. */
import { writeSync } from 'node:fs';
import { createPlayground } from '../../src/playground/create-playground.ts';
import { BOT } from '../../src/playground/identity.ts';
import { createTestClock } from '../helpers/test-clock.ts';

const playground = createPlayground({
  users: [],
  channels: ['#leads'],
  dataFile: process.argv[2] ?? null,
  signingSecret: '',
  botToken: '',
  requestUrl: null,
  commands: [],
  leadsUrl: '/v1/leads',
  apiKey: null,
  clock: createTestClock(),
});
const channel = playground.channelId('leads');
for (;;) {
  const { ts } = playground.workspace.post(channel, { user: BOT.id, text: 'x'.repeat(1_000), blocks: [] });
  writeSync(1, `${ts}\n`);
}
