/** How words are looked for in a text and shown, for the feature that looks for them elsewhere. */
export { excerptOf } from './excerpt'
export { marksIn, parseQuery } from './match'
