/**
 * One person with several addresses: contacts that the user has put together, on this computer. No XEP; servers and the
 * others learn nothing of it. Left out: telling other devices; contacts of different accounts as one.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roster } from '#features/roster/public'
import type { BareJid } from '#shared/jid'
import { done, fail } from '#shared/result'
import { contract, MAX_ADDRESSES } from './contract'
import { listPeople, migrations, putPeople } from './table'

export const people = defineFeature({
  name: 'people',
  xeps: [],
  requires: ['roster'],
  contract,
  migrations,
  exported: (db, accountId) => listPeople(db, accountId).map((jids) => ({ type: 'person', jids })),
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    const contacts = session.use(roster)
    let known = listPeople(db, accountId)

    const set = (next: BareJid[][]) => {
      const several = next.filter((jids) => jids.length > 1)
      session.transaction(() => {
        putPeople(db, accountId, several)
        session.publish('people.changed', { accountId, people: several })
      })
      known = several
    }
    const without = (gone: (jid: BareJid) => boolean) => set(known.map((jids) => jids.filter((jid) => !gone(jid))))

    contacts.onChange((jids) => {
      const gone = new Set(jids.filter((jid) => contacts.get(jid) === null))
      if (known.some((one) => one.some((jid) => gone.has(jid)))) without((jid) => gone.has(jid))
    })

    return {
      calls: {
        'person.merge': ({ jids }) => {
          if (jids.some((jid) => contacts.get(jid) === null)) return fail('not-found', 'not all of them are contacts')
          const joined = known.filter((one) => one.some((jid) => jids.includes(jid)))
          const all = [...new Set(jids.flatMap((jid) => joined.find((one) => one.includes(jid)) ?? [jid]))]
          if (all.length < 2 || all.length > MAX_ADDRESSES) return fail('bad-input', 'too few or too many addresses')
          // The first that was named gives the name, also where he was not the first so far.
          set([...known.filter((one) => !joined.includes(one)), [...new Set([jids[0]!, ...all])]])
          return done
        },
        'person.split': ({ jid }) => {
          if (!known.some((one) => one.includes(jid))) return fail('not-found', 'it stands for itself')
          without((one) => one === jid)
          return done
        },
      },
      snapshot: () => ({ people: known }),
    }
  },
})
