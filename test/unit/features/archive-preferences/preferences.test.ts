/** What servers say of their archive's preferences, and what becomes of a wish. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildSet, parsePreferences } from '#features/archive-preferences/stanza'
import type { Jid } from '#shared/jid'
import { serialise } from '#xmpp/serialise'
import { parseStanza } from '../../../support/transcripts'
import { FakeArchive } from '../archive/fake-archive'

const iq = (inner: string) => parseStanza(`<iq type='result'>${inner}</iq>`)
const prefs = (chosen: string, inner = '<always/><never/>') => `<prefs xmlns='urn:xmpp:mam:2' default='${chosen}'>${inner}</prefs>`

describe('reading', () => {
  it('takes what servers send, and nothing else', () => {
    expect(parsePreferences(iq(prefs('roster', '<always><jid>bob@prosody.test</jid></always><never><jid> x@prosody.test </jid></never>')))).toEqual({
      default: 'roster', always: ['bob@prosody.test'], never: ['x@prosody.test'],
    })
    expect(parsePreferences(iq(prefs('never', '')))).toEqual({ default: 'never', always: [], never: [] })
    expect(parsePreferences(iq(prefs('always', '<always><jid>@</jid><jid/><x/></always>')))).toEqual({ default: 'always', always: [], never: [] })
    for (const wrong of ['', prefs('sometimes'), `<prefs xmlns='urn:xmpp:mam:1' default='always'/>`, `<prefs xmlns='urn:xmpp:mam:2'/>`]) {
      expect(parsePreferences(iq(wrong)), wrong).toBeNull()
    }
  })

  it('writes both lists, also empty ones', () => {
    expect(serialise(buildSet({ default: 'always', always: [], never: ['a@b' as Jid] }))).toBe(
      '<prefs xmlns="urn:xmpp:mam:2" default="always"><always/><never><jid>a@b</jid></never></prefs>',
    )
  })
})

describe('the account', () => {
  let archive: FakeArchive
  beforeEach(async () => {
    archive = new FakeArchive()
    archive.hasArchive = false
    await archive.start()
    archive.hasArchive = true
  })
  afterEach(() => archive.replay.stop())
  const shown = () => (archive.replay.core.snapshot().accounts[archive.replay.accountId] as Record<string, unknown>)['archive-preferences']
  const wish = { default: 'always', always: [], never: [] }

  it('learns at login that nothing is kept, and turns it on', async () => {
    let kept = 'never'
    archive.preferences = (text) => prefs((kept = /default="(\w+)"/.exec(text)?.[1] ?? kept))
    await archive.login()
    expect(shown()).toEqual({ preferences: { default: 'never', always: [], never: [] } })
    expect((await archive.replay.call('archivePreferences.set', { preferences: wish })).value).toEqual(wish)
    expect(shown()).toEqual({ preferences: wish })
    expect(kept).toBe('always')
    archive.hasArchive = false
    await archive.login()
    expect(shown()).toEqual({ preferences: null })
    expect(await archive.replay.call('archivePreferences.get', {})).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  it('shows what the server made of it, not what was wished', async () => {
    archive.preferences = () => prefs('roster')
    await archive.login()
    expect((await archive.replay.call('archivePreferences.set', { preferences: wish })).value).toEqual({ ...wish, default: 'roster' })
  })

  it('says that nothing can be chosen; is not confused by an empty answer', async () => {
    await archive.login()
    expect(await archive.replay.call('archivePreferences.get', {})).toMatchObject({ ok: false, error: { code: 'not-supported' } })
    expect(shown()).toEqual({ preferences: null })
    archive.preferences = (text) => (text.includes('default=') ? '' : prefs('always'))
    expect((await archive.replay.call('archivePreferences.set', { preferences: wish })).value).toEqual(wish)
  })
})
