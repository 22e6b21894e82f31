/** The parts of build/scripts that can go wrong silently. The whole of it is shown by every `npm test` from a clean clone. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { tempDir } from '../../support/temp'

const scripts = resolve(import.meta.dirname, '../../../build/scripts')
const load = <T>(name: string) => import(pathToFileURL(join(scripts, 'lib', name)).href) as Promise<T>

interface Picture {
  size: number
  png: Buffer
}
interface IconFiles {
  ico(pictures: Picture[]): Buffer
  icns(pictures: Picture[]): Buffer
}
const pictures = [16, 256].map((size) => ({ size, png: Buffer.from(`picture of ${size}`) }))

test('an .ico points at its pictures', async () => {
  const { ico } = await load<IconFiles>('icon-files.mjs')
  const file = ico(pictures)
  expect(file.readUInt16LE(4)).toBe(2)
  pictures.forEach(({ size, png }, i) => {
    const entry = 6 + 16 * i
    expect(file.readUInt8(entry)).toBe(size % 256)
    const at = file.readUInt32LE(entry + 12)
    expect(file.subarray(at, at + file.readUInt32LE(entry + 8))).toEqual(png)
  })
})

test('an .icns is a chain of chunks that ends where it says', async () => {
  const { icns } = await load<IconFiles>('icon-files.mjs')
  const file = icns(pictures)
  expect(file.readUInt32BE(4)).toBe(file.length)
  const types: string[] = []
  let at = 8
  for (; at < file.length; at += file.readUInt32BE(at + 4)) types.push(file.toString('latin1', at, at + 4))
  expect(at).toBe(file.length)
  expect(types).toEqual(['icp4', 'ic08', 'ic13'])
})

/** The least zip there is: local headers with data, the directory, its end. */
function zipOf(files: { name: string; data: string; mode: number; deflate: boolean }[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, mode, deflate } of files) {
    const body = deflate ? deflateRawSync(data) : Buffer.from(data)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50)
    central.writeUInt16LE(deflate ? 8 : 0, 10)
    central.writeUInt32LE(body.length, 20)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE((mode << 16) >>> 0, 38)
    central.writeUInt32LE(offset, 42)
    directory.push(central, Buffer.from(name))
    parts.push(local, Buffer.from(name), body)
    offset += 30 + name.length + body.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

interface Unzip {
  unzip(file: string, dir: string, rename: (name: string) => string | null): Promise<void>
}

test('unzip takes what is wanted, keeps modes, and stays in its folder', async () => {
  const { unzip } = await load<Unzip>('unzip.mjs')
  const dir = tempDir('zip')
  const file = join(dir, 'a.zip')
  writeFileSync(file, zipOf([
    { name: 'top/run', data: 'program '.repeat(99), mode: 0o755, deflate: true },
    { name: 'top/text', data: 'text', mode: 0o644, deflate: false },
    { name: 'top/unwanted', data: 'no', mode: 0o644, deflate: false },
  ]))
  await unzip(file, join(dir, 'out'), (name) => (name.includes('unwanted') ? null : name.replace('top/', '')))
  expect(readFileSync(join(dir, 'out/run'), 'utf8')).toBe('program '.repeat(99))
  expect(spawnSync('ls', ['-l', join(dir, 'out')], { encoding: 'utf8' }).stdout).toMatch(/^-rwx.* run\n-rw-.* text\n$/m)
  await expect(unzip(file, join(dir, 'out'), () => '../../outside')).rejects.toThrow('outside of its folder')
})

/** A script of its own, with a cache of its own. */
const node = (cache: string, code: string) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', cwd: scripts, env: { ...process.env, MAGPIE_CACHE_DIR: cache } })

test('a lock left by a dead process is taken over, and given back', () => {
  const cache = tempDir('cache')
  const dead = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim()
  mkdirSync(join(cache, 'locks/x'), { recursive: true })
  writeFileSync(join(cache, 'locks/x/pid'), dead)
  const { stdout } = node(cache, `
    import { existsSync } from 'node:fs'
    import { withLock } from './lib/lock.mjs'
    const during = await withLock('x', async () => existsSync(process.env.MAGPIE_CACHE_DIR + '/locks/x/pid'))
    console.log(during, existsSync(process.env.MAGPIE_CACHE_DIR + '/locks/x'))`)
  expect(stdout).toBe('true false\n')
})

test('only one process at a time is inside a lock', async () => {
  const cache = tempDir('cache')
  const { stdout } = node(cache, `
    import { withLock } from './lib/lock.mjs'
    let inside = 0, most = 0
    const enter = () => withLock('x', async () => {
      most = Math.max(most, (inside += 1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      inside -= 1
    })
    await Promise.all([enter(), enter(), enter()])
    console.log(most)`)
  expect(stdout).toBe('1\n')
})

test.each([
  ['npm error code ENOTFOUND', 'the network cannot be reached'],
  ["E: Failed to fetch http://x  Could not resolve 'deb.example'", 'the network cannot be reached'],
  ['npm error code ENOSPC', 'the disk is full'],
  ['something else', 'something else'],
])('%s is said in words', async (text, words) => {
  const { stopFor } = await load<{ stopFor(what: string, text: string): Error }>('log.mjs')
  expect(stopFor('doing it', text).message).toContain(words)
})

test('a foreseen end is one line and exit code 1, without a stack', () => {
  const { status, stderr } = node(tempDir('cache'), "import { Stop, main } from './lib/log.mjs'; await main(async () => { throw new Stop('no network') })")
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'magpie: no network\n' })
})
