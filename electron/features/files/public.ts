/** How files stand in a message, for the feature that passes messages on. */
export { buildFile, parseFiles } from './stanza'
