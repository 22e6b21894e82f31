/** The page's only door: two fixed channels. Runs sandboxed; gives the page neither Electron nor events. */
import type { MagpieApi } from '#contract'

const { contextBridge, ipcRenderer } = require('electron') as typeof import('electron')

type Listener = Parameters<MagpieApi['subscribe']>[0]
const listeners = new Set<Listener>()
ipcRenderer.on('magpie:events', (_event, events: Parameters<Listener>[0]) => {
  for (const listener of listeners) listener(events)
})

const call = (name: string, input: unknown) => ipcRenderer.invoke('magpie:call', name, input)

contextBridge.exposeInMainWorld('magpie', {
  call,
  snapshot: async () => {
    const result = await call('app.snapshot', null)
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  },
  subscribe: (listener: Listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  platform: process.platform as MagpieApi['platform'],
} satisfies Record<keyof MagpieApi, unknown>)
