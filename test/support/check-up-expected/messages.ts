/** Prosody 0.12 leaves a stanza-id that the sender has made up beside its own. */
export const messages = {
  prosody: {
    'messages.delivery': 'pass', 'messages.own-device': 'pass', 'messages.unknown-user': 'pass', 'messages.order': 'pass',
    'messages.large': 'pass', 'messages.ids': 'broken:forged', 'messages.sender': 'pass', 'messages.copies': 'pass',
    'messages.private': 'pass', 'messages.receipts': 'pass', 'messages.typing': 'pass',
    'messages.markers': 'pass', 'messages.corrections': 'pass', 'messages.reactions': 'pass', 'messages.replies': 'pass',
    'messages.retractions': 'pass', 'messages.links': 'pass', 'messages.unknown': 'pass',
  },
  ejabberd: {
    'messages.delivery': 'pass', 'messages.own-device': 'pass', 'messages.unknown-user': 'pass', 'messages.order': 'pass',
    'messages.large': 'pass', 'messages.ids': 'pass', 'messages.sender': 'pass', 'messages.copies': 'pass', 'messages.private': 'pass',
    'messages.receipts': 'pass', 'messages.typing': 'pass', 'messages.markers': 'pass',
    'messages.corrections': 'pass', 'messages.reactions': 'pass', 'messages.replies': 'pass', 'messages.retractions': 'pass',
    'messages.links': 'pass', 'messages.unknown': 'pass',
  },
}
