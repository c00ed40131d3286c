import { describe, expect, it } from 'vitest';
import { failingDeliveries, type WaitingConversation } from '../../../src/domain/alarms/failing-deliveries.ts';
import { growingBacklog } from '../../../src/domain/alarms/growing-backlog.ts';
import { type MemberAttendance, nobodyAvailable } from '../../../src/domain/alarms/nobody-available.ts';
import { failingJobs, workLeftLying } from '../../../src/domain/alarms/work-left-lying.ts';

const NOW = new Date('2026-06-01T09:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

describe('growingBacklog', () => {
  const backlog = { pool: 'iberia', waiting: 31, oldest: ago(200), usual: 10 };

  it('is more than three times what nine in ten hours have', () => {
    expect(growingBacklog(backlog, NOW)).toMatchObject({
      key: 'backlog:iberia',
      title: 'Leads pile up in iberia',
      lines: [
        '31 leads wait; in nine of ten hours it is 10 leads at most. The oldest has waited for 3 hours.',
        'See with /lead queue who is there, and whether a source sends more than it should.',
      ],
    });
    expect(growingBacklog({ ...backlog, waiting: 30 }, NOW)).toBeNull();
  });

  it('is not below 10 leads, and not before what is usual is known', () => {
    expect(growingBacklog({ ...backlog, waiting: 9, usual: 0 }, NOW)).toBeNull();
    expect(growingBacklog({ ...backlog, waiting: 10, usual: 0 }, NOW)).not.toBeNull();
    expect(growingBacklog({ ...backlog, usual: null }, NOW)).toBeNull();
  });
});

describe('nobodyAvailable', () => {
  const away: MemberAttendance = { name: 'Ana Ruiz', isWorking: true, unavailable: 'away until 14:00' };
  const off: MemberAttendance = { name: 'Bob Okafor', isWorking: false, unavailable: 'works again Mon 9:00' };

  it('names those who should be there, and why they are not', () => {
    expect(nobodyAvailable({ pool: 'iberia', waiting: 2, members: [away, off] })).toMatchObject({
      key: 'nobody:iberia',
      title: 'Nobody can take the 2 leads that wait in iberia',
      lines: [
        'Ana Ruiz: away until 14:00',
        'Ask somebody to type /lead back, or give the pool a fallback or another member.',
      ],
    });
  });

  it('is none while somebody is there, outside of working hours, or without a lead', () => {
    const there = { ...away, unavailable: null };
    expect(nobodyAvailable({ pool: 'iberia', waiting: 2, members: [away, there] })).toBeNull();
    expect(nobodyAvailable({ pool: 'iberia', waiting: 2, members: [off] })).toBeNull();
    expect(nobodyAvailable({ pool: 'iberia', waiting: 0, members: [away] })).toBeNull();
  });

  it('names 10 of 40', () => {
    const members = Array.from({ length: 40 }, (_, n) => ({ ...away, name: `Rep ${n}` }));
    expect(nobodyAvailable({ pool: 'iberia', waiting: 1, members })?.lines).toHaveLength(12);
    expect(nobodyAvailable({ pool: 'iberia', waiting: 1, members })?.lines).toContain('And 30 more.');
  });
});

describe('failingDeliveries', () => {
  const channel: WaitingConversation = {
    platform: 'slack',
    kind: 'channel',
    target: '#leads',
    problem: null,
    waiting: 3,
    oldest: ago(10),
    lastPostedAt: ago(6),
    refused: 0,
  };

  it('is a conversation that has a problem, refuses cards, or stands', () => {
    const stands = failingDeliveries([channel], NOW);
    expect(stands).toMatchObject([
      {
        key: 'deliveries:slack',
        title: 'Cards do not arrive in Slack',
        lines: [
          '#leads: 3 cards waiting for 10 minutes, no answer.',
          '3 cards wait. None is lost: they are posted as soon as it works again.',
        ],
      },
    ]);
    const problem = failingDeliveries([{ ...channel, problem: 'not_in_channel', oldest: ago(1) }], NOW);
    expect(problem[0]?.lines[0]).toBe('#leads: the answer is “not_in_channel”.');
    const refused = failingDeliveries([{ ...channel, kind: 'direct', target: 'ana', waiting: 0, refused: 1 }], NOW);
    expect(refused[0]?.lines[0]).toBe('direct messages with ana: 1 card refused in the last hour.');
  });

  it('is none where a long queue moves, a card is new, or somebody is in the other chat only', () => {
    expect(failingDeliveries([{ ...channel, waiting: 1_000, lastPostedAt: ago(1) }], NOW)).toEqual([]);
    expect(failingDeliveries([{ ...channel, oldest: ago(1), lastPostedAt: null }], NOW)).toEqual([]);
    expect(failingDeliveries([{ ...channel, problem: 'rep_not_found' }], NOW)).toEqual([]);
    expect(failingDeliveries([{ ...channel, problem: 'not_in_channel', waiting: 0 }], NOW)).toEqual([]);
  });

  it('is one for each platform, however many conversations fail', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ ...channel, target: `#leads-${n}` }));
    const alarms = failingDeliveries([...many, { ...channel, platform: 'teams' }], NOW);
    expect(alarms.map(({ key }) => key)).toEqual(['deliveries:slack', 'deliveries:teams']);
    expect(alarms[0]?.lines).toHaveLength(7);
    expect(alarms[0]?.lines[5]).toBe('And 25 more conversations.');
  });
});

describe('workLeftLying', () => {
  it('is what should have been looked at 2 minutes ago, by part', () => {
    const alarms = workLeftLying({ router: ago(1), assigner: ago(2), timekeeper: ago(300) }, NOW);
    expect(alarms.map(({ key, title }) => [key, title])).toEqual([
      ['stuck:assigner', 'Offers are not made and do not end'],
      ['stuck:timekeeper', 'Reminders and time limits stand still'],
    ]);
    expect(alarms[1]?.lines[0]).toBe('The timekeeper should have been there 5 hours ago.');
    expect(workLeftLying({ router: null, assigner: ago(-60), timekeeper: null }, NOW)).toEqual([]);
  });
});

describe('failingJobs', () => {
  it('is a tick that was given up, or is not done after 15 minutes', () => {
    const done = { job: 'digest', at: ago(60), doneAt: ago(60), error: null };
    expect(failingJobs([done, { ...done, doneAt: null, at: ago(14) }], NOW)).toEqual([]);
    expect(failingJobs([{ ...done, error: 'bug' }], NOW)[0]?.lines[0]).toBe('It was given up with “bug”.');
    expect(failingJobs([{ ...done, doneAt: null, at: ago(15) }], NOW)[0]).toMatchObject({
      key: 'job:digest',
      title: 'The scheduled job digest does not get done',
      lines: ['It is not done after 15 minutes.', expect.anything()],
    });
  });
});
