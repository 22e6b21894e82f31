/** Of the test servers: the address is given by hand, passwords are kept as SCRAM-SHA-1. ejabberd 23.01 offers -PLUS without saying of which kind. */
export const connection = {
  prosody: {
    'connection.login': 'pass', 'connection.resolution': 'untested:local', 'connection.direct-tls': 'untested:host',
    'connection.websocket': 'untested:host', 'connection.encryption': 'pass', 'connection.clear-login': 'pass', 'connection.tls': 'pass',
    'connection.certificate': 'pass', 'connection.mechanisms': 'missing:sha1', 'connection.binding': 'missing',
    'connection.downgrade': 'missing', 'connection.registration': 'missing', 'connection.sasl2': 'missing', 'connection.bind': 'pass',
    'connection.acks': 'pass', 'connection.resume': 'pass', 'connection.csi': 'pass', 'connection.limits': 'missing',
  },
  ejabberd: {
    'connection.login': 'pass', 'connection.resolution': 'untested:local', 'connection.direct-tls': 'untested:host',
    'connection.websocket': 'untested:host', 'connection.encryption': 'pass', 'connection.clear-login': 'pass', 'connection.tls': 'pass',
    'connection.certificate': 'pass', 'connection.mechanisms': 'missing:sha1', 'connection.binding': 'broken:unnamed',
    'connection.downgrade': 'missing', 'connection.registration': 'missing', 'connection.sasl2': 'missing', 'connection.bind': 'pass',
    'connection.acks': 'pass', 'connection.resume': 'pass', 'connection.csi': 'pass', 'connection.limits': 'missing',
  },
}
