/** SAFETY §3.1 in the real app: what the window is, and what a page cannot do even with script of its own in it. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slices } from '#contract'
import { desktop } from '#shared/desktop'
import { MAX_PICTURE_FRAMES } from '#shared/model/files'
import { launchApp, startPlain, type LaunchedApp } from './support'

/** Code for the page as text: it runs there with the page's globals. */
const inPage = <T>(code: string) => launched.page.evaluate(`(async () => { ${code} })()`) as Promise<T>
/** All that the contract knows, and the one that every window may ask. */
const CALLS = ['app.snapshot', ...[...Object.values(slices), desktop].flatMap((slice) => [...Object.keys(slice.appCalls), ...Object.keys(slice.calls)])]
let launched: LaunchedApp
let outside: Server
let outsideUrl = ''
const visits: string[] = []

beforeAll(async () => {
  outside = createServer((request, answer) => {
    visits.push(request.url ?? '')
    answer.end('hello')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => outside.once('listening', resolve))
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  launched = await launchApp({ isAttack: true })
})
afterAll(async () => {
  outside.close()
  await launched?.close()
})

/** Still one window with our page in it, and the program answers. */
async function expectUnmoved() {
  await launched.page.waitForTimeout(150)
  expect(launched.page.url()).toBe('app://bundle/index.html')
  expect(await launched.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((contents) => contents.getURL()))).toEqual(['app://bundle/index.html'])
  expect(await inPage<boolean>('return (await magpie.call("desktop.getInfo", {})).ok')).toBe(true)
  expect(visits).toEqual([])
}

describe('the window', () => {
  test('is sandboxed, isolated and without Node', async () => {
    const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return (window!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, webSecurity: true,
      webviewTag: false, allowRunningInsecureContent: false, experimentalFeatures: false, enableBlinkFeatures: '',
    })
    const globals = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname']
    expect(await inPage(`return ${JSON.stringify(globals)}.filter((name) => name in globalThis)`)).toEqual([])
  })

  test('has exactly one door, and cannot change it', async () => {
    expect(await inPage('return [Object.keys(magpie), Object.values(magpie).map((value) => typeof value), Object.isFrozen(magpie)]')).toEqual([
      ['call', 'snapshot', 'subscribe', 'platform'], ['function', 'function', 'function', 'string'], true,
    ])
    expect(await inPage('try { magpie.call = () => 1 } catch {} ; try { window.magpie = 1 } catch {} ; return typeof magpie.call')).toBe('function')
  })

  test('the door answers our page, and refuses what the contract does not know', async () => {
    const codes = `const codes = []
      for (const [name, input] of [['nope', {}], ['settings.set', { theme: 7 }], ['desktop.openExternal', { url: 1 }], ['constructor', {}], [null, null], ['desktop.openExternal', { url: 'file:///etc/passwd' }]]) {
        const result = await magpie.call(name, input)
        codes.push(result.ok ? result.value : result.error.code)
      }
      return codes`
    expect(await inPage(codes)).toEqual(['not-found', 'bad-input', 'bad-input', 'not-found', 'not-found', { isOpened: false }])
  })
})

