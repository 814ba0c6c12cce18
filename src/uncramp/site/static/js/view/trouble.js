/** Says that something went wrong, where the reader looks; never in silence, and never over a call button. */

/** @param {unknown} error */
export function report(error) {
  console.error(error);
  const wait = document.querySelector('.wait');
  const words = document.documentElement.dataset.failed;
  if (wait && words) wait.textContent = words;
}

/** Milliseconds that the next page may take to come once the reader has tapped a link. */
const NEXT = 15_000;

/**
 * Wait for a page to be there, and say when it fails. Firefox ends what a page is loading as soon as the reader taps a
 * link: that is no failure, unless the next page does not come either.
 * @param {Promise<unknown>} begun
 */
export async function watch(begun) {
  let leaving = false;
  const leave = () => void (leaving = true);
  addEventListener('beforeunload', leave);
  try {
    await begun;
  } catch (error) {
    if (leaving) await new Promise((resolve) => setTimeout(resolve, NEXT));
    report(error);
  } finally {
    removeEventListener('beforeunload', leave); // not all browsers keep a page that listens to this for "back"
  }
}
