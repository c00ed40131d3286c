/**
 * Hosts that say nothing of who somebody works for: free mail, and addresses that are thrown away after use. The lists are those of
 * `email-providers` and `disposable-email-domains-js`, which are kept up by many; figures in docs/decisions/0022. They are read with the
 * first question, in about 10 ms.
 */
import { createRequire } from 'node:module';
import { getDomain } from 'tldts';

const require = createRequire(import.meta.url);
const freeMailList = (): string[] => require('email-providers/all.json');
const disposableList = (): string[] => require('disposable-email-domains-js').disposableEmailBlocklist();

/** Well-known providers that the list does not have. */
const MORE_FREE_MAIL = ['fastmail.com', 'gmx.ch', 'tuta.com', 'tuta.io', 'tutanota.com', 'zohomail.com'];

/** Entries of it where people have their address by their work or studies: mail hosts of companies and of universities. */
const OF_AN_EMPLOYER = /^(?:alibaba\.com|facebook\.com)$|\.(?:edu|ac)(?:\.[a-z]{2})?$/;

let freeMail: ReadonlySet<string> | undefined;
let disposable: ReadonlySet<string> | undefined;

/** Whether anybody can have an address there. @param host lower-case; a name below a provider's counts too */
export function isFreeMailHost(host: string): boolean {
  freeMail ??= new Set([...MORE_FREE_MAIL, ...freeMailList().filter(isProvider)]);
  return isListed(freeMail, host);
}

/** Whether addresses there are made to be thrown away. @param host lower-case; a name below a listed one counts too */
export function isDisposableHost(host: string): boolean {
  disposable ??= new Set(disposableList());
  return isListed(disposable, host);
}

function isProvider(host: string): boolean {
  return !OF_AN_EMPLOYER.test(host);
}

/** Looks at the host, then at each name above it down to the one that somebody can register. */
function isListed(hosts: ReadonlySet<string>, host: string): boolean {
  if (hosts.has(host)) return true;
  const isLowest = host.indexOf('.') === host.lastIndexOf('.');
  const registrable = isLowest ? null : getDomain(host);
  for (let name = host; registrable && name.length > registrable.length; ) {
    name = name.slice(name.indexOf('.') + 1);
    if (hosts.has(name)) return true;
  }
  return false;
}
