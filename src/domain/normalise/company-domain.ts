/**
 * The domain a company is recognised by. Many leads share a mail or social host, and would all look like one company; those
 * give none.
 */
import { getDomain } from 'tldts';
import { emailHost } from './email.ts';
import { isDisposableHost, isFreeMailHost } from './mail-hosts.ts';

/** Where companies have a page of someone else's site. */
const SHARED_SITES = new Set(
  `linkedin.com facebook.com fb.com instagram.com x.com twitter.com youtube.com youtu.be tiktok.com xing.com google.com goo.gl
  bit.ly linktr.ee wikipedia.org crunchbase.com t.me wa.me`.split(/\s+/),
);

/**
 * The registrable domain of the website, else of the e-mail address. A name under a shared suffix (`acme.myshopify.com`)
 * counts whole, since its owner is the company.
 * @param website an absolute URL
 * @param email a normalised address
 */
export function companyDomain(website: string | undefined, email: string | undefined): string | undefined {
  return ownDomain(website) ?? ownDomain(email && emailHost(email));
}

function ownDomain(address: string | undefined): string | undefined {
  const domain = address && getDomain(address, { allowPrivateDomains: true });
  return !domain || SHARED_SITES.has(domain) || isFreeMailHost(domain) || isDisposableHost(domain) ? undefined : domain;
}
