import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accepts, freePort, freePorts } from '../../support/ports'
import { findProgram, ServerProcess } from '../../support/servers-process'
import { tempDir } from '../../support/temp'

const processWith = (command: string, args: string[], port: number) => {
  const dir = tempDir('process')
  return new ServerProcess({ name: 'Something', command, args, cwd: dir, logFile: join(dir, 'log'), ports: [port], fatal: /.*cannot.*/ })
}

test('a missing program is an error that names its package', () => {
  expect(() => findProgram(['/nowhere/prosody'], 'prosody')).toThrow('apt-get install prosody')
  expect(findProgram(['/nowhere/sh', '/bin/sh'], 'dash')).toBe('/bin/sh')
})

test('ports are free, different and below those of outgoing connections', async () => {
  const ports = await freePorts(20)
  expect(new Set(ports).size).toBe(20)
  for (const port of ports) expect([port >= 15_000 && port < 32_768, await accepts(port)]).toEqual([true, false])
})

test('a process that ends at once fails with its last words', async () => {
  const failing = processWith('/bin/sh', ['-c', 'echo these are my last words; exit 3'], await freePort())
  await expect(failing.start()).rejects.toThrow(/exit 3[^]*these are my last words/)
  expect(failing.pid).toBeUndefined()
})

test('a fatal line ends the waiting, and the process', async () => {
  const hanging = processWith('/bin/sh', ['-c', 'echo I cannot listen; sleep 1000'], await freePort())
  await expect(hanging.start()).rejects.toThrow('I cannot listen')
})

test('a taken port is an error, not somebody else\'s server', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  await expect(processWith('/bin/sleep', ['1000'], port).start()).rejects.toThrow(`port ${port} is taken`)
  await new Promise((resolve) => other.close(resolve))
})

test('a throw-away folder is there and empty', () => {
  expect(existsSync(tempDir('there'))).toBe(true)
})
