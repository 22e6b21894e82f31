/** Private XML storage looked at and changed by hand, for the tester's workbench: XEP-0049 version 1.2, any element. What Magpie itself keeps there is features/bookmarks' business. */
import { ask, tell } from '#core/ask'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { fail, ok } from '#shared/result'
import { linesOf } from '#xmpp/xml-lines'
import { indentedText, isElementName, readPayload } from '#xmpp/xml-text'
import { contract } from './contract'
import { buildGet, buildPut, isEmpty, parseStored } from './stanza'

export const privateStorage = defineFeature({
  name: 'private-storage',
  xeps: [{ id: '0049', version: '1.2', support: 'partial', note: 'any element, by hand, in the tester’s workbench' }],
  contract,
  start: ({ connection }: Session<typeof contract>) => ({
    calls: {
      'privateStorage.get': async ({ name, namespace }) => {
        if (!isElementName(name)) return fail('bad-input', 'no name of an element')
        const asked = await ask(connection, { type: 'get', payload: buildGet(name, namespace) }, (reply) => parseStored(reply, name, namespace))
        if (!asked.ok) return asked
        const { value } = asked.value
        return ok({ lines: linesOf(value), text: indentedText(value), isEmpty: isEmpty(value) })
      },
      'privateStorage.put': ({ xml }) => {
        const { el, complaint } = readPayload(xml)
        return el ? tell(connection, { type: 'set', payload: buildPut(el) }) : fail('bad-input', complaint.detail ?? complaint.problem, { problem: complaint.problem })
      },
    },
    snapshot: () => null,
  }),
})
