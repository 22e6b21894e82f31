/** Files by way of the server: slots, putting, fetching. The three small test files say what they are; nobody can remove them from outside. */
import { Readable } from 'node:stream'
import type { IncomingHttpHeaders } from 'node:http'
import type { Finding } from '#shared/check-up/report'
import type { Jid } from '#shared/jid'
import { attr, child } from '#xmpp/element'
import { isPrivateAddress } from '#xmpp/transport/addresses'
import { HttpsFailure } from '#xmpp/transport/https'
import { buildSlotRequest, NS_UPLOAD, parseSlot, parseTooLarge, uploadLimitOf, type Slot } from '#xmpp/xep/0363'
import type { IqReply } from '#xmpp/types'
import { broken, missing, pass, untested, type Bench, type Check } from '../bench'
import { refusal } from './answers'

const head = (name: string, section: string) => ({ id: `files.${name}`, area: 'files' as const, spec: 'XEP-0363', section })
const after = ['files.offered']
/** When no limit is told: nobody takes as much. */
const HUGE_BYTES = 2 ** 40
const HTTP_MS = 10_000
const PLAIN = 'text/plain'
const PAGE = 'text/html'

const service = (bench: Bench): Promise<Jid | null> => bench.serviceWith(NS_UPLOAD)
const limit = async (bench: Bench): Promise<number | null> => {
  const jid = await service(bench)
  const info = jid && (await bench.info(jid))
  return info && uploadLimitOf(info)
}
const textOfFile = (bench: Bench) => Buffer.from(`Magpie: ${bench.run}. This file was made by a check-up of the server.\n`)
const pageOf = (bench: Bench) => Buffer.from(`<!doctype html><title>Magpie</title><p>${textOfFile(bench).toString().trim()}</p>\n`)

async function ask(bench: Bench, part: string, size: number, type: string): Promise<IqReply> {
  const jid = await service(bench)
  return bench.one.request({ type: 'get', to: jid!, payload: buildSlotRequest(`${bench.run}-${part}`, size, type) })
}

/** Our server itself stands in a private network: then its files may, too. */
const mayBePrivate = ({ one: { secure } }: Bench) => () => secure.proxy === null && isPrivateAddress(secure.address)
const limited = ({ signal }: Bench) => AbortSignal.any([signal, AbortSignal.timeout(HTTP_MS)])

/** Null: it was taken. */
async function put(bench: Bench, slot: Slot, bytes: Buffer, type: string): Promise<HttpsFailure | null> {
  let isRefused = false
  bench.undo(`file ${slot.get}`, () => Promise.resolve(isRefused)) // there is no way to remove it; cut off in the middle, it may be there
  try {
    await bench.https.put(slot.put, {
      body: Readable.from([bytes], { objectMode: false }), size: bytes.length, headers: { ...slot.headers, 'Content-Type': type },
      signal: limited(bench), mayBePrivate: mayBePrivate(bench),
    })
  } catch (error) {
    const failure = error instanceof HttpsFailure ? error : new HttpsFailure('unreachable', String(error))
    // Never begun, or the server says that it has not taken it.
    isRefused = failure.code !== 'unreachable' ? (failure.status ?? 0) < 500 : failure.why !== null
    return failure
  }
  return null
}

async function get(bench: Bench, slot: Slot): Promise<{ bytes: Buffer; headers: IncomingHttpHeaders } | HttpsFailure> {
  let headers: IncomingHttpHeaders = {}
  const parts: Buffer[] = []
  try {
    const asked = { maxBytes: 10_000, isBeginning: true, signal: limited(bench), mayBePrivate: mayBePrivate(bench), onHeaders: (all: IncomingHttpHeaders) => void (headers = all) }
    for await (const part of bench.https.get(slot.get, asked)) parts.push(part)
  } catch (error) {
    return error instanceof HttpsFailure ? error : new HttpsFailure('unreachable', String(error))
  }
  return { bytes: Buffer.concat(parts), headers }
}

const failed = ({ code, status }: HttpsFailure): Finding => {
  if (code === 'not-allowed') return broken('private')
  return status === null ? broken('unreachable') : broken('status', { status })
}

