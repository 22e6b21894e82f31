/** Whether a message can be read at all, for the feature that shows what is not stored. */
export { parseEncryption } from './stanza'
