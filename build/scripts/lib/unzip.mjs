import { createReadStream, createWriteStream, mkdirSync, openSync, readSync, closeSync, fstatSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

const END = 0x06054b50
const CENTRAL = 0x02014b50
const [STORED, DEFLATED] = [0, 8]

function readAt(fd, position, length) {
  const buffer = Buffer.alloc(length)
  readSync(fd, buffer, 0, length, position)
  return buffer
}

/** The central directory (PKWARE APPNOTE 4.3.12). No zip64, no encryption: ours has neither. */
function* entriesOf(fd) {
  const { size } = fstatSync(fd)
  const tail = readAt(fd, Math.max(0, size - 65_557), Math.min(size, 65_557))
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1
  if (at < 0) throw new Error('not a zip file')
  const directory = readAt(fd, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12))
  for (let i = 0; i < directory.length && directory.readUInt32LE(i) === CENTRAL;) {
    const nameLength = directory.readUInt16LE(i + 28)
    yield {
      name: directory.toString('utf8', i + 46, i + 46 + nameLength),
      method: directory.readUInt16LE(i + 10),
      compressed: directory.readUInt32LE(i + 20),
      mode: (directory.readUInt32LE(i + 38) >>> 16) & 0o777,
      header: directory.readUInt32LE(i + 42),
    }
    i += 46 + nameLength + directory.readUInt16LE(i + 30) + directory.readUInt16LE(i + 32)
  }
}

/** Unpacks those entries for which `rename` gives a relative path (null: leave out). */
export async function unzip(file, dir, rename) {
  const fd = openSync(file, 'r')
  try {
    for (const { name, method, compressed, mode, header } of entriesOf(fd)) {
      const wanted = name.endsWith('/') ? null : rename(name)
      if (wanted === null) continue
      const path = join(dir, normalize(wanted))
      if (!path.startsWith(dir)) throw new Error(`zip entry outside of its folder: ${name}`)
      mkdirSync(dirname(path), { recursive: true })
      const local = readAt(fd, header, 30)
      const begin = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
      const source = createReadStream(file, { start: begin, end: begin + compressed - 1 })
      const target = createWriteStream(path, { mode: mode || 0o644 })
      if (method === DEFLATED) await pipeline(source, createInflateRaw(), target)
      else if (method === STORED) await pipeline(source, target)
      else throw new Error(`zip method ${method} of ${name}`)
    }
  } finally {
    closeSync(fd)
  }
}
