/** Files of messages, for tests with cores. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '#shared/model/message'
import type { TestClient } from './core-client'

/** For a busy machine. */
export const WAIT_MS = 30_000

/** As the page hands a file over. */
export async function bring(client: TestClient, name: string, bytes: Buffer): Promise<string> {
  const { key } = await client.call('file.begin', { name })
  for (let at = 0; at < bytes.length; at += 100_000) await client.call('file.add', { key, base64: bytes.subarray(at, at + 100_000).toString('base64') })
  return key
}
export const fileOf = (message: Message) => message.extras!.files![0]!
export const untilFile = (client: TestClient, name: string, look: (message: Message) => boolean) =>
  client.until(() => {
    const seen = client.events.flatMap((event) => (event.name === 'message.added' || event.name === 'message.changed' ? [event.payload.message] : []))
    return seen.filter((one) => one.extras?.files?.some((file) => file.name === name) && look(one)).at(-1)
  }, `file ${name}`, WAIT_MS)
/** Of what lies in the client's folder under this key. */
export const bytesAt = (client: TestClient, key: string) => {
  const folder = join(client.profileDir, 'files', key)
  return readFileSync(join(folder, readdirSync(folder)[0]!))
}
