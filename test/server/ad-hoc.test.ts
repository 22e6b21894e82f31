/** Commands of real servers, as an administrator and as somebody who is none; and of one that has stages, which no server of Debian does. */
import { afterAll, describe, expect, test } from 'vitest'
import type { CommandStage } from '#shared/model/commands'
import { createTestClient, type TestClient } from '../support/core-client'
import { DOMAIN, startScriptedServer, type ScriptedClient } from '../support/scripted-server'
import { serverKinds, type ServerOptions } from '../support/servers'
import { stage } from '../support/stage'

const ADMIN = 'http://jabber.org/protocol/admin#'
const accounts = [{ user: 'root', password: 'secret' }, { user: 'lina', password: 'secret' }]
const options: Record<(typeof serverKinds)[number], ServerOptions> = {
  prosody: { modules: ['admin_adhoc'], accounts, extraConfig: 'admins = { "root@localhost" }' },
  ejabberd: { modules: ['mod_configure'], accounts, extraConfig: 'append_host_config:\n  localhost:\n    acl: { admin: { user: [root] } }\n    access_rules: { configure: { allow: admin } }' },
}
const said = ({ results, notes }: CommandStage) => JSON.stringify([results, notes])

describe.each(serverKinds)('commands of %s', (kind) => {
  const here = stage(kind, options[kind])
  const login = (user: string, password = 'secret') => here.login({ server: here.server, user, password })
  let root: Promise<TestClient> | undefined
  const administrator = () => (root ??= login('root'))
  const start = (who: TestClient, name: string) => who.call('adHoc.start', { jid: here.server.domain, node: ADMIN + name, lang: 'en' })
  /** Through its one form, if it has one. */
  const run = async (who: TestClient, name: string, values: Record<string, string[]>) => {
    const begun = await start(who, name)
    return begun.run === null ? begun : who.call('adHoc.step', { run: begun.run, action: begun.preferred!, values })
  }

  test('an administrator lists them, sees who is there, adds somebody, who can log in, and deletes him', async () => {
    const root = await administrator()
    const { places } = await root.call('adHoc.places', {})
    expect(places).toEqual(expect.arrayContaining([{ jid: here.server.domain, kind: 'server', name: null }, expect.objectContaining({ jid: here.server.mucDomain, kind: 'service' })]))
    const { commands } = await root.call('adHoc.list', { jid: here.server.domain })
    const nodes = commands.map(({ node }) => node)
    expect(nodes).toEqual(expect.arrayContaining(['add-user', 'delete-user', 'get-online-users-list', 'user-stats', 'end-user-session'].map((name) => ADMIN + name)))

    expect(said(await run(root, 'get-online-users-list', { max_items: ['25'] }))).toContain(root.address)
    const password = 'a1 very secret'
    const added = await run(root, 'add-user', { accountjid: [`new@${here.server.domain}`], password: [password], 'password-verify': [password] })
    expect(added).toMatchObject({ status: 'completed', run: null, form: null })
    const newcomer = await login('new', password)
    expect(said(await run(root, 'user-stats', { accountjid: [newcomer.address] }))).toContain(newcomer.connection.jid!.split('/')[1])
    expect(root.wire.join('\n')).toContain(`${ADMIN}add-user`)
    expect(root.wire.join('\n'), 'the password is not in the wire log').not.toContain(password)
    await newcomer.stop()
    await run(root, 'delete-user', { accountjids: [newcomer.address] })
    await expect(login('new', password)).rejects.toThrow(/cannot log in/)
  })

  test('what was filled in wrongly is said in the server’s words; a form that is left is cancelled', async () => {
    const root = await administrator()
    const node = `${ADMIN}add-user`
    const begun = await root.call('adHoc.start', { jid: here.server.domain, node, lang: 'en' })
    const wrong = await root.tryCall('adHoc.step', { run: begun.run!, action: 'complete', values: { accountjid: [`x@${here.server.domain}`], password: ['a'], 'password-verify': ['b'] } })
    if (kind === 'prosody') expect(wrong).toMatchObject({ ok: true, value: { notes: [{ kind: 'error', text: expect.stringContaining('assword') as string }] } })
    else expect(wrong.ok).toBe(false)

    const other = await start(root, 'delete-user')
    await root.call('adHoc.leave', { run: other.run! })
    const cancelled = root.wire.findLast((line) => line.startsWith('<') && line.includes('delete-user'))
    expect(cancelled).toContain('canceled')
    expect(await root.tryCall('adHoc.step', { run: other.run!, action: 'complete', values: {} })).toMatchObject({ ok: false, error: { problem: 'session-expired' } })
  })

  test('somebody else is not shown them, and refused; his other device has a place, and no commands', async () => {
    const [lina, phone] = await Promise.all([login('lina'), login('lina')])
    await expect.poll(async () => (await lina.call('adHoc.places', {})).places).toContainEqual({ jid: phone.jid, kind: 'device', name: null })
    expect(await lina.tryCall('adHoc.list', { jid: phone.jid })).toMatchObject({ ok: false, error: { code: expect.stringMatching(/not-(found|supported)/) as string } })
    const { commands } = await lina.call('adHoc.list', { jid: here.server.domain })
    expect(commands.filter(({ node }) => node.startsWith(ADMIN))).toEqual([])
    expect(await lina.tryCall('adHoc.start', { jid: here.server.domain, node: `${ADMIN}add-user`, lang: 'en' })).toMatchObject({ ok: false, error: { code: 'forbidden', text: expect.any(String) as string } })
  })
})

