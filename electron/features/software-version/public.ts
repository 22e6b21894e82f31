/** For those who ask somebody else for his program themselves. */
export { buildVersionQuery, parseVersion } from './stanza'