/** Each says `window.hit = 1` when it has got through. */
const ATTACKS: [string, string][] = [
  ['an inline script', 'const s = document.createElement("script"); s.textContent = "window.hit = 1"; document.body.append(s)'],
  ['a script from elsewhere', 'const s = document.createElement("script"); s.src = URL + "/x.js"; document.body.append(s)'],
  ['eval', 'eval("window.hit = 1")'],
  ['new Function', 'new Function("window.hit = 1")()'],
  ['a timer with text', 'setTimeout("window.hit = 1")'],
  ['markup', 'document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\'window.hit = 1\'>")'],
  ['an inline handler', 'const i = new Image(); i.setAttribute("onerror", "window.hit = 1"); i.src = "x.png"; document.body.append(i)'],
  ['a javascript: link', 'const a = document.createElement("a"); a.href = "javascript:window.hit = 1"; document.body.append(a); a.click()'],
  ['a policy of its own', 'trustedTypes.createPolicy("mine", { createHTML: (s) => s }); window.hit = 1'],
  ['a picture from elsewhere', 'const i = new Image(); i.src = URL + "/x.png"; document.body.append(i)'],
  ['fetch', 'await fetch(URL + "/x")'],
  ['fetch of our own files', 'await fetch("app://bundle/index.html").then(() => { window.hit = 1 })'],
  ['WebSocket', 'new WebSocket(URL.replace("http", "ws"))'],
  ['a beacon', 'navigator.sendBeacon(URL + "/x")'],
  ['a frame', 'const f = document.createElement("iframe"); f.src = URL; document.body.append(f)'],
  ['a frame of our own page', 'const f = document.createElement("iframe"); f.src = "app://bundle/index.html"; document.body.append(f); await new Promise((r) => setTimeout(r, 200)); if (f.contentWindow?.magpie) window.hit = 1'],
  ['a form', 'const f = document.createElement("form"); f.action = URL; document.body.append(f); f.submit()'],
  ['a base', 'const b = document.createElement("base"); b.href = URL; document.head.append(b); const i = new Image(); i.src = "y.png"; document.body.append(i)'],
  ['a prefetch', 'const l = document.createElement("link"); l.rel = "prefetch"; l.href = URL + "/x"; document.head.append(l)'],
  ['a stylesheet from elsewhere', 'const l = document.createElement("link"); l.rel = "stylesheet"; l.href = URL + "/x.css"; document.head.append(l)'],
  ['a worker', 'new Worker("data:text/javascript,1")'],
]

/** All at once, each in a task of its own: what DevTools evaluates directly may eval whatever the policy says. */
async function attackAll(): Promise<number[]> {
  const tasks = ATTACKS.map(([, code], i) => `setTimeout(async () => { window.tried++; try { ${code.replaceAll('window.hit', `window.hits[${i}]`)} } catch (error) { void error } })`)
  await inPage(`const URL = ${JSON.stringify(outsideUrl)}; window.tried = 0; window.hits = Array(${ATTACKS.length}).fill(0); ${tasks.join(';')}`)
  await launched.page.waitForTimeout(600)
  return inPage<number[]>('return window.hits')
}

describe('the policy of the page', () => {
  let hits: Promise<number[]> | null = null
  test('comes with every file, and the page keeps to it', async () => {
    const headers = await launched.app.evaluate(async ({ net }) => {
      const answer = await net.fetch('app://bundle/index.html')
      return Object.fromEntries(answer.headers)
    })
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src blob:; font-src 'self'; connect-src 'none'; " +
        "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
        'trusted-types svelte-trusted-html',
    )
    await launched.page.addInitScript('window.violations = []; addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective} ${e.blockedURI}`))')
    const errors: string[] = []
    launched.page.on('pageerror', (error) => errors.push(error.message))
    await launched.page.reload()
    await launched.page.waitForTimeout(1000)
    expect(await inPage('return violations')).toEqual([])
    expect(errors).toEqual([])
  })

  test.each(ATTACKS.map(([name], i) => [name, i] as const))('stops %s', async (_name, i) => {
    hits ??= attackAll()
    expect((await hits)[i]).toBe(0)
  })
  test('and stands as it stood', async () => {
    expect(await inPage('return window.tried')).toBe(ATTACKS.length)
    await expectUnmoved()
  })
})

