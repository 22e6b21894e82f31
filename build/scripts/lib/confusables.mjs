/** Unicode's confusables.txt (UTS 39 §4) as ICU carries it: compiled, as `confusables.cfu` among its data (format: uspoof_impl.h). */

/** Of ICU's data files (udata.h): after the size of the head, before the format. */
const ICU_MAGIC = 0x27da
const FORMAT = 'Cfu '
const FORMAT_VERSION = 2
const CFU_MAGIC = 0x3845fdef

function findTable(bytes) {
  for (let at = bytes.indexOf(FORMAT); at >= 0; at = bytes.indexOf(FORMAT, at + 1)) {
    const head = at - 12
    if (head < 0 || bytes.readUInt16LE(head + 2) !== ICU_MAGIC || bytes[at + 4] !== FORMAT_VERSION) continue
    const body = head + bytes.readUInt16LE(head)
    if (bytes.readUInt32LE(body) === CFU_MAGIC) return body
  }
  return -1
}

/**
 * What each character is taken for. `bytes`: anything that has ICU's data in it, as Node's own program (official builds and Debian's have
 * all of ICU within) or an `icudtl.dat`. Null: there is none.
 * @returns {Map<string, string> | null}
 */
export function readConfusables(bytes) {
  const body = findTable(bytes)
  if (body < 0) return null
  const found = new Map()
  const [keys, count, values, , strings] = [3, 4, 5, 6, 7].map((field) => bytes.readUInt32LE(body + 4 * field))
  for (let i = 0; i < count; i++) {
    // The code point, and above it the length of what it looks like, less one.
    const key = bytes.readUInt32LE(body + keys + 4 * i)
    const length = (key >>> 24) + 1
    // That itself when it is one unit, else its place in the strings.
    const value = bytes.readUInt16LE(body + values + 2 * i)
    const from = body + strings + 2 * value
    found.set(String.fromCodePoint(key & 0xffffff), length === 1 ? String.fromCharCode(value) : bytes.subarray(from, from + 2 * length).toString('utf16le'))
  }
  return found
}
