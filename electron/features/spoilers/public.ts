/** How covered words stand in a message, for the feature that passes messages on. */
export { buildSpoiler, parseSpoiler } from './stanza'