/** The slot and what became of putting something there, for the checks that follow. */
const slotOf = (bench: Bench, part: string, bytes: Buffer, type: string) =>
  bench.once(`slot ${part}`, async () => {
    const reply = await ask(bench, part, bytes.length, type)
    return { reply, slot: reply.ok ? parseSlot(reply.value) : null }
  })
const textSlot = (bench: Bench) => slotOf(bench, 'note.txt', textOfFile(bench), PLAIN)

const sizeInWords = (bytes: number) => (bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${Math.round(bytes / 1024)} KiB`)

export const filesChecks: Check[] = [
  { ...head('offered', '§3'), run: async (bench) => ((await service(bench)) ? pass() : missing()) },
  {
    ...head('limit', '§3'), after,
    run: async (bench) => {
      const bytes = await limit(bench)
      return bytes === null ? missing() : pass({ size: sizeInWords(bytes) })
    },
  },
  {
    ...head('slot', '§4'), after,
    run: async (bench) => {
      const { reply, slot } = await textSlot(bench)
      if (!reply.ok) return refusal(reply.error)
      if (slot) return pass()
      const el = child(reply.value, 'slot', NS_UPLOAD)
      const urls = ['put', 'get'].map((name) => attr(child(el, name, NS_UPLOAD), 'url') ?? '')
      return broken(urls.some((url) => /^http:/i.test(url)) ? 'unencrypted' : null)
    },
  },
  {
    ...head('certificate', '§4'), after: ['files.slot'],
    run: async (bench) => {
      const { slot } = await textSlot(bench)
      // Nothing is there yet: any answer at all comes behind the handshake.
      const answer = await get(bench, slot!)
      if (!(answer instanceof HttpsFailure) || answer.status !== null) return pass()
      return answer.why === 'certificate' || answer.why === 'tls-failed' ? broken() : untested(answer.code === 'not-allowed' ? 'private' : 'unreachable')
    },
  },
  {
    ...head('put', '§7'), after: ['files.slot'],
    run: async (bench) => {
      const { slot } = await textSlot(bench)
      const bytes = textOfFile(bench)
      const problem = await put(bench, slot!, bytes, PLAIN)
      return problem ? failed(problem) : pass({ bytes: bytes.length })
    },
  },
  {
    ...head('get', '§4'), after: ['files.put'],
    run: async (bench) => {
      const { slot } = await textSlot(bench)
      const answer = await get(bench, slot!)
      if (answer instanceof HttpsFailure) return failed(answer)
      return answer.bytes.equals(textOfFile(bench)) ? pass() : broken('altered')
    },
  },
  {
    ...head('safe', '§9.1'), after: ['files.put'],
    run: async (bench) => {
      const { reply, slot } = await slotOf(bench, 'page.html', pageOf(bench), PAGE)
      if (!reply.ok) return reply.error.condition === 'timeout' ? broken('unanswered') : pass()
      if (!slot || (await put(bench, slot, pageOf(bench), PAGE))) return pass()
      const answer = await get(bench, slot)
      if (answer instanceof HttpsFailure) return failed(answer)
      const said = (name: string) => String(answer.headers[name] ?? '').toLowerCase()
      const isPage = /^\s*(text\/html|application\/xhtml\+xml)/.test(said('content-type'))
      const isKept = /^\s*attachment/.test(said('content-disposition')) || /default-src\s+'none'|(^|;)\s*sandbox/.test(said('content-security-policy'))
      return isPage && !isKept ? broken() : pass()
    },
  },
  {
    ...head('too-large', '§6'), after,
    run: async (bench) => {
      const told = await limit(bench)
      const reply = await ask(bench, 'large.bin', told === null ? HUGE_BYTES : told + 1, 'application/octet-stream')
      if (reply.ok) return broken('accepted')
      const { condition, element } = reply.error
      if (condition === 'timeout') return broken('unanswered')
      if (condition !== 'not-acceptable') return broken('other', { condition })
      return parseTooLarge(element) === null ? broken('unexplained') : pass()
    },
  },
  {
    ...head('wrong-length', '§7'), after: ['files.put'],
    run: async (bench) => {
      const bytes = textOfFile(bench)
      const { reply, slot } = await slotOf(bench, 'short.txt', bytes.subarray(1), PLAIN)
      if (!reply.ok || !slot) return untested('slot')
      const problem = await put(bench, slot, bytes, PLAIN)
      return problem ? pass() : broken()
    },
  },
]
