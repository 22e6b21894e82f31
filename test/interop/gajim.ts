/** Gajim: set up by its own settings database, typed to; what it understood is read from its history. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askDatabase, Desk } from './desk'
import type { Foreign, Ground } from './journey'

const PROGRAM = '/usr/bin/gajim'
/** It refuses to run as root; here it is alone in a namespace. */
const AS_ANYBODY = 'import os, sys; os.geteuid = lambda: 1000; sys.argv[0] = "gajim"; from gajim.gajim import main; main()'
const REST_MS = 1000
/** The field of a conversation; the button of what it says of a room before it enters: on an empty screen of 1280 × 900. */
const [FIELD, JOIN] = [[700, 571], [816, 735]] as [[number, number], [number, number]]

export const gajimVersion = () => (existsSync(PROGRAM) ? spawnSync('dpkg-query', ['-W', '-f=${Version}', 'gajim'], { encoding: 'utf8' }).stdout.split('-')[0]! : null)

export async function startGajim({ user, password, server, friend }: Ground): Promise<Foreign> {
  const desk = await Desk.open('gajim')
  const start = (...args: string[]) => desk.start('/usr/bin/python3', ['-c', AS_ANYBODY, ...args])
  const settings = join(desk.home, 'config/gajim/settings.sqlite')
  const history = join(desk.home, 'share/gajim/logs.db')
  const ask = (sql: string, ...args: unknown[]) => askDatabase(history, sql, ...args)
  const first = start()
  await desk.until('its settings', () => existsSync(settings) && askDatabase(settings, "SELECT 1 FROM settings WHERE name = 'app'").length > 0)
  await sleep(2 * REST_MS)
  const over = new Promise((resolve) => first.once('close', resolve))
  first.kill('SIGTERM')
  await over
  askDatabase(settings, "UPDATE settings SET settings = ? WHERE name = 'app'", JSON.stringify({ use_keyring: false, check_for_update: false, mainwin_x_position: 20, mainwin_y_position: 20, last_main_window_width: 1200, last_main_window_height: 850 }))
  askDatabase(settings, 'INSERT INTO account_settings (account, settings) VALUES (?, ?)', user, JSON.stringify({
    account: { name: user, hostname: server.domain, account_label: user, active: true, savepass: true, password, autoconnect: true, use_custom_host: true, custom_host: '127.0.0.1', custom_port: server.port },
  }))
  start()
  await desk.until('online', () => server.log().split('Authenticated as').filter((part) => part.startsWith(` ${user}@`)).length > 1)
  await sleep(3 * REST_MS)
  /** A link opens a dialog that asks whether it is meant. */
  const open = async (link: string) => {
    start(link)
    await sleep(4 * REST_MS)
    desk.press('Return')
    await sleep(3 * REST_MS)
  }
  /** An action of its window, as its menu would call it. */
  const act = (name: string, ...args: string[]) =>
    desk.run('gdbus', 'call', '--session', '--dest', 'org.gajim.Gajim', '--object-path', '/org/gajim/Gajim/window/1', '--method', 'org.gtk.Actions.Activate', name, `[${args.join(', ')}]`, '{}')
  const isFetched = (dir: string, bytes: Buffer): boolean =>
    readdirSync(dir, { withFileTypes: true }).some((one) => {
      const path = join(dir, one.name)
      return one.isDirectory() ? isFetched(path, bytes) : one.isFile() && statSync(path).size === bytes.length && readFileSync(path).equals(bytes)
    })
  await open(`xmpp:${friend}?message`)
  const write = async (words: string) => {
    await desk.paste(words)
    desk.press('Return')
  }
  let window = ''
  return {
    lacks: { 'reaction to': 'not in this version', 'reaction from': 'not in this version', 'answer to': 'not in this version', 'answer from': 'not in this version', 'recall to': 'not in this version', 'recall from': 'not in this version' },
    hears: (words) => desk.until(words, () => ask('SELECT 1 FROM logs WHERE message = ?', words)[0]),
    hearsCorrection: (_before, after) => desk.until(after, () => ask("SELECT 1 FROM logs WHERE message = ? AND additional_data LIKE '%corrected%'", after)[0]),
    // What comes while its window is before one's eyes it never calls read.
    looksAway: async () => {
      window = desk.run('xdotool', 'getactivewindow').trim()
      desk.run('xdotool', 'windowminimize', '--sync', window)
    },
    looksBack: async () => {
      desk.run('xdotool', 'windowactivate', '--sync', window)
      await sleep(REST_MS)
    },
    says: write,
    types: async (isSeen) => {
      await desk.type('x')
      await isSeen()
      desk.press('BackSpace')
    },
    corrects: async (_before, after) => {
      act('correct-message')
      await sleep(REST_MS)
      desk.press('ctrl+a')
      await write(after)
    },
    fetches: (name, _url, bytes) => desk.until(name, () => isFetched(desk.home, bytes)),
    sends: async (path) => {
      act('send-file-httpupload', `<['file://${path}']>`)
      await sleep(2 * REST_MS)
      desk.press('Return')
    },
    joins: async (room) => {
      await open(`xmpp:${room}?join`)
      desk.click(...JOIN)
      await sleep(3 * REST_MS)
    },
    saysInRoom: async (_room, words) => {
      desk.click(...FIELD)
      await write(words)
    },
    hearsInRoom: (room, words) => desk.until(words, () => ask('SELECT 1 FROM logs JOIN jids USING (jid_id) WHERE jid LIKE ? AND message = ?', `${room}%`, words)[0]),
    stop: () => desk.close(),
  }
}
