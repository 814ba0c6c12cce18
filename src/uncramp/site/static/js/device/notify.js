/** Notifications of this device: only after somebody asked for them, and only through the worker that keeps the app. */

/** One notification at a time: a newer one takes its place. */
const TAG = 'uncramp-due';

/** Whether this browser could show one, if it were allowed. */
export function canNotify() {
  return 'Notification' in globalThis && 'serviceWorker' in navigator && isSecureContext;
}

/** Ask the reader; whether it is allowed now. */
export async function askToNotify() {
  return canNotify() && (await Notification.requestPermission()) === 'granted';
}

/**
 * Others may see the screen: the words name nothing of the plan.
 * @param {string} words
 * @param {string} address  Which page a tap opens.
 */
export async function notify(words, address) {
  if (!canNotify() || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.showNotification(words, { tag: TAG, data: { address } });
}

/** Take it away: what it says was seen, or is done. */
export async function unnotify() {
  if (!canNotify() || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker.getRegistration();
  for (const one of (await registration?.getNotifications({ tag: TAG })) ?? []) one.close();
}
