/** A foreign client in short: Profanity, in its terminal. The long round with others is `npm run interop`. */
import { describe, expect, it } from 'vitest'
import { Profanity, profanityVersion } from '../support/profanity'
import { conversationOf, historyOf, untilText } from '../support/rooms-help'
import { stage } from '../support/stage'

/** For a busy machine. */
const WAIT_MS = 45_000
const version = profanityVersion()

describe.skipIf(version === null)(`Profanity${version === null ? ' (not installed: apt-get install profanity-light)' : ''}`, () => {
  const there = stage('prosody', { upload: { maxBytes: 300_000 } })

  it('hears and says words, receipts and corrections', async () => {
    const [li, account] = await Promise.all([there.account('li').then(there.login), there.account('prof')])
    const prof = there.keep(await Profanity.start(there.server, account.user, account.password))
    const { id } = await li.call('conversation.open', { kind: 'chat', peer: prof.address })
    const { messageId } = await li.call('message.send', { conversationId: id, body: '你好 <profanity> & 喜鹊 🐦' })
    const heard = await prof.heard('你好 <profanity> & 喜鹊 🐦')
    expect(heard.from_jid).toBe(li.address)
    await untilText(li, '你好 <profanity> & 喜鹊 🐦', 'delivered', WAIT_MS)

    await li.call('message.correct', { messageId, body: '你好，喜鹊' })
    await prof.heard('你好，喜鹊', (one) => one.replace_id === heard.stanza_id)

    prof.type(`/msg ${li.address} Guten Tåg`)
    const came = await untilText(li, 'Guten Tåg', undefined, WAIT_MS)
    prof.type('/correct Guten Tag')
    const edited = await untilText(li, 'Guten Tag', undefined, WAIT_MS)
    expect(edited).toMatchObject({ id: came.id, isEdited: true, direction: 'in' })
    expect((await historyOf(li, conversationOf(li, 'chat', prof.address)!.id)).map((one) => one.body)).toEqual(['你好，喜鹊', 'Guten Tag'])
  })
})
