/** How messages are called where there is only a line for them, the most important first. A feature that has such words adds its line. */
import { bundleLine } from '../features/bundles/bundle-words'
import { contactOf, displayName } from '../features/contacts/contacts.svelte'
import { encryptedLine } from '../features/encryption-hints/words'
import { fileLine } from '../features/files/file-words'
import { setLines } from '../features/messages/message-line'
import { setContactName } from '../features/messages/notice-texts'
import { spoilerLine } from '../features/spoilers/spoiler-words'

setLines([encryptedLine, ({ extras }) => spoilerLine(extras?.spoiler), bundleLine, fileLine])
setContactName((jid, accountId) => contactOf(jid, accountId) && displayName(jid, accountId))
