/** The spoofed stanzas of SAFETY §2.1 and their legal twins (test/attack; all of them by all who may not: `npm run attack`). */
import { describe, expect, test } from 'vitest'
import { runHostileServer } from '../attack/hostile-server'
import { attacks, runAttacks } from '../attack/run'
import { createWorld } from '../attack/world'
import { serverKinds, startServer } from '../support/servers'

const ATTACKS_MS = 180_000

describe('who may say what', () => {
  test('all 58 are there', () => {
    expect(attacks.map(({ id }) => id)).toEqual(Array.from({ length: 58 }, (_, i) => `S${String(i + 1).padStart(2, '0')}`))
  })

  // On each server each by one who may not, on the two by two of them.
  test.concurrent.each(serverKinds.map((kind, i) => [kind, i] as const))('%s: nothing spoofed changes anything, each is said once, its legal twin is taken', async (kind, i) => {
    const server = await startServer(kind, { roomModeration: true })
    const world = await createWorld(server)
    try {
      const { tried, twins, findings } = await runAttacks(world, {
        by: ({ by }, actor) => {
          const who = Object.keys(by)
          return who[i % who.length] === actor
        },
      })
      expect(findings).toEqual([])
      expect([tried.length, twins]).toEqual([58, 58])
    } finally {
      await world.close()
      await server.stop()
    }
  }, ATTACKS_MS)

  test.concurrent('a server that says what it may not is not believed; what it may, is', async () => {
    expect(await runHostileServer()).toEqual({ tried: 22, twins: 6, findings: [] })
  }, ATTACKS_MS)
})
