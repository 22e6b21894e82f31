/** What the check-up must say of Debian's servers as the tests start them, by area. An area is one line here. */
import { account } from './account'
import { archive } from './archive'
import { connection } from './connection'
import { files } from './files'
import { messages } from './messages'
import { publishing } from './publishing'
import { rooms } from './rooms'
import { services } from './services'

const areas = [connection, account, messages, archive, publishing, files, services, rooms]

const of = (kind: 'prosody' | 'ejabberd'): Record<string, string> => Object.assign({}, ...areas.map((area) => area[kind])) as Record<string, string>

export const expected = { prosody: of('prosody'), ejabberd: of('ejabberd') }
