import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { ArchiveFacts, ArchivePage } from '#shared/model/archive-view'
import type { XmlLine } from '#shared/model/console'
import { accountId, bareJid, epochMs, jid, line, ofPage } from '#shared/schema'

/** Null: the own one. */
const archive = v.nullable(bareJid)
const id = v.pipe(line, v.minLength(1))
const filter = v.object({
  with: v.optional(jid), startMs: v.optional(epochMs), endMs: v.optional(epochMs), beforeId: v.optional(id), afterId: v.optional(id),
  ids: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(50))),
})
/** `before` may be '': the last page. */
const position = v.union([v.object({ after: line }), v.object({ before: line }), v.object({})])

export const contract = defineContract({
  calls: {
    'archiveViewer.about': call(v.object({ accountId, archive })).returns<ArchiveFacts>(),
    /** Nothing of it is stored. Fails with `not-supported` where there is no archive. */
    'archiveViewer.page': call(v.object({ accountId, archive, filter, position, max: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(250)) })).returns<ArchivePage>(),
    'archiveViewer.raw': call(ofPage).returns<{ lines: XmlLine[] }>(),
  },
})
export type ArchiveFilter = v.InferOutput<typeof filter>
