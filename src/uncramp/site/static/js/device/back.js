/** Back to a page that the browser has kept as it was left: meanwhile it heard of nothing that was written elsewhere. */

/** Pages that are read anew: nothing is being typed on them. */
const READ_ANEW = ['home', 'plan', 'timers'];

/** Pages that hear when another tab writes in the diary; what is being typed stays. */
const HEAR = ['diary', 'data'];

/**
 * Have what was changed meanwhile shown. A session that runs goes on as it is.
 * @param {string} page
 */
export function onReturn(page) {
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || document.body.classList.contains('guiding')) return;
    if (READ_ANEW.includes(page)) location.reload();
    else if (HEAR.includes(page)) void sayChanged();
  });
}

/** Say what another tab says when it has written. */
async function sayChanged() {
  if (typeof BroadcastChannel === 'undefined') return;
  const { NAME } = await import('../diary/database.js'); // the page has it; others need not load it
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('entries');
  channel.close();
}
