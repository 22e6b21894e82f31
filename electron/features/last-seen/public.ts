/** For those who ask somebody else than a contact's server. */
export { NS_LAST, parseLast } from './stanza'
