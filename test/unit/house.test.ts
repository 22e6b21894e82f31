import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findingsOf, findingsTogether } from './house-rules'
import { read, scan } from './house-scan'

const repo = resolve(import.meta.dirname, '../..')

describe('the house stands', () => {
  const sources = read(repo, ['electron', 'renderer', 'test'])

  test('every file keeps to its layer and to the house rules', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.filter(({ path }) => !path.startsWith('test/')).flatMap(findingsOf)).toEqual([])
    expect(sources.filter(({ path }) => path.startsWith('test/')).flatMap((source) => findingsOf({ ...source, imports: [] }))).toEqual([])
  })

  test('features name what they require, stay few, and headless stays free of Electron', () => {
    const textOf = (path: string) => (existsSync(join(repo, path)) ? readFileSync(join(repo, path), 'utf8') : '')
    expect(findingsTogether(sources, textOf)).toEqual([])
  })
})

describe('the rules see what they are meant to', () => {
  const found = (path: string, text: string) => findingsOf(scan(path, text)).length

  test.each([
    ['electron/shared/a.ts', "import { b } from '#xmpp/b'"],
    ['electron/shared/a.ts', "import { readFile } from 'node:fs'"],
    ['electron/xmpp/a.ts', "import { b } from '#store/b'"],
    ['electron/xmpp/a.ts', "import { b } from '../store/b'"],
    ['electron/store/a.ts', "import type { b } from '#core/b'"],
    ['electron/store/a.ts', "const b = await import('#core/b')"],
    ['electron/core/a.ts', "import { client } from '@xmpp/client'"],
    ['electron/core/a.ts', "import Database from 'better-sqlite3'"],
    ['electron/core/a.ts', "import { b } from '#features/rooms/public'"],
    ['electron/features/x/feature.ts', "import { b } from '#features/y/table'"],
    ['electron/features/x/feature.ts', "import { b } from '../y/stanza'"],
    ['electron/features/x/feature.ts', "import { app } from 'electron'"],
    ['electron/headless.ts', "import { app } from 'electron'"],
    ['electron/start/a.ts', "import { app } from 'electron'"],
    ['electron/ipc/serve.ts', "import { b } from '#features/y/table'"],
    ['electron/ipc/serve.ts', "import { createCore } from '#core/create-core'"],
    ['renderer/lib/a.ts', "import { contract } from '#contract'"],
    ['renderer/lib/a.ts', "import { b } from '#core/b'"],
    ['renderer/lib/a.ts', "import { b } from '../features/roster/b'"],
    ['renderer/lib/ui/Button.svelte', "<script lang=\"ts\">import { b } from '../text/b'</script>"],
    ['renderer/views/A.svelte', "<script>import fs from 'node:fs'</script>"],
    ['renderer/features/x/a.ts', "import { b } from '../../views/b'"],
    ['electron/core/a.ts', 'try { b() } catch {}'],
    ['electron/core/a.ts', 'b().catch(() => {})'],
    ['electron/core/a.ts', 'const now = Date.now()'],
    ['electron/core/a.ts', 'const now = new Date()'],
    ['renderer/views/A.svelte', '<p>{Date.now()}</p>'],
    ['renderer/views/A.svelte', '<p>{@html text}</p>'],
  ])('%s: %s', (path, text) => expect(found(path, text)).toBe(1))

  test.each([
    ['electron/shared/time.ts', 'export const now = () => Date.now()'],
    ['electron/core/a.ts', "import { b } from '#store/b'\nimport { c } from './c'\nconst d = new Date(5)"],
    ['electron/features/x/feature.ts', "import { b } from '#features/y/public'\nimport { c } from './table'"],
    ['electron/features/index.ts', "import { roster } from './roster/feature'"],
    ['electron/ipc/contract.ts', "import { roster } from '#features/roster/contract'"],
    ['electron/ipc/serve.ts', "import type { Core } from '#core/create-core'"],
    ['electron/start/a.ts', "import { features } from '#features/index'"],
    ['electron/desktop/window.ts', "import { BrowserWindow } from 'electron'\nimport { b } from '#core/b'"],
    ['renderer/lib/a.ts', "import type { Calls } from '#contract'\nimport { type Events } from '#contract'\nimport { jid } from '#shared/jid'"],
    ['renderer/features/x/A.svelte', "<script lang=\"ts\">import Button from '../../lib/ui/Button.svelte'</script>"],
    ['electron/core/a.ts', 'try { b() } catch { /* the file is gone: nothing to do */ }'],
  ])('%s may: %s', (path, text) => expect(found(path, text)).toBe(0))

  test('files that are too long', () => {
    const lines = (path: string, count: number) => found(path, 'b()\n'.repeat(count))
    expect([lines('electron/core/a.ts', 400), lines('renderer/views/A.svelte', 350), lines('test/unit/a.ts', 500)]).toEqual([0, 0, 0])
    expect([lines('electron/core/a.ts', 401), lines('renderer/views/A.svelte', 351), lines('test/unit/a.ts', 501)]).toEqual([1, 1, 1])
  })

  test('a feature that is used must be required', () => {
    const sources = [scan('electron/features/x/feature.ts', "import { b } from '#features/y/public'")]
    expect(findingsTogether(sources, () => "requires: ['z']")).toHaveLength(1)
    expect(findingsTogether(sources, () => "requires: ['z', 'y']")).toEqual([])
  })

  test('headless must not reach Electron through another file', () => {
    const sources = [scan('electron/headless.ts', "import { a } from './desktop/a'"), scan('electron/desktop/a.ts', "import { app } from 'electron'")]
    expect(findingsTogether(sources, () => '')).toHaveLength(1)
  })
})
