/** Watches over Dibs: what is wrong for long enough is told to the admins once, and once more when it is over. */
import { stepAlarms } from '../../domain/alarms/alarm.ts';
import { durationWords } from '../../domain/alarms/alarm-words.ts';
import type { NotifyAdmins } from '../delivery/notify-admins.ts';
import { type ObserveContext, observe } from './observe.ts';

export interface WatchContext extends ObserveContext {
  notifyAdmins: NotifyAdmins;
}

/** The messages come first: should this end in between, the next look finds them told, by alarm and by when it began. */
export async function watch(context: WatchContext): Promise<void> {
  const { store, clock, notifyAdmins } = context;
  const seen = await observe(context);
  const now = clock.now();
  const { raise, over, kept, forgotten } = stepAlarms(await store.alarms.known(), seen, now);
  for (const { key, since, title, lines } of raise) {
    await notifyAdmins({ key: `alarm:${key}:${since.getTime()}`, title, lines });
  }
  for (const { key, since, title, goneAt } of over) {
    const lasted = durationWords((goneAt ?? now).getTime() - since.getTime());
    await notifyAdmins({
      key: `alarm-over:${key}:${since.getTime()}`,
      title: `Over: ${title}`,
      lines: [`It lasted ${lasted}.`],
      tone: 'closed',
    });
  }
  if (kept.length > 0 || forgotten.length > 0) await store.alarms.keep(kept, forgotten);
}
