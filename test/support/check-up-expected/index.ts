/** What the check-up must say of Debian's servers as the tests start them, by area. An area is one line here. */
import { connection } from './connection'
import { files } from './files'
import { publishing } from './publishing'
import { rooms } from './rooms'
import { services } from './services'

const areas = [connection, publishing, files, services, rooms]

const of = (kind: 'prosody' | 'ejabberd'): Record<string, string> => Object.assign({}, ...areas.map((area) => area[kind])) as Record<string, string>

export const expected = { prosody: of('prosody'), ejabberd: of('ejabberd') }
