/** When a test has failed: what the programs it had open know of it. A setup file; support.ts notes each program. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openApps, soon, type OpenApp } from './open-apps'

const TAIL_LINES = 25

const tail = (text: string) => text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')

async function stateOf({ app, page, profileDir, stderr }: OpenApp): Promise<string> {
  const ask = (work: () => Promise<unknown>) => soon(work().catch((error: unknown) => String(error)))
  const main = await ask(() => app.evaluate(({ app: electron, BrowserWindow }) => ({
    windows: BrowserWindow.getAllWindows().map((one) => ({ visible: one.isVisible(), focused: one.isFocused(), crashed: one.webContents.isCrashed() })),
    processes: electron.getAppMetrics().map((one) => `${one.type} ${one.pid} cpu ${one.cpu.percentCPUUsage} ${Math.round(one.memory.workingSetSize / 1024)} MB`),
  })))
  const shown = await ask(() => page.evaluate(async () => ({
    visibility: document.visibilityState,
    frame: await Promise.race([new Promise((resolve) => requestAnimationFrame(() => resolve('drawn'))), new Promise((resolve) => setTimeout(() => resolve('not drawn'), 1000))]),
  })))
  const log = join(profileDir, 'logs', 'magpie.log')
  return [
    `program ${app.process().pid} on ${process.env.DISPLAY}, ended: ${app.process().exitCode}`,
    `its main process: ${JSON.stringify(main)}`, `its page: ${JSON.stringify(shown)}`,
    `stderr:\n${tail(stderr())}`, `log:\n${existsSync(log) ? tail(readFileSync(log, 'utf8')) : 'none'}`,
  ].join('\n')
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const one of openApps) console.error(`after "${task.name}" failed: ${await stateOf(one)}`)
})
