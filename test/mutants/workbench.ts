/** Each way in which the viewers of the tester's workbench write or look, and a check-up tidies up, broken. What the page asks before it writes is tried by hand: test/e2e/workbench. */
import { off, ofClass, type RuleOff } from './rule-off'

const WRITES = 'unit/features/viewers/writes'
const JOURNAL = 'unit/features/check-up/journal'
const BLOCKING = 'unit/features/blocking/blocking'

export const workbenchRules: RuleOff[] = [
  ...ofClass('what the viewers of the workbench write and look at',
    off('contact-without-his-name', "xml('item', { jid, name: name || null }, groups.map", "xml('item', { jid }, groups.map", WRITES),
    off('contact-without-his-groups', "xml('item', { jid, name: name || null }, groups.map((group) => xml('group', {}, group)))", "xml('item', { jid, name: name || null })", WRITES),
    off('contact-kept-when-removed', "buildRemove = (jid: Jid): Element => xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, subscription: 'remove' }))", "buildRemove = (jid: Jid): Element => xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, subscription: 'none' }))", WRITES),
    off('name-lost-when-groups-change', 'put(buildPut(jid, name ?? now.name,', "put(buildPut(jid, name ?? '',", WRITES),
    off('groups-lost-when-the-name-changes', 'groups ?? now.groups)) : fail(', 'groups ?? [])) : fail(', WRITES),
    off('long-name-written-back-cut', "const namesOf = (el: Element) => ({ name: attr(el, 'name') ?? '',", "const namesOf = (el: Element) => ({ name: cut(attr(el, 'name')),", WRITES),
    off('other-contact-edited', ".find((el) => parseJid(attr(el, 'jid')) === jid)", '.at(0)', WRITES),
    off('removed-contact-put-again', "fail('not-found', 'the contact is not there any more')", "put(buildPut(jid, name ?? '', groups ?? []))", WRITES),
    off('long-name-not-told', 'isNameCut: whole.name.length > MAX_CHARS', 'isNameCut: false', WRITES),
    off('published-at-home-whatever-the-service', 'el ? change(jid, buildPublish(', 'el ? change(null, buildPublish(', WRITES),
    off('retracted-at-home', 'change(jid, buildRetract(node, id))', 'change(null, buildRetract(node, id))', WRITES),
    off('emptied-at-home', 'change(jid, buildPurge(node))', 'change(null, buildPurge(node))', WRITES),
    off('deleted-at-home', 'change(jid, buildRemove(node))', 'change(null, buildRemove(node))', WRITES),
    off('published-without-its-id', "xml('publish', { node }, xml('item', { id }, payload)), access === null", "xml('publish', { node }, xml('item', {}, payload)), access === null", WRITES),
    off('published-for-anybody', "(PUBLISH_OPTIONS, { 'pubsub#persist_items': 'true', 'pubsub#access_model': access })", "(PUBLISH_OPTIONS, { 'pubsub#persist_items': 'true', 'pubsub#access_model': 'open' })", WRITES),
    off('published-without-condition', 'buildPublish(node, id, el, access)', 'buildPublish(node, id, el, null)', WRITES),
    off('condition-nobody-chose', "access === null ? null : xml('publish-options'", "false ? null : xml('publish-options'", WRITES),
    off('published-and-not-kept', "(PUBLISH_OPTIONS, { 'pubsub#persist_items': 'true', 'pubsub#access_model': access })", "(PUBLISH_OPTIONS, { 'pubsub#access_model': access })", WRITES),
    off('retracted-in-silence', "(node: string, id: string): Element => pubsub(xml('retract', { node, notify: 'true' }", "(node: string, id: string): Element => pubsub(xml('retract', { node }", WRITES),
    off('deleted-when-emptied', "ofOwner(xml('purge', { node }))", "ofOwner(xml('delete', { node }))", WRITES),
    off('emptied-when-deleted', "ofOwner(xml('delete', { node }))", "ofOwner(xml('purge', { node }))", WRITES),
    off('long-id-taken-for-another', 'id !== null && id.length <= MAX_CHARS ? id : null', 'cutOrNull(id)', 'unit/features/viewers/stanzas'),
    off('stored-without-what-is-in-it', "buildPut = (el: Element): Element => xml('query', { xmlns: NS_PRIVATE }, el)", "buildPut = (el: Element): Element => xml('query', { xmlns: NS_PRIVATE }, xml(el.name, el.attrs))", WRITES),
    off('look-without-what-is-kept', '[...new Set([...there, ...jids])].map', '[...new Set(there)].map', BLOCKING),
    off('look-without-the-server', '[...new Set([...there, ...jids])].map', '[...jids].map', BLOCKING),
    off('look-twice-the-same', '[...new Set([...there, ...jids])].map', '[...there, ...jids].map', BLOCKING),
    off('look-says-all-is-there', 'isOnServer: isThere.has(jid)', 'isOnServer: true', BLOCKING),
    off('look-says-all-is-kept', 'isStored: jids.has(jid)', 'isStored: true', BLOCKING),
    off('look-without-its-xml', 'return ok({ entries, raw: linesOf(reply) })', 'return ok({ entries, raw: [] })', BLOCKING),
    off('look-changes-what-is-kept', 'const isThere = new Set(there)\n          const entries', 'const isThere = new Set(there)\n          set(there)\n          const entries', BLOCKING),
  ),
  ...ofClass('what a check-up removes of a run that was killed, and what it says to have left',
    off('what-bears-another-name-removed', "runNamed(name ?? '') === run", 'true', JOURNAL),
    off('anybody-unblocked', 'accounts.includes(blocked[0]!) ? parseBareJid', 'true ? parseBareJid', JOURNAL),
    off('accounts-of-others-tidied', "(accounts.includes(own ?? '') ? (sessions", '(true ? (sessions', JOURNAL),
    off('run-at-work-tidied-away', 'if (isAtWork(pid)) continue', '', 'unit/start/check-up-journal'),
    off('file-cut-off-not-told', '(failure.status ?? 0) < 500 : failure.why !== null', 'true : true', 'unit/features/check-up/undo'),
    off('preparation-not-brought-along', '[...after, ...needs].flatMap(', '[...after, ...(needs, [])].flatMap(', 'unit/features/check-up/catalogue'),
  ),
]
