// The least an Electron app can be: one window with one empty page. Magpie's start and memory are measured against it.
import { app, BrowserWindow } from 'electron'
import { join } from 'node:path'

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 960, height: 640, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  return window.loadFile(join(import.meta.dirname, 'index.html'))
}, (error) => {
  console.error(error)
  app.exit(1)
})
