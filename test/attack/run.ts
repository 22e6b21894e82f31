/** Runs attacks in a world and judges each: what it changed, what was said in the log, and whether its legal twin is taken. */
import { rules, type RuleId } from '#shared/rules'
import type { Attack, Outcome } from './attack-types'
import { accountAttacks } from './attacks-account'
import { contentAttacks } from './attacks-content'
import { messageAttacks } from './attacks-messages'
import { differences, foreignChanges } from './observe'
import { actors, type Actor, type Target, type World } from './world'

export const attacks: Attack[] = [...accountAttacks, ...messageAttacks, ...contentAttacks].sort((a, b) => a.id.localeCompare(b.id))

export interface Finding {
  id: string
  actor: Actor | 'twin'
  /** `succeeded`: it had an effect; `twin`: the legal one was refused; `log`: not said, said twice, or under another rule. */
  kind: 'succeeded' | 'twin' | 'log'
  what: string
}
export interface Tried {
  id: string
  actor: Actor
  outcome: Outcome
  rule: RuleId | null
}
export interface Report {
  tried: Tried[]
  twins: number
  findings: Finding[]
}

function ownOf(w: World, actor: Actor): { peers: string[]; names: string[] } {
  const bare = (full: string) => full.split('/')[0]!
  if (actor === 'room') return { peers: [w.room], names: ['eve', 'bob'] }
  if (actor === 'occupant') return { peers: [`${w.room}/eve`], names: ['eve'] }
  const jid = actor === 'stranger' ? bare(w.address.eve) : actor === 'contact' ? bare(w.address.carol) : w.own
  return { peers: [jid], names: [jid] }
}

/** Not the harness's, not acknowledgements, and no refusal of a question, which says no more than that nobody is here. */
function saidBecauseOf(w: World): string[] {
  return w.victim.wire.filter((line) => line.startsWith('>') && !/<(a|r) xmlns="urn:xmpp:sm:3"/.test(line) && !line.includes('urn:xmpp:ping') && !line.includes('service-unavailable'))
}

const isOthers = (line: string) => line.startsWith('<') && !/fence-|urn:xmpp:ping|urn:xmpp:sm:3|^< <iq[^>]*type="result"/.test(line)

async function tryOne(w: World, attack: Attack, actor: Actor, outcome: Outcome, report: Report, apart: <T>(work: () => T) => T): Promise<void> {
  const fail = (kind: Finding['kind'], what: string) => report.findings.push({ id: attack.id, actor, kind, what })
  const target: Target = w.target(actor, w.next(`${attack.id}-${actor}`).replace(' ', '-'))
  const prepared = (await attack.prepare?.(w)) ?? ''
  await w.settled(actor)
  w.refusals()
  w.victim.wire = []
  const before = apart(() => w.observer.look())
  w.clientOf(actor).send(attack.stanza(w, target, prepared))
  await w.settled(actor)
  const said = saidBecauseOf(w)
  const hasArrived = w.victim.wire.some(isOthers)
  const after = apart(() => w.observer.look())
  const wrong = (await attack.judge?.(w, target, prepared)) ?? null
  const refused = w.refusals()
  report.tried.push({ id: attack.id, actor, outcome, rule: (refused[0] as RuleId | undefined) ?? attack.rules[0] ?? null })
  if (wrong !== null) fail('succeeded', wrong)
  const words = attack.words?.(target)
  if (words !== undefined && !w.isStored(words)) fail('succeeded', 'its words, which are its own, are not shown')
  const found = apart(() => (outcome === 'nothing' ? differences(before, after) : foreignChanges(before, after, ownOf(w, actor))))
  for (const what of found.slice(0, 5)) fail('succeeded', what)
  // What contacts are answered is theirs to know (S43 asks what they can).
  if (actor === 'stranger' || actor === 'occupant') for (const line of said.slice(0, 3)) fail('succeeded', `said: ${line.slice(0, 200)}`)
  const strange = refused.filter((rule) => !attack.rules.includes(rule as RuleId))
  if (strange.length > 0) fail('log', `refused by ${strange.join(', ')}`)
  // Some servers let a few of them not through at all.
  const isSilent = attack.rules.length === 0 || outcome === 'own' || !hasArrived
  // What one device of ours sends to another comes as such, and as a copy.
  const most = Math.max(0, ...refused.map((rule) => refused.filter((other) => other === rule).length))
  if (most > (actor === 'device' ? 2 : 1) || (refused.length === 0 && !isSilent)) fail('log', `${refused.length} lines of ${attack.rules.join(' or ')}`)
}

export interface RunOptions {
  only?: (attack: Attack) => boolean
  /** Default: by number. */
  order?: () => number
  /** Fewer: of each attack only some who may not. */
  by?: (attack: Attack, actor: Actor) => boolean
  say?: (line: string) => void
  /** Around what the harness computes by itself in the program's thread. */
  apart?: <T>(work: () => T) => T
}

export async function runAttacks(w: World, { only = () => true, order = () => 0, by = () => true, say = () => undefined, apart = (work) => work() }: RunOptions = {}): Promise<Report> {
  const report: Report = { tried: [], twins: 0, findings: [] }
  for (const attack of attacks.filter(only).sort(order)) {
    for (const actor of actors) {
      const outcome = attack.by[actor]
      if (!outcome || !by(attack, actor)) continue
      try {
        await tryOne(w, attack, actor, outcome, report, apart)
      } catch (error) {
        report.findings.push({ id: attack.id, actor, kind: 'succeeded', what: `the session did not stand it: ${String((error as Error).message).slice(0, 500)}` })
      }
    }
    try {
      await attack.twin(w)
      report.twins++
    } catch (error) {
      report.findings.push({ id: attack.id, actor: 'twin', kind: 'twin', what: String((error as Error).message).slice(0, 3000) })
    }
    const mine = report.findings.filter(({ id }) => id === attack.id)
    say(`${attack.id} ${attack.class}: ${mine.length === 0 ? 'ok' : mine.map(({ actor, kind, what }) => `\n  ${actor} ${kind}: ${what}`).join('')}`)
  }
  return report
}

export const isLogged = (rule: RuleId): boolean => !('shown' in rules[rule])
