/** ejabberd 23.01 gives one's own archive in the name of others, and begins anew after an id that it does not know. */
export const archive = {
  prosody: {
    'archive.offered': 'pass', 'archive.default': 'pass:always', 'archive.keeps': 'pass', 'archive.ids': 'pass', 'archive.unkept': 'pass',
    'archive.quiet-device': 'pass', 'archive.stranger': 'pass', 'archive.forwards': 'pass', 'archive.backwards': 'pass',
    'archive.unknown-id': 'pass', 'archive.filters': 'pass', 'archive.extended': 'pass',
  },
  ejabberd: {
    'archive.offered': 'pass', 'archive.default': 'pass:always', 'archive.keeps': 'pass', 'archive.ids': 'pass', 'archive.unkept': 'pass',
    'archive.quiet-device': 'pass', 'archive.stranger': 'broken', 'archive.forwards': 'pass', 'archive.backwards': 'pass',
    'archive.unknown-id': 'broken:ignored', 'archive.filters': 'pass', 'archive.extended': 'missing',
  },
}
