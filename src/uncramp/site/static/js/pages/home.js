/** The home page works without this: the map and the list are links. */

/** @import { App } from '../app.js' */

/**
 * @param {HTMLElement} _main
 * @param {App} _app
 */
export async function mount(_main, _app) {}
