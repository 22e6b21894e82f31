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

/** Where the page has no menu of its own: what else a word may be, cut, copy, paste. */
export function installContextMenu(window: BrowserWindow, strings: () => Strings): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, editFlags, misspelledWord, dictionarySuggestions }) => {
    if (!isEditable && !selectionText) return
    const words = strings()
    const copy: MenuItemConstructorOptions = { role: 'copy', label: words.copy, enabled: editFlags.canCopy }
    const whole: MenuItemConstructorOptions = { role: 'selectAll', label: words.selectAll }
    const { webContents } = window
    const spelling: MenuItemConstructorOptions[] = misspelledWord
      ? [
          ...dictionarySuggestions.map((word) => ({ label: word.replace(/&/g, '&&'), click: () => webContents.replaceMisspelling(word) })),
          ...(dictionarySuggestions.length === 0 ? [{ label: words.noSuggestion, enabled: false }] : []),
          { label: words.learnWord, click: () => webContents.session.addWordToSpellCheckerDictionary(misspelledWord) },
          { type: 'separator' },
        ]
      : []
    const edit: MenuItemConstructorOptions[] = [
      ...spelling,
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
