/** Lets the app work without a network, and brings a new version when nobody is in the middle of something. */

/** @typedef {'none' | 'shell' | 'all'} Kept  What is on the device: nothing, what relief needs, or every page too. */

import { readSettings } from './settings.js';

/** The registered worker, or null where there can be none: an old browser, plain HTTP, a file. */
export async function register() {
  if (!('serviceWorker' in navigator) || !isSecureContext || location.protocol === 'file:') return null;
  const { root = './', language = 'en' } = document.documentElement.dataset;
  const home = new URL(root, location.href);
  try {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', home), { scope: home.href });
    void askToKeep(language);
    return registration;
  } catch (error) {
    console.info('works only with a network:', error); // a host without HTTPS, storage refused: everything else works
    return null;
  }
}

/**
 * Have every page of a language kept, and the figures of the body that was chosen; resolves to what is on the device then.
 * @param {string} language
 * @returns {Promise<Kept>}
 */
export async function askToKeep(language) {
  const { active } = await navigator.serviceWorker.ready;
  if (!active) return 'none';
  const { port1: here, port2: there } = new MessageChannel();
  const answered = new Promise((resolve) => {
    here.onmessage = ({ data }) => resolve(data);
  });
  active.postMessage({ say: 'keep', language, body: readSettings().body }, [there]);
  return (await answered) ? 'all' : 'shell';
}

/**
 * Tell when a newer version has been loaded and waits.
 * @param {ServiceWorkerRegistration} registration
 * @param {(use: () => void) => void} ready  Is given what puts the new version to use; it reloads this page.
 */
export function onNewVersion(registration, ready) {
  const { serviceWorker } = navigator;
  const look = () => {
    const { waiting } = registration;
    if (!waiting || !serviceWorker.controller) return; // the first version of all: nothing to take over from
    ready(() => {
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage({ say: 'take over' });
    });
  };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  look();
}
