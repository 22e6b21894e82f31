/**
 * What a server lost, not we: it was killed after it had noted a message in its writer's archive and before it did so in the
 * reader's (Prosody 0.12.3, seen 23 November 2026: 1 of 14,337). The writer finds it archived, the reader nowhere: no client can
 * mend that. Both archives are asked at the end; whatever the reader's has, or the writer's has not, is our loss.
 */
import { startPeer } from '../support/slixmpp-peer'
import type { TestServer } from '../support/servers'
import type { Finding } from './checker'
import type { Plan } from './faults'
import { readArchive } from './peer'
import { readTag } from './texts'

const KILLS: readonly Plan['name'][] = ['server-kill', 'deaf-server-gone']

export async function lostByServer(server: TestServer, findings: readonly Finding[], plans: readonly Plan[]): Promise<Finding[]> {
  const isArchived = async (user: string, partner: string, message: string) => {
    const client = await startPeer({ server, user, password: user, autoReceipts: false })
    try {
      const rows = await readArchive(client, { with: `${partner}@${server.domain}` })
      return rows.some(({ body }) => {
        const tag = readTag(body)
        return tag !== null && `${tag.stream}|${tag.conversation}|${tag.n}` === message
      })
    } finally {
      await client.kill()
    }
  }
  const lost: Finding[] = []
  for (const one of findings) {
    const [stream, conversation] = one.message.split('|')
    const isKill = one.cycle !== null && KILLS.includes(plans[one.cycle]?.name ?? 'none')
    const writer = stream?.replace('2', '') ?? ''
    const reader = conversation?.split('+').find((user) => user !== writer)
    if (one.kind !== 'lost' || !isKill || conversation === 'room' || !reader || one.owner.replace('2', '') !== reader) continue
    if ((await isArchived(writer, reader, one.message)) && !(await isArchived(reader, writer, one.message))) lost.push(one)
  }
  return lost
}
