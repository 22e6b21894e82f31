/** In a room that Magpie has made: everything that both can do there. */
import type { BareJid } from '#shared/jid'
import { openConversation, until } from '../e2e/person'
import type { Both } from './converse-hands'
import type { Ground } from './journey'

const NICK = '李娜'

export async function roomWithConverse({ report, lina, converse, line, choose, step, pictures }: Both, ground: Ground): Promise<void> {
  const { page } = lina
  const panel = page.getByRole('complementary', { name: 'About this room' })
  const { room } = await lina.call('room.create', { accountId: lina.accountId, name: '喜鹊 Magpies', kind: 'public-channel', nick: NICK, invite: [] })
  await openConversation(lina, 'room', room)
  const takeBack = (reason?: string) => {
    const dialog = page.getByRole('dialog', { name: /^Take .*back/ })
    return (reason === undefined ? Promise.resolve() : dialog.getByLabel('Reason').fill(reason)).then(() => dialog.getByRole('button', { name: 'Take back' }).click())
  }
  const arrived = (words: string) => line(words).locator('[data-state=sent]').waitFor() // and has its id

  await step('room', 'to', async () => {
    await converse.talkTo('room', room)
    await panel.getByRole('option', { name: new RegExp(ground.user) }).waitFor()
    await lina.say('大家好')
    await converse.shows('大家好')
  })
  await step('room', 'from', async () => {
    await converse.say('hallo zusammen')
    await line('hallo zusammen').waitFor()
  })
  await step('subject', 'to', async () => {
    await lina.say('/topic 十点评审 review')
    await converse.page.locator('.chat-head__desc').getByText('十点评审 review').waitFor()
  })
  // As a moderator it may do more.
  await lina.call('roomAdmin.setAffiliation', { accountId: lina.accountId, room: room as BareJid, jid: ground.address as BareJid, affiliation: 'admin' })
  await step('subject', 'from', async () => {
    await converse.page.locator('converse-muc-occupants .occupant', { hasText: ground.user }).locator('.badge').first().waitFor()
    await converse.say('/topic elf Uhr 十一点')
    await page.getByRole('log').getByText('changed the announcement: elf Uhr 十一点', { exact: false }).waitFor()
    await panel.getByText('elf Uhr 十一点').waitFor()
  })

  await step('roomCorrection', 'to', async () => {
    await lina.say('um zenh')
    await converse.shows('um zenh')
    await arrived('um zenh')
    await lina.field.press('ArrowUp')
    await page.getByText('Edit message').waitFor()
    await lina.say('um zehn')
    await converse.message('um zehn').locator('.chat-msg__edit-modal').waitFor()
    await converse.message('um zenh').waitFor({ state: 'detached' })
  })
  await step('roomCorrection', 'from', async () => {
    await converse.say('um efl')
    await line('um efl').waitFor()
    await converse.choose('um efl', 'edit')
    await converse.say('um elf')
    await line('um elf').locator('[data-edited]').waitFor()
    await line('um efl').waitFor({ state: 'detached' })
  })
  await step('roomReaction', 'to', async () => {
    await line('hallo zusammen').focus()
    await page.keyboard.press('e')
    await page.getByRole('button', { name: 'React with ❤️' }).click()
    await converse.message('hallo zusammen').locator('.chat-msg__reaction', { hasText: '❤' }).getByText('1').waitFor()
  })
  await step('roomReaction', 'from', async () => {
    await converse.choose('大家好', 'reaction')
    const item = converse.message('大家好').locator('.reaction-item').first()
    const emoji = (await item.innerText()).trim()
    await item.click()
    await line('大家好').locator('.reactions button', { hasText: emoji }).locator('.count').getByText('1').waitFor()
  })
  await step('roomAnswer', 'to', async () => {
    await line('hallo zusammen').focus()
    await page.keyboard.press('r')
    await page.getByText('Reply to').waitFor()
    await lina.say('欢迎你')
    await converse.message('欢迎你').locator('.chat-msg__reply-text', { hasText: /^hallo zusammen$/ }).waitFor()
  })
  await step('roomAnswer', 'from', async () => {
    await converse.choose('大家好', 'reply')
    await converse.say('selber hallo')
    await line('selber hallo').locator('.quote .words').getByText('大家好', { exact: true }).waitFor()
  })
  await step('mention', 'to', async () => {
    await lina.field.pressSequentially(`@${ground.user.slice(0, 3)}`)
    await page.locator('.composer').getByRole('option').getByText(ground.user, { exact: true }).waitFor()
    await lina.field.press('Enter')
    await lina.field.pressSequentially('schau')
    await lina.field.press('Enter')
    await converse.page.locator('.chat-msg.mentioned', { hasText: 'schau' }).waitFor()
  })
  await step('mention', 'from', async () => {
    await converse.say(`@${NICK} siehst du das`)
    await page.locator('.row.mention .bubble .mention.me').getByText(NICK).waitFor()
  })
  await pictures('room')

  await lina.say('zu früh')
  await converse.shows('zu früh')
  await arrived('zu früh')
  await choose('zu früh', 'Take back…')
  await takeBack()
  await line('zu früh').waitFor({ state: 'detached' })
  await lina.say('und danach')
  await converse.shows('und danach')
  // XEP-0424 §6.1: the id that the room gave. Converse 14.0.0 knows only the one that the writer gave.
  if ((await converse.message('zu früh').count()) > 0) report.lacks('roomRecall', 'to', 'Converse finds the message by the id of its writer alone, not by that of the room (XEP-0424)')
  else await step('roomRecall', 'to', () => Promise.resolve())
  await step('roomRecall', 'from', async () => {
    await converse.say('zu spät')
    await line('zu spät').waitFor()
    await converse.choose('zu spät', 'retract')
    await converse.confirm()
    await line('zu spät').waitFor({ state: 'detached' })
  })
  await step('moderation', 'to', async () => {
    await converse.say('骂人的话')
    await line('骂人的话').waitFor()
    await choose('骂人的话', 'Take back…')
    await takeBack('不文明')
    await converse.page.locator('.chat-msg--retracted').filter({ hasText: '不文明' }).waitFor()
    await converse.message('骂人的话').waitFor({ state: 'detached' })
  })
  await step('moderation', 'from', async () => {
    await lina.say('Werbung!')
    await converse.choose('Werbung!', 'retract')
    await converse.confirm('Spam 垃圾')
    await page.locator('[data-recalled]').getByText(`Taken back by ${ground.user}: Spam 垃圾`).waitFor()
    await lina.line(`Taken back by ${ground.user}: Spam 垃圾`).waitFor()
  })
  await pictures('room-end')

  await step('whisper', 'from', async () => {
    await converse.page.locator('converse-muc-occupants .occupant', { hasText: NICK }).locator('a').first().click()
    const field = converse.page.locator('converse-muc-occupant .chat-textarea')
    await field.fill('unter uns 悄悄')
    await field.press('Enter')
    await lina.line('unter uns 悄悄').click()
    await page.getByText('In private within 喜鹊 Magpies', { exact: false }).waitFor()
    await line('unter uns 悄悄').waitFor()
  })
  await step('whisper', 'to', async () => {
    await openConversation(lina, 'room-pm', `${room}/${ground.user}`)
    await lina.say('听到了 ja')
    await converse.page.locator('converse-muc-occupant .chat-msg__text', { hasText: '听到了 ja' }).waitFor()
    await until(async () => (await converse.page.locator('converse-muc .chat-content .chat-msg__text', { hasText: '听到了 ja' }).count()) === 1, 'it stands in the room, too')
  })
  await pictures('whisper')
}
