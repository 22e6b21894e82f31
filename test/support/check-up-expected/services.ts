export const services = {
  prosody: { 'services.ping': 'pass', 'services.version': 'pass', 'services.time': 'pass', 'services.uptime': 'pass' },
  ejabberd: { 'services.ping': 'pass', 'services.version': 'pass', 'services.time': 'pass', 'services.uptime': 'pass' },
}
