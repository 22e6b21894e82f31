import { roomChecks } from '#features/check-up/checks/rooms'

const allPass = Object.fromEntries(roomChecks.map(({ id }) => [id, 'pass']))

export const rooms = {
  prosody: {
    ...allPass, 'rooms.cancel': 'broken:stays', 'rooms.full': 'missing', 'rooms.several-changes': 'broken:not-all', 'rooms.picture': 'missing', 'rooms.hats': 'missing',
  },
  ejabberd: {
    ...allPass, 'rooms.locked': 'broken:open', 'rooms.cancel': 'broken:stays', 'rooms.full': 'broken:other-error', 'rooms.moderation': 'missing',
    'rooms.occupant-ids': 'missing', 'rooms.register': 'missing', 'rooms.reserved-nick': 'untested:after', 'rooms.unregister': 'untested:after',
    'rooms.ban-former-member': 'broken:let-in', 'rooms.hats': 'broken:unannounced',
  },
}
