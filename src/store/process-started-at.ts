/** When a process started, in whatever words the system has for it: only good for telling two processes apart. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @returns `null` where the system does not tell (no such process; Windows) */
export function processStartedAt(pid: number): string | null {
  if (process.platform === 'win32') return null;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything; the start time is the twentieth after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

function fromPs(pid: number): string | null {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 1_000 });
  return stdout?.trim() || null;
}
