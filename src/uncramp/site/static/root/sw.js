// Keeps the app for the times without a network. One cache a version; a page only finds the files it was made with.
const SHELL = /* SHELL */ null;
const FILES = /* FILES */ null;
const PAGES = /* PAGES */ null;
const CACHE = `uncramp-${SHELL}`;

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...FILES, ...PAGES].map((path) => new Request(path, { cache: 'reload' })))));
});

addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('uncramp-') && name !== CACHE).map((name) => caches.delete(name)))),
  );
});

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  event.respondWith(answer(request));
});

/** @param {Request} request */
async function answer(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode === 'navigate') return (await cache.match('index.html')) ?? Response.error();
    throw error;
  }
}
