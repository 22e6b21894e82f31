const both = {
  'publishing.offered': 'pass', 'publishing.publish': 'pass', 'publishing.options': 'pass', 'publishing.private': 'pass', 'publishing.conflict': 'pass',
  'publishing.max-items': 'pass', 'publishing.again': 'pass', 'publishing.several': 'pass', 'publishing.config': 'pass', 'publishing.open': 'pass', 'publishing.large': 'pass',
  'publishing.delete': 'pass', 'publishing.bookmarks': 'pass', 'publishing.avatars': 'pass', 'publishing.push': 'missing', 'publishing.events': 'pass',
  'publishing.filter': 'pass', 'publishing.contacts': 'untested:contacts', 'publishing.last': 'pass', 'publishing.retract': 'pass',
}

export const publishing = {
  prosody: both,
  ejabberd: {
    ...both,
    'publishing.push': 'pass',
    'publishing.max-items': 'missing', 'publishing.again': 'missing', 'publishing.bookmarks': 'missing',
    // 23.01 has the asking for it in its code, but tells only those who subscribed themselves.
    'publishing.retract': 'broken:silent',
  },
}
