/**
 * `npm run cripple -- [--server prosody|ejabberd] [--only MODULE,…] [--together N] [--json]`: the check-up against Debian's servers, complete
 * and then with every module taken away alone, each from a domain of its own. Each row's report must differ from that of the complete server
 * by exactly its lines (test/support/check-up-crippled): one more is `surplus`, one that is not there is `lacking`. The last line is JSON.
 */
import { parseArgs } from 'node:util'
import { checkUp, leftOf, verdictsOf } from '../support/check-up'
import { differing, type Lines } from '../support/check-up-crippled/lines'
import { oneByOne, type Single } from '../support/check-up-crippled/one-by-one'
import { expected } from '../support/check-up-expected/index'
import { checkedAccounts, startChecked } from '../support/check-up-servers'
import { serverKinds, type ServerKind, type TestServer } from '../support/servers'

/** Domains of one server: more make it slow to start. */
const HOSTS = 12

const { values } = parseArgs({
  options: { server: { type: 'string' }, only: { type: 'string' }, together: { type: 'string', default: '2' }, json: { type: 'boolean', default: false } },
})
const say = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`)
const wanted = values.only?.split(',') ?? null
const startedAt = performance.now()
const total = { rows: 0, exact: 0, unseen: 0, surplus: 0, lacking: 0 }
const wrong: string[] = []

const domainOf = ({ module }: Single) => `no-${module.replaceAll('_', '-')}.test`

/** What the report says; nobody can log in: only that. */
async function report(server: TestServer, domain?: string): Promise<Lines> {
  try {
    const found = await checkUp({ server, accounts: checkedAccounts, ...(domain !== undefined && { domain }) })
    const left = leftOf(found)
    return left.length === 0 ? verdictsOf(found) : { ...verdictsOf(found), 'left behind': left.join(', ') }
  } catch (error) {
    const code = /could not log in: .*"code":"([\w-]+)"/.exec(String(error))?.[1]
    if (code === undefined) throw error
    return { 'connection.login': `refused:${code}` }
  }
}

/** Lines of `now` that are otherwise than in `complete`. */
const changed = (now: Lines, complete: Lines): Lines => Object.fromEntries(Object.entries(now).filter(([id, verdict]) => complete[id] !== verdict))

function judge(name: string, found: Lines, should: Lines, unseen?: string): void {
  const surplus = Object.keys(found).filter((id) => found[id] !== should[id])
  const lacking = Object.keys(should).filter((id) => !(id in found))
  total.rows++
  total.surplus += surplus.length
  total.lacking += lacking.length
  if (surplus.length + lacking.length === 0) {
    total.exact++
    if (unseen !== undefined) total.unseen++
    say(`ok    ${name}: ${unseen === undefined ? `${Object.keys(found).length} lines` : `nothing to be seen: ${unseen}`}`)
    return
  }
  wrong.push(name)
  say(`WRONG ${name}`)
  for (const id of surplus) say(`      ${id} is ${found[id]}, ${should[id] === undefined ? 'which nobody expects' : `not ${should[id]}`}`)
  for (const id of lacking) say(`      ${id} should be ${should[id]}`)
}

async function row(server: TestServer, kind: ServerKind, single: Single): Promise<void> {
  const { module, along = [], unseen, refused } = single
  const name = `${kind} without ${[module, ...along].join(', ')}`
  const now = await report(server, domainOf(single))
  if (refused !== undefined) judge(name, now, { 'connection.login': `refused:${refused}` })
  else judge(name, changed(now, expected[kind]), single.lines, unseen)
}

async function tryAll(kind: ServerKind): Promise<void> {
  const singles = oneByOne[kind].filter(({ module }) => wanted === null || wanted.includes(module))
  for (let first = 0; first < singles.length; first += HOSTS) {
    const some = singles.slice(first, first + HOSTS)
    const server = await startChecked(kind, { hosts: some.map((one) => ({ domain: domainOf(one), withoutModules: [one.module, ...(one.along ?? [])] })) })
    try {
      if (first === 0 && wanted === null) judge(`${kind}, complete`, differing(kind, await report(server)), {})
      const waiting = [...some]
      const work = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await row(server, kind, next)
      }
      await Promise.all(Array.from({ length: Number(values.together) }, work))
    } finally {
      await server.stop()
    }
  }
}

for (const kind of serverKinds) if (values.server === undefined || values.server === kind) await tryAll(kind)
if (wrong.length > 0) say(`RED: ${wrong.join('; ')}`)
process.stdout.write(`${JSON.stringify({ ...total, durationMs: Math.round(performance.now() - startedAt) })}\n`)
process.exit(wrong.length === 0 && total.rows > 0 ? 0 : 1)
