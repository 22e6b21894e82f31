/** Psi+: set up by its own files, typed to; what it shows is copied out of its windows as a person would. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askDatabase, Desk } from './desk'
import type { Foreign, Ground } from './journey'

const PROGRAM = '/usr/bin/psi-plus'
const REST_MS = 1000
type Place = [x: number, y: number]
/** Where things are in its window of conversations, which is put at the top of an empty screen of 1280 × 900. */
const VIEW: [from: Place, to: Place] = [[309, 95], [820, 535]]
const FIELD: Place = [600, 600]
/** Of its files. */
const OPTIONS = 'http://psi-im.org/options'
export const psiVersion = () => (existsSync(PROGRAM) ? spawnSync('dpkg-query', ['-W', '-f=${Version}', 'psi-plus'], { encoding: 'utf8' }).stdout.split('-')[0]! : null)

/** As it keeps them: each sign with that of the address in its place, in hexadecimal digits. */
const hidden = (password: string, address: string) =>
  [...password].map((sign, i) => (sign.charCodeAt(0) ^ address.charCodeAt(i % address.length)).toString(16).padStart(4, '0')).join('')
const option = (type: string, value: unknown) => ({ type, value })
type Tree = { [name: string]: Tree | ReturnType<typeof option> }
const isOption = (one: Tree[string]): one is ReturnType<typeof option> => typeof (one as { type?: unknown }).type === 'string'
const written = (tree: Tree): string =>
  Object.entries(tree).map(([name, one]) => (isOption(one) ? `<${name} type="${one.type}">${String(one.value)}</${name}>` : `<${name}>${written(one)}</${name}>`)).join('')

export async function startPsi({ user, password, address, friend, server }: Ground): Promise<Foreign> {
  const desk = await Desk.open('psi')
  const data = join(desk.home, 'psi')
  const profile = join(data, 'profiles/default')
  mkdirSync(profile, { recursive: true })
  const [off, on] = [option('bool', false), option('bool', true)]
  writeFileSync(join(profile, 'accounts.xml'), `<!DOCTYPE accounts><accounts version="1.4" xmlns="${OPTIONS}">${written({
    accounts: { a0: {
      id: option('QString', '{11111111-2222-3333-4444-555555555555}'), name: option('QString', user), enabled: on, auto: on, log: on, 'enable-sm': on,
      jid: option('QString', address), password: option('QString', hidden(password, address)), 'use-host': on, host: option('QString', server.host), port: option('int', server.port),
    } },
  })}</accounts>`)
  writeFileSync(join(profile, 'options.xml'), `<!DOCTYPE options><options version="1.4" xmlns="${OPTIONS}">${written({
    options: { keychain: { enabled: off }, ui: { tip: { show: off }, notifications: { sounds: { enable: off } }, 'spell-check': { enabled: off } } },
  })}</options>`)
  desk.env = { ...desk.env, PSIDATADIR: data }
  desk.start(PROGRAM, ['--profile=default'])
  await desk.until('online', () => server.log().split('Authenticated as').filter((part) => part.startsWith(` ${user}@`)).length > 1)
  await sleep(3 * REST_MS)
  desk.run(PROGRAM, '--remote', `--uri=xmpp:${friend}?message;type=chat`)
  await sleep(3 * REST_MS)
  const window = desk.run('xdotool', 'getactivewindow').trim()
  desk.run('xdotool', 'windowmove', '--sync', window, '300', '20')
  desk.run('xdotool', 'windowsize', '--sync', window, '700', '600')
  await sleep(REST_MS)
  const history = join(profile, 'history/history.db')
  /** What stands in the conversation, marked with the mouse from its first sign to behind the last. */
  const shown = () => {
    const [from, to] = VIEW.map((place) => place.map(String))
    desk.run('xdotool', 'mousemove', ...from!, 'sleep', '0.3', 'mousedown', '1', 'sleep', '0.2', 'mousemove', ...to!, 'sleep', '0.3', 'mouseup', '1', 'sleep', '0.3')
    const text = desk.run('xclip', '-o', '-t', 'UTF8_STRING', '-selection', 'primary')
    desk.click(...FIELD)
    return text
  }
  const write = async (words: string) => {
    await desk.paste(words)
    desk.press('Return')
  }
  const none = 'not in this version'
  return {
    lacks: {
      'marker from': none, 'reaction to': none, 'reaction from': none, 'answer to': none, 'answer from': none, 'recall to': none, 'recall from': none,
      'file from': 'it offers them by XEP-0096, which Magpie does not know',
    },
    hears: (words) => desk.until(words, () => askDatabase(history, 'SELECT 1 FROM events WHERE m_text = ?', words)[0]),
    hearsCorrection: (before, after) =>
      desk.until(after, () => {
        const text = shown()
        return text.includes(after) && !text.includes(before)
      }),
    // It shows the address, and opens it in a browser.
    fetches: (_name, url) => desk.until(url, () => askDatabase(history, 'SELECT 1 FROM events WHERE m_text = ?', url)[0]),
    says: write,
    types: async (isSeen) => {
      await desk.type('x')
      await isSeen()
      desk.press('BackSpace')
    },
    corrects: async (_before, after) => {
      desk.press('ctrl+Up')
      await sleep(REST_MS)
      desk.press('ctrl+a')
      await write(after)
    },
    joins: async (room) => {
      desk.run(PROGRAM, '--remote', `--uri=xmpp:${room}?join`)
      await sleep(3 * REST_MS)
      desk.press('Return')
      await sleep(3 * REST_MS)
    },
    saysInRoom: (_room, words) => write(words),
    hearsInRoom: (_room, words) => desk.until(words, () => shown().includes(words)),
    stop: () => desk.close(),
  }
}
