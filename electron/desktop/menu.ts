/** The menu bar: macOS needs one for its keys; elsewhere the window has none. And the context menu of text. */
import { Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import type { Strings } from './strings'

export function installMenu(): void {
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  )
}

/** Where the page has no menu of its own: cut, copy, paste. */
export function installContextMenu(window: BrowserWindow, strings: () => Strings): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    if (!isEditable && !selectionText) return
    const words = strings()
    const copy: MenuItemConstructorOptions = { role: 'copy', label: words.copy, enabled: editFlags.canCopy }
    const whole: MenuItemConstructorOptions = { role: 'selectAll', label: words.selectAll }
    const edit: MenuItemConstructorOptions[] = [
      { role: 'cut', label: words.cut, enabled: editFlags.canCut },
      copy,
      // As text: what was copied in a browser brings its markup along.
      { role: 'pasteAndMatchStyle', label: words.paste, enabled: editFlags.canPaste },
      { type: 'separator' },
      whole,
    ]
    Menu.buildFromTemplate(isEditable ? edit : [copy]).popup({ window })
  })
}
