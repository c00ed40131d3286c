// Runs in a page of somebody else's: puts the form in a frame where the script stands, tells it where the visitor came from, and
// makes the frame as high as the form. `titles`, the form's title by language, comes from the server.
const script = document.currentScript;
const { origin, pathname } = new URL(script.src);
const address = new URL(pathname.replace(/\/embed\.js$/, ''), origin);
const language = (script.dataset.lang || document.documentElement.lang || '').toLowerCase();
const query = address.searchParams;
query.set('embed', '1');
if (language) query.set('lang', language);
if (script.dataset.theme) query.set('theme', script.dataset.theme);
for (const [name, value] of new URLSearchParams(location.search)) {
  if (script.dataset.pass?.split(' ').includes(name) || /^(utm_\w+|gclid|fbclid)$/.test(name)) query.set(name, value);
}
query.set('page', location.origin + location.pathname);
if (document.referrer) query.set('referrer', document.referrer.split(/[?#]/)[0]);

const frame = document.createElement('iframe');
frame.src = address.href;
frame.title = titles[language.slice(0, 2)] || Object.values(titles)[0];
frame.style.cssText = 'display:block;width:100%;height:40rem;border:0';
script.after(frame);

window.addEventListener('message', ({ origin: from, source, data }) => {
  if (from !== origin || source !== frame.contentWindow || typeof data !== 'object' || data === null) return;
  if (Number.isFinite(data.dibsHeight)) frame.style.height = `${Math.min(Math.max(data.dibsHeight, 100), 20_000)}px`;
  if (data.dibsShow === true) frame.scrollIntoView({ block: 'nearest' });
  if (typeof data.dibsGo === 'string' && data.dibsGo.startsWith('https://')) location.assign(data.dibsGo);
});
