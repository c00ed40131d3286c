/** A log for tests that are not about logging. */
import { createLog } from '../../src/obs/log.ts';

export const silentLog = createLog({ level: 'silent' });