describe('nothing leads away', () => {
  test.each([
    ['location', 'location.href = URL'],
    ['location to a file', 'location.href = "file:///etc/passwd"'],
    ['location to another host of our scheme', 'location.href = "app://other/index.html"'],
    ['location to data', 'location.href = "data:text/html,x"'],
    ['a link', 'const a = document.createElement("a"); a.href = URL; document.body.append(a); a.click()'],
    ['a link to a new window', 'const a = document.createElement("a"); a.href = URL; a.target = "_blank"; document.body.append(a); a.click()'],
    ['a middle click', 'const a = document.createElement("a"); a.href = URL; document.body.append(a); a.dispatchEvent(new MouseEvent("click", { button: 1, ctrlKey: true, bubbles: true }))'],
    ['a download', 'const a = document.createElement("a"); a.href = "data:text/plain,x"; a.download = "x.txt"; document.body.append(a); a.click()'],
    ['window.open', 'open(URL)'],
    ['window.open of nothing', 'open("")'],
    ['window.open of script', 'open("javascript:alert(1)")'],
    ['window.open of our page', 'open("app://bundle/index.html")'],
    ['a refresh', 'const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = "0;url=" + URL; document.head.append(m)'],
    ['a webview', 'const w = document.createElement("webview"); w.src = URL; document.body.append(w)'],
  ])('%s', async (_name, code) => {
    await inPage(`const URL = ${JSON.stringify(outsideUrl)}; try { ${code} } catch (error) { void error }`)
    await expectUnmoved()
  })
})

test('nor do these lead away, all at once: places, programs of the system, windows, what is dropped', async () => {
  const codes = [
    'location.replace(OUT)', 'location.assign("javascript:document.title=1")', 'location.href = URL.createObjectURL(new Blob(["x"], { type: "text/html" }))',
    'location.href = "mailto:a@b.example"', 'location.href = "ms-msdt:/id"', 'location.href = "smb://127.0.0.1/x"', 'location.href = "xmpp:a@b.example?remove"',
    'history.pushState(0, "", "app://other/")', 'const f = document.createElement("form"); f.action = OUT; f.target = "_blank"; document.body.append(f); f.submit()',
    'const d = new DataTransfer(); d.setData("text/uri-list", OUT); document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: d, bubbles: true, cancelable: true }))',
    'open("file:///etc/passwd")', 'open("about:blank", "x", "noopener")', 'open(OUT, "_self")', 'open("data:text/html,x", "_top")', 'open("blob:app://bundle/1")', 'open("chrome://gpu")',
  ]
  const tasks = codes.map((code) => `setTimeout(() => { try { ${code} } catch (error) { void error } })`)
  await inPage(`const OUT = ${JSON.stringify(outsideUrl)}; ${tasks.join(';')}; await new Promise((done) => setTimeout(done, 300))`)
  await expectUnmoved()
})

describe('permissions', () => {
  test('none is held, whatever is asked about', async () => {
    const kinds = [
      'geolocation', 'notifications', 'camera', 'microphone', 'midi', 'background-sync', 'background-fetch', 'periodic-background-sync', 'persistent-storage', 'clipboard-read',
      'clipboard-write', 'payment-handler', 'screen-wake-lock', 'accelerometer', 'gyroscope', 'magnetometer', 'local-fonts', 'window-management', 'idle-detection',
      'storage-access', 'display-capture', 'nfc', 'top-level-storage-access', 'captured-surface-control', 'speaker-selection',
    ]
    const states = await inPage<Record<string, string>>(`const states = {}
      for (const name of ${JSON.stringify(kinds)}) states[name] = await navigator.permissions.query({ name, sysex: true, userVisibleOnly: true }).then((one) => one.state, () => 'unknown')
      return states`)
    const known = Object.entries(states).filter(([, state]) => state !== 'unknown')
    expect(known.length).toBeGreaterThanOrEqual(15)
    expect(known.filter(([, state]) => state === 'granted')).toEqual([])
  })

  test('none is granted', async () => {
    const denied = `const denied = {}
      const never = async (name, ask) => { denied[name] = await Promise.race([ask().then(() => 'granted', () => 'denied'), new Promise((r) => setTimeout(r, 2000, 'no answer'))]) }
      await never('camera', () => navigator.mediaDevices.getUserMedia({ video: true }))
      await never('microphone', () => navigator.mediaDevices.getUserMedia({ audio: true }))
      await never('screen', () => navigator.mediaDevices.getDisplayMedia({ video: true }))
      await never('place', () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)))
      await never('clipboard', () => navigator.clipboard.readText())
      await never('midi', () => navigator.requestMIDIAccess({ sysex: true }))
      await never('notifications', async () => { if (await Notification.requestPermission() !== 'granted') throw 0 })
      await never('usb', () => navigator.usb.requestDevice({ filters: [] }))
      await never('serial', () => navigator.serial.requestPort())
      await never('hid', async () => { if ((await navigator.hid.requestDevice({ filters: [] })).length === 0) throw 0 })
      await never('idle', async () => { if (await IdleDetector.requestPermission() !== 'granted') throw 0 })
      return denied`
    const result = await inPage<Record<string, string>>(denied)
    expect(Object.entries(result).filter(([, outcome]) => outcome !== 'denied')).toEqual([])
    expect(Object.keys(result)).toHaveLength(11)
  })
})

