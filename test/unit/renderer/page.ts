/** As much of a page as state modules touch: language, the root element, small memories. */
import type { Language } from '../../../renderer/lib/i18n/locale.svelte'
import type { ContractEvent, MagpieApi, Snapshot } from '#contract'

const stored = new Map<string, string>()
export const root = { lang: '', dataset: {} as Record<string, string>, style: { setProperty: (name: string, value: string) => void root.properties.set(name, value) }, properties: new Map<string, string>() }

Object.assign(globalThis, {
  document: { documentElement: root },
  localStorage: { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) },
})

export const remember = (key: string, value: string) => stored.set(key, value)

/** Every text must exist in both: `inBoth(() => s.title)`. */
export async function inBoth<T>(read: () => T): Promise<Record<Language, T>> {
  const { locale } = await import('../../../renderer/lib/i18n/locale.svelte')
  const result = {} as Record<Language, T>
  for (const language of ['zh', 'en'] as const) {
    locale.choose(language)
    result[language] = read()
  }
  return result
}

/** A main process that the test plays: what it tells, and what the page asks. */
export function fakeMain(snapshot: () => Snapshot) {
  let listener: (events: ContractEvent[]) => void = () => undefined
  const asked: { name: string; input: unknown }[] = []
  let snapshots = 0
  Object.assign(globalThis, {
    window: {
      magpie: {
        platform: 'linux',
        snapshot: () => (snapshots++, Promise.resolve(snapshot())),
        subscribe: (wanted) => ((listener = wanted), () => undefined),
        call: (name, input) => (asked.push({ name, input }), Promise.resolve({ ok: true, value: null as never })),
      } satisfies MagpieApi,
    },
  })
  return { asked, snapshots: () => snapshots, tell: (...events: object[]) => listener(events as ContractEvent[]) }
}
