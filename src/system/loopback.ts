/** Whether something is this machine and nobody else's. */
import { isIPv4 } from 'node:net';

/**
 * @param host a name or address, with or without a port. A foreign name that points here (DNS rebinding) is not one of ours
 * @returns whether only this machine answers to it
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/(?<=\]|^[^:]*):\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '::1' || name === '[::1]' || isLoopbackIPv4(name);
}

/** @param address of a socket's other end */
export function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  return plain === '::1' || isLoopbackIPv4(plain);
}

function isLoopbackIPv4(address: string): boolean {
  return isIPv4(address) && address.startsWith('127.');
}
