/** Prosody 0.12 does not show who was let in beforehand; ejabberd 23.01 cannot. */
export const account = {
  prosody: {
    'account.contacts': 'pass', 'account.contact-versions': 'pass', 'account.pre-approval': 'broken:unnoted', 'account.subscription': 'pass',
    'account.presence': 'pass', 'account.parting': 'pass', 'account.blocking': 'pass', 'account.private-storage': 'pass', 'account.card': 'pass', 'account.new-card': 'pass',
    'account.password': 'pass', 'account.last-seen': 'pass', 'account.offline': 'pass',
  },
  ejabberd: {
    'account.contacts': 'pass', 'account.contact-versions': 'pass', 'account.pre-approval': 'missing', 'account.subscription': 'pass',
    'account.presence': 'pass', 'account.parting': 'pass', 'account.blocking': 'pass', 'account.private-storage': 'pass', 'account.card': 'pass', 'account.new-card': 'missing',
    'account.password': 'pass', 'account.last-seen': 'pass', 'account.offline': 'pass',
  },
}
