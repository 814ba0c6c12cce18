/** Hands a file over to the device: it is made here, and no server sees it. */

/** Milliseconds after which the browser surely has it. */
const TAKEN = 60_000;

/**
 * To be called inside a tap.
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), TAKEN);
}
