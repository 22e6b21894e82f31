/** Messages that say something in their own ways, in the first conversation: bundles, covered words, links. */
import type { ForwardedEntry } from '#shared/model/bundle'
import type { UnreadStanza } from '#shared/model/quarantine'
import { ago, message, out } from './fixture'

const entry = (name: string, body: string, minutes: number, more: Partial<ForwardedEntry> = {}): ForwardedEntry => ({
  name, address: `design@rooms.example.org/${name}`, isRoom: true, sentAtMs: ago(minutes), body, ...more,
})
const LONG = 'Oliver Montgomery-Featherstonehaugh III. of the department of very long names'
const several: ForwardedEntry[] = [
  entry('王伟', '大家早 👋🏽 今天先看图标，再看深色模式', 900),
  entry(LONG, 'A_very_long_word_without_any_place_to_break_it_because_somebody_pasted_the_name_of_a_file_of_a_build_machine.tar.gz', 890),
  entry('王伟', 'https://files.example.org/a', 880, {
    files: [{ name: '评审材料_最终版_改了又改_再也不改了.pdf', size: 2_340_000, type: null, kind: 'file', width: null, height: null, url: 'https://files.example.org/a', hash: null, thumbnail: null, local: null, problem: null }],
  }),
  entry('张敏', 'x', 870, { inner: [entry('سمير', 'صباح الخير', 5000), { name: '', address: '', sentAtMs: null, body: '没有署名的话' }] }),
  entry('张敏', '三点评审，地址 https://example.org/review/42\n记得带上截图', 860),
]

export const wordMessages = [
  message(1, 'x', 50, { extras: { bundle: { entries: several } } }),
  message(1, 'x', 49, { ...out, state: 'read', extras: { bundle: { entries: several.slice(0, 2).toReversed(), isPart: true } } }),
  message(1, '你看看他们怎么说的', 48, { extras: { bundle: { entries: [several[4]!], hasWords: true } } }),
  message(1, '最后是 *他自己* 干的', 47, { extras: { spoiler: { hint: '' } } }),
  message(1, 'They both die.\nIt is so tragic!', 46, { ...out, state: 'read', extras: { spoiler: { hint: 'The end of the story, told at some length, so that it takes more than one line in a narrow window' } } }),
  message(1, '看这个 https://the-link.example.com/what-was-linked-to ，写得很好', 45, {
    extras: { links: [{ url: 'https://the-link.example.com/what-was-linked-to', title: '最好的网页：一个非常非常长的标题，长到一行里放不下，要占两行才行，再长就要截断了才对', description: 'This is a great webpage and you will really like it. It has a description that goes on for more than two lines in a narrow window, and then some more.', picture: null }] },
  }),
  message(1, 'https://аpple.com/ is not what it looks like', 44, { ...out, state: 'read', extras: { links: [{ url: 'https://аpple.com/', title: 'Apple', description: '', picture: null }] } }),
  message(1, 'https://example.org/no-preview-yet', 43),
  message(1, 'x', 42, { extras: { encrypted: { method: 'OMEMO' } } }),
  message(1, 'x', 41, { ...out, state: 'read', extras: { encrypted: { method: null } } }),
]

/** What could not be handled. */
export const unread: UnreadStanza[] = [
  { hash: 'a', atMs: ago(3), crashes: 2, isLeftOut: true, reason: 'the program ended', raw: `<message from="${LONG.replaceAll(' ', '_')}@example.org/phone" type="chat"><body>你好</body></message>` },
  { hash: 'b', atMs: ago(900), crashes: 1, isLeftOut: false, reason: 'the program ended', raw: null },
]
