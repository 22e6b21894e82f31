import type { MessagePart } from '../messages/extensions'
import EncryptedPart from './EncryptedPart.svelte'

export const encryptedPart: MessagePart = { place: 'instead', shows: ({ extras }) => extras?.encrypted !== undefined, component: EncryptedPart }
