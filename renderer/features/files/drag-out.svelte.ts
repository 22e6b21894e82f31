/** Files are dragged out of the window as files: to the desktop, into another program. The system carries them, by their keys. */
import type { Attachment } from 'svelte/attachments'
import type { SharedFile } from '#shared/model/files'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError, toasts } from '../../lib/state/toasts.svelte'

const s = strings({
  zh: { notHere: '文件还不在这台电脑上：先下载，再拖出去。' },
  en: { notHere: 'The file is not on this computer yet: download it first, then drag it out.' },
})

class DragOut {
  /** A file of this window is being dragged: dropped where it came from it is not sent once more. */
  isOurs = $state(false)

  async begin(key: string) {
    this.isOurs = true
    const result = await call('desktop.dragFile', { key })
    if (!result.ok) showError(result.error)
    // Where the system does not hold on to us the drag may have only begun; a page feels no pointer during it.
    window.addEventListener('pointermove', () => (this.isOurs = false), { once: true })
  }
}
export const dragOut = new DragOut()

/** What is drawn of a file is where it is taken. */
export const draggedOut = (file: SharedFile): Attachment<HTMLElement> => (node) => {
  node.draggable = true
  /** What is dragged is not clicked when it is let go. */
  let wasDragged = false
  const onpointerdown = () => (wasDragged = false)
  const onclick = (event: MouseEvent) => {
    if (!wasDragged || event.detail === 0) return // by key
    event.preventDefault()
    event.stopPropagation()
  }
  const ondragstart = (event: DragEvent) => {
    event.preventDefault() // the system drags, not the page
    event.stopPropagation()
    wasDragged = true
    if (file.local !== null) return void dragOut.begin(file.local)
    toasts.show(s.notHere)
    node.querySelector<HTMLElement>('[data-load]')?.focus()
  }
  node.addEventListener('dragstart', ondragstart)
  node.addEventListener('pointerdown', onpointerdown, true)
  node.addEventListener('click', onclick, true)
  return () => {
    node.removeEventListener('dragstart', ondragstart)
    node.removeEventListener('pointerdown', onpointerdown, true)
    node.removeEventListener('click', onclick, true)
  }
}
