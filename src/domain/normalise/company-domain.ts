/**
 * The domain a company is recognised by. Many leads share a mail or social host, and would all look like one company; those
 * give none. The hosts are a list of our own: published ones count whole companies and universities as free mail.
 */
import { getDomain } from 'tldts';
import { emailHost } from './email.ts';

/** The largest free-mail providers, by their registrable domain. */
const FREE_MAIL = new Set(
  `gmail.com googlemail.com outlook.com outlook.es outlook.fr outlook.de outlook.it hotmail.com hotmail.co.uk hotmail.es
  hotmail.fr hotmail.de hotmail.it live.com live.co.uk live.fr live.nl live.it msn.com yahoo.com yahoo.co.uk yahoo.co.in
  yahoo.co.jp yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au yahoo.ca yahoo.de yahoo.es yahoo.fr yahoo.it yahoo.in
  ymail.com rocketmail.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.de gmx.net gmx.at
  gmx.ch web.de t-online.de freenet.de mail.com mail.ru inbox.ru list.ru bk.ru yandex.com yandex.ru rambler.ru zoho.com
  zohomail.com fastmail.com hey.com tutanota.com tuta.io hushmail.com qq.com 163.com 126.com sina.com foxmail.com naver.com
  hanmail.net daum.net rediffmail.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net libero.it virgilio.it alice.it
  tiscali.it terra.com.br uol.com.br bol.com.br wp.pl o2.pl onet.pl interia.pl seznam.cz btinternet.com sky.com comcast.net
  verizon.net sbcglobal.net bellsouth.net cox.net shaw.ca telus.net bigpond.com mailinator.com`.split(/\s+/),
);

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
  return !domain || FREE_MAIL.has(domain) || SHARED_SITES.has(domain) ? undefined : domain;
}
