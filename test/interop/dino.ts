/** Dino: no words about where its parts are, so it is used by place; what it understood is read from its own database. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askDatabase, Desk } from './desk'
import type { Foreign, Ground } from './journey'

const PROGRAM = '/usr/bin/dino-im'
type Place = [x: number, y: number]
/** Where things are in its window as it opens on an empty screen of 1280 × 900; its accessible objects do not tell (GTK 4.8). */
const [FIELD, ATTACH, JOIN, LAST, FOUND_EMOJI] = [[800, 762], [377, 763], [795, 370], [700, 722], [925, 350]] as [Place, Place, Place, Place, Place]
const [ANSWER_X, REACT_X, BUTTONS_Y] = [1172, 1206, 695]
/** What it needs to draw; nothing tells when it has. */
const [REST_MS, DIALOG_MS] = [700, 2000]
export const dinoVersion = () => (existsSync(PROGRAM) ? spawnSync('dpkg-query', ['-W', '-f=${Version}', 'dino-im'], { encoding: 'utf8' }).stdout.split('-')[0]! : null)

export async function startDino({ user, password, address, friend }: Ground): Promise<Foreign> {
  const desk = await Desk.open('dino')
  const file = join(desk.home, 'share/dino/dino.db')
  const ask = (sql: string, ...args: unknown[]) => askDatabase(file, sql, ...args)
  // Its first start makes the database; then the account is written into it, as its dialog would.
  const first = desk.start(PROGRAM, [])
  await desk.until('its database', () => existsSync(file) && ask("SELECT 1 FROM sqlite_master WHERE name = 'account'").length > 0)
  const over = new Promise((resolve) => first.once('close', resolve))
  first.kill('SIGTERM')
  await over
  ask('INSERT INTO account (bare_jid, resourcepart, password, alias, enabled) VALUES (?, ?, ?, ?, 1)', address, 'dino', password, user)
  desk.start(PROGRAM, [`xmpp:${friend}?message`])
  await desk.until('online', () => ask('SELECT 1 FROM roster').length > 0)
  const field = () => desk.click(...FIELD)
  const write = async (words: string) => {
    field()
    await desk.paste(words)
    desk.press('Return')
  }
  /** The buttons that appear at the last message under the mouse. */
  const button = async (x: number) => {
    desk.run('xdotool', 'mousemove', '700', '300')
    await sleep(REST_MS)
    desk.run('xdotool', 'mousemove', ...LAST.map(String))
    await sleep(REST_MS)
    desk.click(x, BUTTONS_Y)
    await sleep(REST_MS)
  }
  const row = (what: string, sql: string, ...args: unknown[]) => desk.until(what, () => ask(sql, ...args)[0])
  // Until its messages fill the window, the buttons flee from the mouse.
  await write(Array.from({ length: 30 }, (_, i) => String(i)).join('\n'))
  return {
    lacks: { 'recall to': 'not in this version', 'recall from': 'not in this version' },
    hears: (words) => row(words, 'SELECT id FROM message WHERE body = ?', words),
    hearsCorrection: (before, after) =>
      row(after, `SELECT 1 FROM message_correction c JOIN message new ON new.id = c.message_id JOIN message old ON old.stanza_id = c.to_stanza_id
        WHERE new.body = ? AND old.body = ?`, after, before),
    // Its own rows keep the words of those who do not know answers; where they stand is in body_meta.
    hearsAnswer: (to, words) =>
      row(words, `SELECT 1 FROM reply r JOIN message m ON m.id = r.message_id JOIN content_item i ON i.id = r.quoted_message_id
        JOIN message q ON q.id = i.foreign_id AND i.content_type = 1 JOIN body_meta b ON b.message_id = m.id AND b.info_type = 'urn:xmpp:fallback:0' WHERE q.body = ? AND substr(m.body, b.to_char + 1) = ?`, to, words),
    hearsReaction: (to, emoji) =>
      row(emoji, `SELECT 1 FROM reaction r JOIN content_item i ON i.id = r.content_item_id JOIN message m ON m.id = i.foreign_id AND i.content_type = 1
        JOIN jid ON jid.id = r.jid_id WHERE m.body = ? AND r.emojis = ? AND jid.bare_jid = ?`, to, emoji, friend),
    fetches: (name, _url, bytes) =>
      desk.until(name, () => {
        const path = ask('SELECT path FROM file_transfer WHERE direction = 0 AND state = 0')[0]?.path
        return typeof path === 'string' && readFileSync(join(desk.home, 'share/dino/files', path)).equals(bytes)
      }),
    says: write,
    types: async (isSeen) => {
      field()
      await desk.type('x')
      await isSeen()
      desk.press('BackSpace')
    },
    corrects: async (_before, after) => {
      field()
      desk.press('Up', 'ctrl+a')
      await desk.paste(after)
      desk.press('Return')
    },
    answers: async (_to, words) => {
      await button(ANSWER_X)
      await write(words)
    },
    reacts: async () => {
      await button(REACT_X)
      await sleep(REST_MS)
      await desk.type('thumbs up')
      desk.click(...FOUND_EMOJI)
    },
    reopens: async () => {
      for (const one of [`nobody@${address.split('@')[1]}`, friend]) {
        desk.run(PROGRAM, `xmpp:${one}?message`)
        await sleep(DIALOG_MS)
      }
    },
    sends: async (path) => {
      desk.click(...ATTACH)
      await sleep(DIALOG_MS)
      await desk.type(path)
      desk.press('Return')
      await sleep(DIALOG_MS)
      desk.press('Return')
    },
    joins: async (room) => {
      desk.run(PROGRAM, `xmpp:${room}?join`)
      await sleep(DIALOG_MS)
      desk.click(...JOIN)
    },
    saysInRoom: (_room, words) => write(words),
    hearsInRoom: (room, words) =>
      row(words, 'SELECT 1 FROM message m JOIN jid ON jid.id = m.counterpart_id WHERE jid.bare_jid = ? AND m.body = ?', room, words),
    stop: () => desk.close(),
  }
}
