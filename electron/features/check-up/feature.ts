/**
 * The server check-up in the app: runs with one or two of the accounts that are logged in, in sessions of its own, and keeps the reports. No XEP
 * of its own. What a run sends reaches the user's other sessions, too (carbons, archive, invitations into its rooms): they know it by its mark
 * and leave it out. What a run that was cut off by the end of the program has made, the next one with the same accounts removes (journal.ts).
 */
import type { AppContext, Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { bareOf, localOf, type Jid } from '#shared/jid'
import { done, fail, ok } from '#shared/result'
import type { Element } from '#xmpp/types'
import { linesOfText } from '#xmpp/xml-text'
import { contract } from './contract'
import { markOf, runNamed } from './mark'
import { createRuns } from './runs'
import { accountsOfRun, addReport, forgetReport, getReport, listReports, migrations } from './table'

const none = fail('not-found', 'there is no such report')

export const checkUp = defineFeature({
  name: 'check-up',
  xeps: [],
  contract,
  migrations,
  startApp: (app: AppContext<typeof contract>) => {
    const { db } = app
    const tellReports = () => app.publish('checkUp.reports', { reports: listReports(db) })
    const add = (report: Parameters<typeof addReport>[1], isImported: boolean) =>
      app.transaction(() => {
        const reportId = addReport(db, report, isImported)
        tellReports()
        return reportId
      })
    const runs = createRuns(app, { changed: (state) => app.publish('checkUp.changed', state), found: (report) => void add(report, false) })
    return {
      calls: {
        'checkUp.start': ({ accountIds, areas }) => runs.start(accountIds, areas),
        'checkUp.stop': () => {
          runs.stop()
          return done
        },
        'checkUp.report': ({ reportId }) => {
          const report = getReport(db, reportId)
          return report ? ok(report) : none
        },
        'checkUp.evidence': ({ reportId, check }) => {
          const line = getReport(db, reportId)?.lines.find(({ id }) => id === check)
          return line ? ok({ evidence: line.evidence.map(({ session, direction, xml }) => ({ session, direction, lines: linesOfText(xml) })) }) : none
        },
        'checkUp.import': ({ report }) => ok({ reportId: add(report, true) }),
        'checkUp.forget': ({ reportId }) =>
          app.transaction(() => {
            if (!forgetReport(db, reportId)) return none
            tellReports()
            return done
          }),
      },
      snapshot: () => ({ ...runs.state(), reports: listReports(db) }),
      stop: runs.end,
    }
  },
  start: ({ db, inbound, onPresence }: Session<typeof contract>) => {
    const isOfRun = (stanza: Element, from: Jid): boolean => {
      // Invitations come from the room itself: one of a name that begins so, and was noted, is a room of the run.
      const room = runNamed(localOf(from) ?? '')
      if (room !== null && accountsOfRun(db, room) !== null) return true
      const run = markOf(stanza)
      return run !== null && accountsOfRun(db, run)?.includes(bareOf(from)) === true
    }
    // Unwrapped by now: carbons and entries of archives are what is inside of them.
    inbound.on('trust', ({ stanza, from }) => (isOfRun(stanza, from) ? 'drop' : undefined))
    onPresence(({ stanza, from }) => isOfRun(stanza, from))
    return { calls: {}, snapshot: () => null }
  },
})