describe('another page with the same preload', () => {
  test('is refused at the door, and reaches no network', async () => {
    const [fetched, ...outcome] = await launched.app.evaluate(async ({ BrowserWindow, app }, [url, names]) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: `${app.getAppPath()}/dist/preload/preload.cjs`, sandbox: true } })
      try {
        await window.loadURL(`data:text/html,<img src="${url}/x.png">`)
        const calls = names.map((name) => `magpie.call('${name}', {})`)
        return (await window.webContents.executeJavaScript(`Promise.all([fetch('${url}').then(() => 'fetched', () => 'blocked'), ${calls.join()}])`)) as unknown[]
      } finally {
        window.destroy()
      }
    }, [outsideUrl, CALLS] as const)
    expect(fetched).toBe('blocked')
    expect(CALLS.length).toBeGreaterThan(150)
    expect(outcome).toEqual(CALLS.map(() => ({ ok: false, error: expect.objectContaining({ code: 'forbidden' }) })))
    expect(visits).toEqual([])
  })

  test('even our own page is refused in a window that is none of ours', async () => {
    const outcome = await launched.app.evaluate(async ({ BrowserWindow, app }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: `${app.getAppPath()}/dist/preload/preload.cjs`, sandbox: true } })
      try {
        await window.loadURL('app://bundle/index.html?conversation=1-1')
        return (await window.webContents.executeJavaScript(`Promise.all(['app.snapshot', 'desktop.popouts'].map((name) => magpie.call(name, {})))`)) as unknown[]
      } finally {
        window.destroy()
      }
    })
    expect(outcome).toEqual(Array.from({ length: 2 }, () => ({ ok: false, error: expect.objectContaining({ code: 'forbidden' }) })))
  })

  test('no call of the contract is answered to another frame of our own window', async () => {
    // Frames cannot be made here (the policy), so the door itself is asked, as if one had knocked.
    const answers = await launched.app.evaluate(async ({ BrowserWindow, ipcMain }, names) => {
      type Door = (event: object, name: string, input: object) => Promise<{ ok: boolean; error?: { code: string } }>
      const door = (ipcMain as unknown as { _invokeHandlers: Map<string, Door> })._invokeHandlers.get('magpie:call')!
      const sender = BrowserWindow.getAllWindows()[0]!.webContents
      const { frameTreeNodeId } = sender.mainFrame
      const ours = { parent: null, frameTreeNodeId, origin: 'app://bundle', url: 'app://bundle/index.html' }
      const frames = [null, { ...ours, parent: ours }, { ...ours, frameTreeNodeId: frameTreeNodeId + 1 }, { ...ours, origin: 'https://evil.example' }, { ...ours, origin: 'null' }]
      const codes = new Map<string, number>()
      for (const senderFrame of frames) {
        for (const name of names) {
          const { ok, error } = await door({ sender, senderFrame }, name, {})
          const code = ok ? `answered: ${name}` : error!.code
          codes.set(code, (codes.get(code) ?? 0) + 1)
        }
      }
      return { codes: [...codes], channels: [...(ipcMain as unknown as { _invokeHandlers: Map<string, Door> })._invokeHandlers.keys()], own: await door({ sender, senderFrame: ours }, 'desktop.getInfo', {}) }
    }, CALLS)
    expect(answers.codes).toEqual([['forbidden', 5 * CALLS.length]])
    expect(answers.channels).toEqual(['magpie:call'])
    expect(answers.own.ok).toBe(true) // the lawful twin
  })

  test('the private scheme gives of the files of messages only pictures and sounds that can be decoded', async () => {
    const frame = Buffer.from('2c0000000001000100000202440100', 'hex')
    const gif = (frames: number) => Buffer.concat([Buffer.from('47494638396101000100000000', 'hex'), ...Array.from({ length: frames }, () => frame), Buffer.from(';')])
    const png = (edge: number) => Buffer.from(`89504e470d0a1a0a0000000d49484452${edge.toString(16).padStart(8, '0').repeat(2)}0802000000`, 'hex')
    const files: [string, Buffer, number][] = [
      ['a.png', png(640), 200], ['a.gif', gif(3), 200], ['bomb.png', png(65_535), 404], ['moves.gif', gif(MAX_PICTURE_FRAMES + 1), 404],
      ['a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 404], ['a.png', Buffer.from('<script>1</script>'), 404], ['a.png', Buffer.from('MZ'), 404],
    ]
    const keys = files.map(([name, bytes], i) => {
      const key = i.toString(16).padStart(32, '0')
      mkdirSync(join(launched.profileDir, 'files', key), { recursive: true })
      writeFileSync(join(launched.profileDir, 'files', key, name), bytes)
      return key
    })
    const statuses = await launched.app.evaluate(({ net }, all) => Promise.all(all.map(async (key) => (await net.fetch(`app://bundle/media/${key}`)).status)), keys)
    expect(statuses).toEqual(files.map(([, , status]) => status))
  })

  test('the private scheme gives files of the bundle only', async () => {
    const statuses = await launched.app.evaluate(async ({ net }) => {
      const paths = [
        'index.html', '../package.json', '../../package.json', '%2e%2e/package.json', '..%2fpackage.json', 'assets/', 'nope.js', 'index.html%00.js', '..%5cpackage.json', '....//package.json',
        '/etc/passwd', '//etc/passwd', '.%2e/%2e./package.json', '%252e%252e/package.json', 'assets/..%2f..%2fmain/main.js', '../main/main.js', '../preload/preload.cjs', 'media/', 'media/..%2f..%2fmagpie.db',
        'index.html/', 'C:/Windows/win.ini', '~/.bashrc',
      ]
      return Promise.all(paths.map(async (path) => (await net.fetch(`app://bundle/${path}`)).status))
    })
    expect(statuses).toEqual([200, ...Array.from({ length: 21 }, () => 404)])
    const elsewhere = await launched.app.evaluate(({ net }) => net.fetch('app://other/index.html').then((answer) => answer.status))
    expect(elsewhere).toBe(404)
  })
})

describe('the program', () => {
  test('starts once per profile: the second start brings the first to the front and ends', async () => {
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
    expect(await startPlain(launched.profileDir).exited).toBe(0)
    await expect.poll(() => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())).toBe(true)
  })

  test('killed, it starts again; a signal ends it with the database closed', async () => {
    const first = await launchApp()
    await first.kill()
    const again = await launchApp({ profileDir: first.profileDir })
    expect(existsSync(join(again.profileDir, 'magpie.db-wal'))).toBe(true)
    expect(await again.close()).toBe(0)
    expect(readdirSync(again.profileDir).filter((name) => /-wal|-shm|-journal/.test(name))).toEqual([])
  })

  test('closing the window without a tray ends it', async () => {
    const one = await launchApp()
    const exited = new Promise((resolve) => one.app.process().once('exit', resolve))
    await one.app.evaluate(({ BrowserWindow }) => setTimeout(() => BrowserWindow.getAllWindows()[0]!.close(), 50))
    expect(await exited).toBe(0)
  })
})
