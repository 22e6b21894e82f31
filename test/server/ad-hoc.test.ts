import { expect, test } from 'vitest'
import { createTestClient } from '../support/core-client'
import { serverKinds, startServer } from '../support/servers'

test.each(serverKinds.slice(1))('probe %s', async (kind) => {
  const server = await startServer(kind, kind === 'prosody' ? { modules: ['admin_adhoc', 'invites_adhoc', 'announce'], extraConfig: 'admins = { "root@localhost" }', accounts: [{ user: 'root', password: 'secret' }, { user: 'lina', password: 'secret' }] }
    : { modules: ['mod_configure', 'mod_announce'], extraConfig: 'append_host_config:\n  localhost:\n    acl: { admin: { user: [root] } }\n    access_rules: { configure: { allow: admin }, announce: { allow: admin } }', accounts: [{ user: 'root', password: 'secret' }, { user: 'lina', password: 'secret' }] })
  const root = await createTestClient({ server, user: 'root', password: 'secret' })
  console.log(JSON.stringify((await root.call('adHoc.places', {})).places))
  for (const jid of [server.domain, server.mucDomain, root.address, root.jid, `pubsub.${server.domain}`]) {
    const list = await root.tryCall('adHoc.list', { jid })
    console.log(kind, jid, JSON.stringify(list, null, 1))
  }
  for (const node of ['get-online-users-list', 'get-online-users-num', 'add-user', 'user-stats', 'announce', 'delete-user','get-user-roster', 'end-user-session', 'restart']) {
    const r = await root.tryCall('adHoc.start', { jid: server.domain, node: `http://jabber.org/protocol/admin#${node}`, lang: 'zh' })
    console.log(kind, node, JSON.stringify(r).slice(0, 1500))
  }
  for (const [node, values] of [['get-online-users-list', {}], ['add-user', { accountjid: ['new@localhost'], password: ['xyz'], 'password-verify': ['xyz'] }], ['user-stats', { accountjid: [root.address] }], ['get-user-roster', { accountjid: [root.address] }]] as const) {
    const r = await root.call('adHoc.start', { jid: server.domain, node: `http://jabber.org/protocol/admin#${node}`, lang: 'zh' })
    console.log(JSON.stringify(await root.tryCall('adHoc.step', { run: r.run!, action: 'complete', values: values as never })))
  }
  console.log(root.wire.filter((one) => one.includes('xyz') || one.includes('commands')).slice(-8).join('\n'))
  expect(1).toBe(1)
  await root.stop()
  await server.stop()
}, 60_000)
