/** Reads the files that come with the app, from beside the scripts or from inside the page. */

/**
 * The address of a file in the folder that holds the scripts, the data and the pictures of this version.
 * @param {string} path
 */
const address = (path) => new URL(`../../${path}`, import.meta.url);

/**
 * The text of a file, such as `data/knowledge.json`.
 * @param {string} path
 * @returns {Promise<string>}
 */
export async function fileText(path) {
  const inside = document.getElementById(`file:${path}`);
  if (inside) return inside.textContent ?? '';
  const answer = await fetch(address(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

/**
 * The address of a symbol of the icon sheet.
 * @param {string} name
 */
export function iconAddress(name) {
  return document.getElementById(`icon:${name}`) ? `#icon:${name}` : address(`icons.svg#${name}`).href;
}
