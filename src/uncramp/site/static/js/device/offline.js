/** Lets the app work without a network: registers the service worker beside the home page. */

/** Register once the page has everything it needs itself. */
export async function register() {
  if (!('serviceWorker' in navigator) || !isSecureContext || location.protocol === 'file:') return;
  const { root = './' } = document.documentElement.dataset;
  await navigator.serviceWorker.register(new URL('sw.js', new URL(root, location.href)));
}
