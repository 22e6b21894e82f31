// Chromium draws the SVGs: each job of ICON_JOBS ({svg, size, png}) into one PNG of that many pixels, with transparency.
import { app, BrowserWindow } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'

async function render() {
  const window = new BrowserWindow({ show: false })
  await window.loadURL('about:blank')
  for (const { svg, size, png } of JSON.parse(process.env.ICON_JOBS)) {
    const source = `data:image/svg+xml;base64,${readFileSync(svg).toString('base64')}`
    const draw = async (from, pixels) => {
      const image = new Image(pixels, pixels)
      image.src = from
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = pixels
      canvas.getContext('2d').drawImage(image, 0, 0, pixels, pixels)
      return canvas.toDataURL('image/png')
    }
    // Our own drawings in our own build step; the app itself never does this.
    // eslint-disable-next-line no-restricted-syntax
    const url = await window.webContents.executeJavaScript(`(${draw})(${JSON.stringify(source)}, ${size})`)
    writeFileSync(png, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
  }
}

app.whenReady().then(render).then(() => app.exit(0), (error) => {
  console.error(error)
  app.exit(1)
})
