// Keeps the app for the times without a network. One cache a version: a page only ever finds the files it was made with.
//
// The shell (what relief needs) is kept at once or not at all. The pages to read come after, in one file a language, when a
// page asks for them. A new version waits until the old one is nowhere open, or until somebody says "use it now".

const VERSION = /* VERSION */ null;
const SHELL = /* SHELL */ null;
const LIBRARIES = /* LIBRARIES */ null;
const BODIES = /* BODIES */ null; // the figures of other bodies than the first, for whoever has chosen one

const OURS = 'uncramp-';
const CACHE = `${OURS}${VERSION}`;
const KEPT = 2; // this version and the one before it: a page that is still open may ask for its own pictures

addEventListener('install', (event) => {
  event.waitUntil(keepShell());
});

addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([clients.claim(), forgetOldVersions()]));
});

addEventListener('message', (event) => {
  const { data: { say, language, body } = {} } = event;
  if (say === 'take over') event.waitUntil(skipWaiting());
  if (say === 'keep' && body in BODIES) event.waitUntil(keepFigures(body));
  if (say === 'keep' && language in LIBRARIES) event.waitUntil(keepLibrary(language).then((kept) => event.ports[0]?.postMessage(kept)));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(bringToFront(event.notification.data?.address));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const own = origin === location.origin && pathname.startsWith(new URL(registration.scope).pathname);
  if (own && request.method === 'GET' && !isOfServer(request.url)) event.respondWith(answer(request));
});

/**
 * What a program behind the app answers, if there is one: somebody's diary, that no cache may hold and that is never old.
 * @param {string} url
 */
function isOfServer(url) {
  return /^(?:[a-z]{2,3}\/)?(?:api\/|app\/|open(?:[/?]|$))/.test(url.slice(registration.scope.length));
}

/**
 * The page that asked for the notification, if it is still there; nothing outside of the app.
 * @param {string} [address]
 */
async function bringToFront(address = '') {
  const { scope } = registration;
  const open = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = open.find(({ url }) => url.split(/[?#]/)[0] === address) ?? open[0];
  if (page) await page.focus();
  else await clients.openWindow(address.startsWith(scope) ? address : scope);
}

async function keepShell() {
  const cache = await caches.open(CACHE);
  // past the cache of the browser, which may still hold files of the version before
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })));
}

/** @param {string} language */
async function keepLibrary(language) {
  const cache = await caches.open(CACHE);
  const file = LIBRARIES[language];
  if (await cache.match(file)) return true;
  const answered = await fetch(file, { cache: 'reload' }).catch(() => null);
  if (!answered?.ok) return false;
  /** @type {Record<string, string>} */
  const pages = await answered.json();
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  await Promise.all(Object.entries(pages).map(([path, text]) => cache.put(path, new Response(text, { headers }))));
  await cache.put(file, new Response('kept')); // last: it says that all the others are there
  return true;
}

/** @param {string} body */
async function keepFigures(body) {
  const cache = await caches.open(CACHE);
  const held = new Set((await cache.keys()).map(({ url }) => url));
  const missing = BODIES[body].filter((path) => !held.has(new URL(path, registration.scope).href));
  await cache.addAll(missing).catch(() => undefined); // without a network: the next page asks again
}

async function forgetOldVersions() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  await Promise.all(names.slice(0, -KEPT).filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function answer(request) {
  const { scope } = registration;
  const path = request.url.slice(scope.length);
  // the name of such a file says which version it belongs to: any cache that has it has the right one
  if (path.startsWith('a/')) return (await caches.match(request)) ?? fetch(request);
  const cache = await caches.open(CACHE);
  const index = path.split(/[?#]/)[0].replace(/(^|\/)$/, '$1index.html');
  const kept = await cache.match(index);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode !== 'navigate') throw error;
    const lost = (await cache.match('404.html')) ? '404.html' : './'; // there the links of the page are right
    return Response.redirect(new URL(lost, scope));
  }
}
