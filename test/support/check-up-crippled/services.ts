import type { Rows } from './index'

/** Areas publishing, files and services. */
export const services: Rows = {
  prosody: [
    { without: ['time'], changes: { 'services.time': 'missing' } },
    { without: ['version'], changes: { 'services.version': 'missing' } },
    { without: ['uptime'], changes: { 'services.uptime': 'missing' } },
  ],
  ejabberd: [
    { without: ['mod_time'], changes: { 'services.time': 'missing' } },
    { without: ['mod_version'], changes: { 'services.version': 'missing' } },
  ],
}
