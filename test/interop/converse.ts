/** The real app and Converse.js, each in a window on one screen. */
import { launchPerson } from '../e2e/person'
import type { TestServer } from '../support/servers'
import { chatWithConverse } from './converse-chat'
import { bothOf } from './converse-hands'
import { ConversePage } from './converse-page'
import { roomWithConverse } from './converse-room'
import { Desk } from './desk'
import { prepare } from './journey'
import { Report } from './report'

export async function tryConverse(server: TestServer, name: string, version: string): Promise<Report> {
  const { magpie, ground } = await prepare(server, name)
  await magpie.stop() // the app takes its place
  const desk = await Desk.open(name)
  process.env.DISPLAY = desk.env.DISPLAY
  const report = new Report(name, version)
  try {
    const lina = await launchPerson(server, ground.friend.split('@')[0]!, 'secret')
    try {
      const converse = await ConversePage.open(ground)
      try {
        const both = bothOf(report, lina, converse)
        await chatWithConverse(both, ground)
        await roomWithConverse(both, ground)
      } catch (error) {
        process.stderr.write(`${converse.said.slice(-20).join('\n')}\n`)
        throw error
      } finally {
        await converse.close()
      }
    } finally {
      await lina.app.close()
    }
  } finally {
    await desk.close()
  }
  return report
}
