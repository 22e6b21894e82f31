/** How files stand in a message, for the features that pass messages on or show pictures with links. */
export { buildFile, parseFiles, thumbnailOf } from './stanza'
