import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Profanity } from '../support/profanity'
import type { Foreign, Ground } from './journey'

export async function startProfanity({ server, user, password, friend }: Ground): Promise<Foreign> {
  const one = await Profanity.start(server, user, password)
  one.type(`/msg ${friend}`)
  const none = 'not in this version'
  const [letter, erase] = ['x', '\x7f']
  return {
    lacks: { 'reaction to': none, 'reaction from': none, 'answer to': none, 'answer from': none, 'recall to': none, 'recall from': none, 'marker from': none },
    hears: (words) => one.heard(words),
    hearsCorrection: async (before, after) => {
      const was = await one.heard(before)
      await one.heard(after, (row) => row.replace_id === was.stanza_id)
    },
    fetches: async (_name, url, bytes) => {
      await one.heard(url)
      const file = join(one.home, 'fetched.png')
      one.type(`/url save ${url} ${file}`)
      await one.until('the file', () => existsSync(file) && readFileSync(file).equals(bytes))
    },
    says: async (words) => one.type(words),
    types: async (isSeen) => {
      one.press(letter)
      await isSeen()
      one.press(erase)
    },
    corrects: async (_before, after) => one.type(`/correct ${after}`),
    sends: async (path) => one.type(`/sendfile ${path}`),
    joins: async (room) => one.type(`/join ${room}`),
    saysInRoom: async (_room, words) => one.type(words),
    hearsInRoom: (_room, words) => one.heard(words, (row) => row.type === 'muc'),
    stop: () => one.stop(),
  }
}
