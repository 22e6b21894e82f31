const both = {
  'services.info': 'pass', 'services.items': 'pass', 'services.caps': 'pass', 'services.unknown': 'pass', 'services.contact': 'pass', 'services.commands': 'pass',
  'services.search': 'pass', 'services.pubsub': 'pass', 'services.external': 'pass', 'services.turn': 'pass', 'services.stun': 'pass',
  'services.relay': 'pass', 'services.relay-answers': 'pass', 'services.ping': 'pass', 'services.version': 'pass', 'services.time': 'pass', 'services.uptime': 'pass',
}

export const services = {
  prosody: { ...both, 'services.search': 'missing', 'services.pubsub': 'missing' },
  ejabberd: { ...both, 'services.contact': 'missing' },
}