describe('commands of stages', () => {
  const COMMANDS = 'http://jabber.org/protocol/commands'
  const open: { stop(): Promise<void> }[] = []
  afterAll(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()))
  })
  const form = (name: string) => `<x xmlns='jabber:x:data' type='form'><field var='${name}' type='text-single'/></x>`
  const stages = [`<actions><next/></actions>${form('one')}`, `<actions execute='complete'><prev/><next/><complete/></actions>${form('two')}`, `<actions execute='complete'><prev/><complete/></actions>${form('three')}`]

  /** Answers commands as it should, under one session; anything else not at all. */
  async function serve(one: ScriptedClient, state: { at: number; isExpired: boolean; commands: string[] }): Promise<void> {
    await one.negotiateTls()
    await one.authenticate()
    await one.bind('')
    for (;;) {
      const [xml] = await one.read(/<iq\b(?:[^>]*\/>|[^>]*[^/]>.*?<\/iq>)/s, 60_000)
      const id = /<iq [^>]*id="([^"]+)"/.exec(xml)?.[1]
      if (!id || !/ type="(get|set)"/.test(xml)) continue
      const from = /\bto="([^"]+)"/.exec(xml)?.[1]
      const reply = (type: string, inside: string, by = from) => one.send(`<iq type='${type}' id='${id}' to='lina@${DOMAIN}/magpie'${by ? ` from='${by}'` : ''}>${inside}</iq>`)
      const refuse = (condition: string, own = '') => reply('error', `<error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>${own && `<${own} xmlns='${COMMANDS}'/>`}</error>`)
      if (!xml.includes(COMMANDS)) {
        refuse('service-unavailable')
        continue
      }
      state.commands.push(xml)
      const action = / action="(\w+)"/.exec(xml)?.[1]
      const command = (status: string, inside = '') => `<command xmlns='${COMMANDS}' node='n' sessionid='s1' status='${status}'>${inside}</command>`
      // Somebody else answers first: his word must not count.
      reply('result', command('completed', '<note type="info">forged</note>'), `eve@${DOMAIN}/x`)
      if (action !== 'execute' && state.isExpired) refuse('not-allowed', 'session-expired')
      else if (action !== 'execute' && !xml.includes('sessionid="s1"')) refuse('bad-request', 'bad-sessionid')
      else if (action === 'cancel') reply('result', command('canceled'))
      else if (action === 'complete') reply('result', command('completed', `<note type='warn'>after ${state.at + 1}</note>`))
      else {
        state.at = action === 'execute' ? 0 : state.at + (action === 'prev' ? -1 : 1)
        reply('result', command('executing', stages[state.at]))
      }
    }
  }

  test('forwards, back, to the end; cancelled when left; over when it is over; nobody else answers for it', async () => {
    const state = { at: 0, isExpired: false, commands: [] as string[] }
    const server = await startScriptedServer((one) => serve(one, state))
    open.push({ stop: () => server.close() })
    const lina = await createTestClient({ server: { domain: DOMAIN, host: '127.0.0.1', port: server.port, caPem: server.certificates.caPem }, user: 'lina', password: 'secret' })
    open.unshift(lina)
    const start = () => lina.call('adHoc.start', { jid: `svc.${DOMAIN}`, node: 'n', lang: 'zh' })
    const fields = ({ form: shown }: CommandStage) => shown?.fields.map(({ name }) => name)

    const first = await start()
    expect([fields(first), first.actions, first.preferred, first.notes]).toEqual([['one'], ['next'], 'next', []])
    const run = first.run!
    const second = await lina.call('adHoc.step', { run, action: 'next', values: { one: ['1'] } })
    expect([fields(second), second.actions, second.preferred]).toEqual([['two'], ['prev', 'next', 'complete'], 'complete'])
    expect(fields(await lina.call('adHoc.step', { run, action: 'prev', values: {} }))).toEqual(['one'])
    await lina.call('adHoc.step', { run, action: 'next', values: {} })
    expect(fields(await lina.call('adHoc.step', { run, action: 'next', values: {} }))).toEqual(['three'])
    expect(await lina.call('adHoc.step', { run, action: 'complete', values: { three: ['3'] } })).toMatchObject({ status: 'completed', run: null, notes: [{ kind: 'warn', text: 'after 3' }] })
    expect(state.commands.at(-1)).toContain('<value>3</value>')

    const left = await start()
    await lina.call('adHoc.leave', { run: left.run! })
    expect(state.commands.at(-1)).toMatch(/action="cancel"/)

    const late = await start()
    state.isExpired = true
    expect(await lina.tryCall('adHoc.step', { run: late.run!, action: 'next', values: {} })).toMatchObject({ ok: false, error: { problem: 'session-expired' } })
    state.isExpired = false
    expect(await lina.tryCall('adHoc.step', { run: late.run!, action: 'next', values: {} }), 'it is not asked again').toMatchObject({ ok: false, error: { problem: 'session-expired' } })
    expect(server.errors).toEqual([])
  })
})
