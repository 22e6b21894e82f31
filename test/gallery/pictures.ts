/**
 * The views whose look is held fast, pixel by pixel (test/e2e/pictures.test.ts): those where much must lie well together. In small windows,
 * with both languages and both themes spread over them.
 */
import { at, click, isOpen, use, type Shot } from './steps'

export interface Picture extends Shot {
  name: string
  size: [width: number, height: number]
}
type Look = `${'en' | 'zh'} ${'light' | 'dark'}`

const of = (name: string, look: Look, size: Picture['size'], query: string, ...steps: Parameters<typeof at>[1][]): Picture => {
  const [language, theme] = look.split(' ')
  return { name, size, ...at(`${query}&lang=${language}&theme=${theme}`, ...steps) }
}
const WIDE: Picture['size'] = [740, 500]
const MIDDLE: Picture['size'] = [640, 500]
const SMALL: Picture['size'] = [640, 480]

export const pictures: Picture[] = [
  of('conversation', 'zh light', [760, 600], 'open=1'),
  of('room', 'en dark', [780, 500], 'open=2'),
  of('right-to-left', 'zh dark', MIDDLE, 'scene=right-to-left&open=5'),
  of('files', 'en light', [540, 520], 'scene=files&open=1'),
  of('bundles-and-links', 'zh light', [540, 520], 'scene=words&open=1'),
  of('contacts-long-name', 'en light', WIDE, 'tab=contacts', click('[role=treeitem]:has-text("Oliver")')),
  of('contacts-many', 'zh dark', SMALL, 'scene=many&tab=contacts'),
  of('members', 'en light', [1080, 480], 'scene=crowd&open=2'),
  of('room-settings', 'zh light', WIDE, 'open=2&dialog=room-settings', isOpen),
  of('room-centre', 'en dark', WIDE, 'open=2&dialog=room-centre', isOpen),
  of('search', 'zh light', SMALL, 'find=图标'),
  of('history-calendar', 'en light', MIDDLE, 'open=1&dialog=history', isOpen),
  of('login', 'zh dark', MIDDLE, 'scene=login'),
  of('certificate', 'en dark', MIDDLE, 'scene=certificate'),
  of('check-up', 'en light', WIDE, 'scene=check-up&tab=workbench', use('Server check-up'), use(/^example.org/)),
  of('connection', 'zh dark', WIDE, 'tab=workbench', use('连接')),
  of('narrow', 'en dark', [480, 560], 'open=1'),
  of('slim-list', 'zh dark', [300, 560], 'scene=list-only'),
  of('several-accounts', 'en light', SMALL, 'scene=several&tab=contacts'),
  of('profile', 'zh light', SMALL, 'open=1&dialog=profile', isOpen),
]
