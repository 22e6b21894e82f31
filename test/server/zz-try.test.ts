import { it } from 'vitest'
import { checkUp, verdictsOf } from '../support/check-up'
import { checkedAccounts, startChecked } from '../support/check-up-servers'
const kind = (process.env.CU_KIND ?? 'prosody') as 'prosody'
const only = new RegExp(process.env.CU_ONLY ?? '^(connection|account|messages|archive)')
it('x', async () => {
  const server = await startChecked(kind)
  try {
    const report = await checkUp({ server, accounts: checkedAccounts, only: (c) => only.test(c.id) })
    for (const line of report.lines) console.log(line.id, line.verdict, line.reason ?? '', JSON.stringify(line.facts), line.tookMs)
    console.log(verdictsOf(report), report.tookMs, report.leftBehind)
    if (process.env.CU_SHOW) for (const line of report.lines) if (new RegExp(process.env.CU_SHOW).test(line.id)) console.log(line.id, line.evidence.map((e) => `${e.session} ${e.direction} ${e.xml}`).join('\n'))
  } finally { await server.stop() }
}, 120000)
