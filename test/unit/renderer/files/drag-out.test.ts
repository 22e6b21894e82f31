/** A file that is dragged out: the system gets its key, the page nothing else; what is not here cannot be dragged. */
import { beforeEach, expect, test } from 'vitest'
import type { SharedFile } from '#shared/model/files'
import { fakeMain } from '../page'
import { dragOut, draggedOut } from '../../../../renderer/features/files/drag-out.svelte'
import { locale } from '../../../../renderer/lib/i18n/locale.svelte'
import { toasts } from '../../../../renderer/lib/state/toasts.svelte'

const KEY = '0123456789abcdef0123456789abcdef'
const file = (local: string | null): SharedFile => ({ name: 'a.pdf', size: 1, type: 'application/pdf', kind: 'file', width: null, height: null, url: 'https://x.example/a.pdf', hash: null, thumbnail: null, local, problem: null })

let asked: ReturnType<typeof fakeMain>['asked']
beforeEach(() => {
  asked = fakeMain(() => ({}) as never).asked
  Object.assign(globalThis, { window: Object.assign(new EventTarget(), globalThis.window) })
  toasts.list = []
  locale.choose('en')
})

function draw(local: string | null) {
  const focused: string[] = []
  const node = Object.assign(new EventTarget(), { draggable: false, querySelector: (what: string) => ({ focus: () => void focused.push(what) }) })
  const undo = draggedOut(file(local))(node as unknown as HTMLElement) as () => void
  const send = (type: string, detail = 1) => {
    const event = Object.assign(new Event(type, { cancelable: true, bubbles: true }), { detail })
    let isStopped = false
    event.stopPropagation = () => void (isStopped = true)
    node.dispatchEvent(event)
    return { isPrevented: event.defaultPrevented, isStopped }
  }
  return { node, send, focused, undo }
}

test('the system carries it by its key; dropped where it came from it is not sent once more', async () => {
  const { node, send } = draw(KEY)
  expect(node.draggable).toBe(true)
  expect(send('dragstart')).toEqual({ isPrevented: true, isStopped: true })
  expect([asked, dragOut.isOurs, toasts.list]).toEqual([[{ name: 'desktop.dragFile', input: { key: KEY } }], true, []])
  await new Promise((resolve) => setImmediate(resolve))
  expect(dragOut.isOurs, 'it may have only begun').toBe(true)
  window.dispatchEvent(new Event('pointermove'))
  expect(dragOut.isOurs).toBe(false)
})

test('what is not here: said, and where to get it', () => {
  const { send, focused } = draw(null)
  expect(send('dragstart')).toEqual({ isPrevented: true, isStopped: true })
  expect([asked, dragOut.isOurs, focused, toasts.list.length]).toEqual([[], false, ['[data-load]'], 1])
})

test('what was dragged is not clicked when it is let go; pressed anew or by key it is', () => {
  const { send, undo } = draw(KEY)
  const [passes, stays] = [{ isPrevented: false, isStopped: false }, { isPrevented: true, isStopped: true }]
  send('pointerdown')
  expect(send('click')).toEqual(passes)
  send('dragstart')
  expect([send('click'), send('click', 0)]).toEqual([stays, passes]) // the second by key
  send('pointerdown')
  expect(send('click')).toEqual(passes)
  undo()
  expect(send('dragstart')).toEqual(passes)
})
