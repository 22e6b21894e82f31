/** How the server is reached and logged in to. */
import { pass, type Check } from '../bench'

export const connectionChecks: Check[] = [
  {
    id: 'connection.login', area: 'connection', spec: 'RFC 6120', section: '§6',
    run: ({ one }) => Promise.resolve(pass({ mechanism: one.secure.saslMechanism })),
  },
]
