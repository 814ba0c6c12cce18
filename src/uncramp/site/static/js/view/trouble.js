/** Says that something went wrong, where the reader looks; never in silence, and never over a call button. */

/** @param {unknown} error */
export function report(error) {
  console.error(error);
  const wait = document.querySelector('.wait');
  const words = document.documentElement.dataset.failed;
  if (wait && words) wait.textContent = words;
}
