/** The smallest Electron program: one window, at the address given last. Playwright drives it through the gallery. */
import { app, BrowserWindow } from 'electron'

const address = process.argv.at(-1)
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => new BrowserWindow({ width: 1180, height: 760, useContentSize: true, webPreferences: { sandbox: true } }).loadURL(address))
