/** What the demo plays in: a server, two people who know each other, a room. All of it is gone afterwards. */
import type { BareJid } from '#shared/jid'
import { createTestClient } from '../core-client'
import { startServer, type TestServer } from '../servers'
import { tempDir } from '../temp'
import { startPartner, type Partner } from './partner'

export interface World {
  server: TestServer
  liNa: { user: string; address: BareJid; password: string }
  partner: Partner
  room: { jid: BareJid; name: string }
  /** Where Li Na has been logged in before. */
  profileDir: string
  stop(): Promise<void>
}

export async function buildWorld(say: (line: string) => void): Promise<World> {
  const liNa = { user: 'li.na', password: 'magpie-bridge' }
  const wangWei = { user: 'wang.wei', password: 'river-of-stars' }
  const server = await startServer('prosody', { domain: 'magpie.test', accounts: [liNa, wangWei], registration: true })
  say(`A throw-away Prosody listens on ${server.host}:${server.port} (STARTTLS) and :${server.directTlsPort} (TLS) for ${server.domain}.`)

  const partner = await startPartner(server, wangWei)
  const name = '周末徒步 Weekend hike'
  const { room } = await partner.client.call('room.create', { name, kind: 'public-channel', nick: 'Wang Wei', invite: [] })
  await partner.client.call('room.setSubject', { room, subject: '周六 8:00 南门集合 · Saturday 8:00, south gate' })

  // Li Na as she was before today: she knows Wang Wei and has the room on her list.
  const profileDir = tempDir('demo-profile')
  const before = await createTestClient({ server, ...liNa, profileDir })
  await before.call('settings.set', { closeToTray: false }) // closing the window ends the demo
  await before.call('contact.add', { jid: partner.client.address, name: '王伟 Wang Wei', groups: ['朋友 Friends'], message: '你好！' })
  const isFriend = () => before.state.roster.contacts.some((contact) => contact.subscription === 'both')
  await before.until(isFriend, 'Wang Wei accepts')
  await before.call('room.join', { room, nick: 'Li Na' })
  await before.until(() => before.state.rooms.rooms.some((one) => one.jid === room && one.state === 'joined'), 'Li Na is in the room')
  const isOnServer = () => before.wire.some((line) => line.startsWith('<') && line.includes('#event') && line.includes(room))
  await before.until(isOnServer, 'the room is on the list that her server keeps')
  await before.stop()

  say(`Accounts: Li Na ${before.address} (password ${liNa.password}), Wang Wei ${partner.client.address}, who answers. Room: ${name} (${room}).`)
  return {
    server,
    liNa: { ...liNa, address: before.address },
    partner,
    room: { jid: room, name },
    profileDir,
    stop: async () => {
      await partner.stop()
      await server.stop()
    },
  }
}
