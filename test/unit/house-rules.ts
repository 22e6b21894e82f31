/** The import table of ARCHITECTURE.md and the other house rules, each finding with its remedy. */
import type { Import, Source } from './house-scan'

/** Of a path the folder the table speaks of: `electron/core`, `electron/features/rooms`, `electron/edge`, `renderer/lib/ui` … */
export function zoneOf(path: string): string {
  const [top, second = '', third = ''] = path.split('/')
  if (top === 'electron') {
    if (second === 'features') return path.split('/').length > 3 ? `electron/features/${third}` : 'electron/features'
    return /^(main|headless|preload)(\.c?ts)?$|^(desktop|start)$/.test(second) ? 'electron/edge' : `electron/${second}`
  }
  if (top !== 'renderer') return top!
  if (second === 'features') return `renderer/features/${third}`
  if (second === 'lib') return third === 'ui' ? 'renderer/lib/ui' : 'renderer/lib'
  return 'renderer/views'
}

const LOWER: Record<string, string[]> = {
  'electron/shared': [],
  'electron/xmpp': ['shared'],
  'electron/store': ['shared'],
  'electron/core': ['shared', 'xmpp', 'store'],
}
const FOR_FEATURES = ['shared', 'xmpp', 'store', 'core']
const inside = (target: string, folders: string[]) => folders.some((folder) => target.startsWith(`electron/${folder}/`))

function electronRule(from: string, path: string, { target, typeOnly }: Import): string | null {
  const to = zoneOf(target)
  if (to === from || from === 'electron/edge') return null
  if (LOWER[from]) {
    const allowed = LOWER[from]
    return inside(target, allowed) ? null : `${from} may import ${allowed.join(', ') || 'nothing of ours'}: move what is needed down, or pass it in from above`
  }
  if (from === 'electron/features') return to.startsWith('electron/features/') || to === 'electron/core' ? null : 'the list of features imports features only'
  if (from === 'electron/ipc') {
    // The type of what is passed in is no dependency on it.
    const ok = inside(target, ['shared']) || (typeOnly && inside(target, ['core'])) || /^electron\/features\/[^/]+\/contract$/.test(target)
    return ok ? null : 'ipc sees shared, the contracts of features and types of core: pass the rest in as a parameter'
  }
  if (inside(target, FOR_FEATURES) || /^electron\/features\/[^/]+\/public$/.test(target)) return null
  return to.startsWith('electron/features/')
    ? `a feature uses another one through its public.ts and names it in "requires": ${path} reaches into ${target}`
    : 'a feature may import shared, xmpp, store, core'
}

function rendererRule(from: string, one: Import): string | null {
  const { target, typeOnly } = one
  if (target.startsWith('electron/')) {
    if (from === 'renderer/lib/ui') return 'the design system knows no domain: pass plain props'
    if (target.startsWith('electron/shared/')) return null
    if (target !== 'electron/ipc/contract') return 'the page imports #shared, and types of #contract, nothing else of electron/'
    return typeOnly ? null : 'only `import type` from #contract: the page must not carry main\'s code'
  }
  const to = zoneOf(target)
  if (from === 'renderer/views' || to === from) return null
  if (from === 'renderer/lib/ui') return 'lib/ui imports only lib/ui'
  if (from === 'renderer/lib') return to === 'renderer/lib/ui' ? null : 'lib is below features and views: turn it round, or pass it in'
  return to.startsWith('renderer/lib') || to.startsWith('renderer/features/') ? null : 'a feature of the page imports lib and at most two other features'
}

/** Who may import which package. */
function packageRule(path: string, zone: string, name: string): string | null {
  const only = (ok: boolean, where: string) => (ok ? null : `only ${where} may import ${name}`)
  if (/^@xmpp\//.test(name)) return only(zone === 'electron/xmpp', 'electron/xmpp')
  if (name === 'better-sqlite3') return only(zone === 'electron/store', 'electron/store')
  if (/^electron(\/|$)/.test(name)) return only(/^electron\/(desktop\/|main\.ts$|preload\.cts$)/.test(path), 'electron/desktop, main.ts and preload.cts')
  if (/^node:/.test(name)) return only(!zone.startsWith('renderer/') && zone !== 'electron/shared', 'code of the main process')
  return null
}

function importFindings(source: Source): string[] {
  const zone = zoneOf(source.path)
  return source.imports.flatMap((one) => {
    const rule = !one.ours
      ? packageRule(source.path, zone, one.target)
      : zone.startsWith('renderer/')
        ? rendererRule(zone, one)
        : zoneOf(one.target).startsWith('renderer/')
          ? 'main and page meet at the contract only'
          : electronRule(zone, source.path, one)
    return rule === null ? [] : [`${source.path} imports ${one.target}: ${rule}`]
  })
}

const MAX_LINES = { source: 400, svelte: 350, test: 500 }

function textFindings({ path, lines, emptyCatches, rawClocks, rawHtml }: Source): string[] {
  const most = path.startsWith('test/') ? MAX_LINES.test : path.endsWith('.svelte') ? MAX_LINES.svelte : MAX_LINES.source
  const isProduct = /^(electron|renderer)\//.test(path)
  return [
    ...(lines > most ? [`${path} has ${lines} lines, ${most} are allowed: split it by what changes together`] : []),
    ...(emptyCatches > 0 ? [`${path} swallows an error: handle it, or say in a comment inside the block why it does not matter`] : []),
    ...(isProduct && rawClocks > 0 && path !== 'electron/shared/time.ts' ? [`${path} asks the machine for the time: take a Clock (#shared/time)`] : []),
    ...(rawHtml ? [`${path} uses {@html}: show text as text, or build elements`] : []),
  ]
}

export const findingsOf = (source: Source): string[] => [...importFindings(source), ...textFindings(source)]

/** Rules about several files at once: `requires`, the number of features a feature of the page uses, headless' reach. */
export function findingsTogether(sources: Source[], textOf: (path: string) => string): string[] {
  const used = (prefix: string) => {
    const map = new Map<string, Set<string>>()
    for (const { path, imports } of sources) {
      const from = zoneOf(path)
      if (!from.startsWith(prefix)) continue
      for (const { target, ours } of imports) {
        const to = ours ? zoneOf(target) : ''
        if (to.startsWith(prefix) && to !== from) map.set(from, (map.get(from) ?? new Set()).add(to.slice(prefix.length)))
      }
    }
    return map
  }
  const unlisted = [...used('electron/features/')].flatMap(([from, others]) => {
    const listed = /requires:\s*\[([^\]]*)\]/.exec(textOf(`${from}/feature.ts`))?.[1] ?? ''
    return [...others].filter((name) => !new RegExp(`['"]${name}['"]`).test(listed)).map((name) => `${from} uses ${name} without naming it in "requires"`)
  })
  const crowded = [...used('renderer/features/')].filter(([, others]) => others.size > 2)
    .map(([from, others]) => `${from} uses ${[...others].join(', ')}: two other features at most; compose them in renderer/views`)
  return [...unlisted, ...crowded, ...headlessFindings(sources)]
}

/** The core runs under plain Node: nothing headless.ts reaches may load Electron. */
function headlessFindings(sources: Source[]): string[] {
  const byModule = new Map(sources.map((source) => [source.path.replace(/\.c?ts$/, ''), source]))
  const seen = new Set<string>()
  const queue = ['electron/headless']
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const { target, ours, typeOnly } of byModule.get(next)?.imports ?? []) {
      if (typeOnly) continue
      if (target === 'electron') return [`${next} loads electron and is reached from headless.ts: pass it in from main.ts`]
      if (ours) queue.push(target)
    }
  }
  return []
}
