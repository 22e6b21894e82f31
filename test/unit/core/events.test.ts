import { describe, expect, it } from 'vitest'
import { createEventBus, type CoreEvent } from '#core/events'

const setUp = () => {
  const log: string[] = []
  const seen: CoreEvent[] = []
  const bus = createEventBus(
    (work) => {
      log.push('begin')
      try {
        const value = work()
        log.push('commit')
        return value
      } catch (error) {
        log.push('rollback')
        throw error
      }
    },
    (error) => log.push(`listener: ${String(error)}`),
  )
  bus.subscribe((event) => {
    seen.push(event)
    log.push(event.name)
  })
  return { bus, log, seen }
}

describe('event bus', () => {
  it('lets events out only after the commit, numbered without gaps', () => {
    const { bus, log, seen } = setUp()
    bus.transaction(() => {
      bus.publish('a', 1)
      bus.transaction(() => bus.publish('b', 2))
    })
    bus.publish('c', 3)
    expect(log).toEqual(['begin', 'commit', 'a', 'b', 'c'])
    expect(seen.map((event) => event.revision)).toEqual([1, 2, 3])
  })

  it('keeps back the events of a transaction that failed', () => {
    const { bus, log, seen } = setUp()
    expect(() =>
      bus.transaction(() => {
        bus.publish('never', null)
        throw new Error('disk full')
      }),
    ).toThrow('disk full')
    bus.publish('later', null)
    expect(log).toEqual(['begin', 'rollback', 'later'])
    expect(seen.map((event) => event.revision)).toEqual([1])
  })

  it('does what waits for the commit after the events, at once outside, and not at all after a rollback', () => {
    const { bus, log } = setUp()
    bus.transaction(() => {
      bus.transaction(() => bus.afterCommit(() => log.push('act')))
      bus.afterCommit(() => {
        throw new Error('no harm')
      })
      bus.publish('a', 1)
    })
    bus.afterCommit(() => log.push('now'))
    expect(() => bus.transaction(() => {
      bus.afterCommit(() => log.push('never'))
      throw new Error('full')
    })).toThrow('full')
    bus.transaction(() => undefined)
    expect(log).toEqual(['begin', 'commit', 'a', 'act', 'listener: Error: no harm', 'now', 'begin', 'rollback', 'begin', 'commit'])
  })

  it('goes on when a listener throws', () => {
    const { bus, log, seen } = setUp()
    bus.subscribe(() => {
      throw new Error('window gone')
    })
    bus.publish('a', null)
    bus.publish('b', null)
    expect(seen.length).toBe(2)
    expect(log.filter((line) => line.startsWith('listener')).length).toBe(2)
  })
})
