/** Between two: everything that both can do, done at the one and looked for at the other. */
import { openConversation, until } from '../e2e/person'
import { drawn, sendPicture, widthOf, type Both } from './converse-hands'
import type { Ground } from './journey'

const FIRST = '你好 <b>&amp; Grüße 🐦'

export async function chatWithConverse({ report, lina, converse, line, choose, step, pictures }: Both, ground: Ground): Promise<void> {
  const { page } = lina
  const tick = (words: string, state: string) => line(words).locator(`[data-state=${state}]`)
  await openConversation(lina, 'chat', ground.address)
  await converse.talkTo('chat', ground.friend)

  await step('message', 'to', async () => {
    await lina.say(FIRST)
    await converse.shows(FIRST)
  })
  await step('receipt', 'from', () => tick(FIRST, 'delivered').or(tick(FIRST, 'read')).waitFor())
  await step('marker', 'from', () => tick(FIRST, 'read').waitFor())
  report.lacks('marker', 'to', 'Converse takes them and shows nothing')
  await step('message', 'from', async () => {
    await converse.say('Guten Tåg 喜鹊 🎈')
    await line('Guten Tåg 喜鹊 🎈').waitFor()
  })
  await step('receipt', 'to', () => converse.message('Guten Tåg 喜鹊 🎈').locator('.chat-msg__receipt').waitFor())

  await step('typing', 'to', async () => {
    await lina.field.pressSequentially('写')
    await converse.page.locator('.chat-content__notifications').getByText('is typing').waitFor()
    await lina.field.fill('')
  })
  await step('typing', 'from', async () => {
    await converse.field.pressSequentially('x')
    await page.locator('p.typing').getByText('typing…').waitFor()
    await converse.field.fill('')
  })

  await step('correction', 'from', async () => {
    await converse.choose('Guten Tåg 喜鹊 🎈', 'edit')
    await converse.say('Guten Tag 喜鹊 🎈')
    await line('Guten Tag 喜鹊 🎈').locator('[data-edited]').waitFor()
    await line('Guten Tåg 喜鹊 🎈').waitFor({ state: 'detached' })
  })
  await step('correction', 'to', async () => {
    await lina.say('bis moregn')
    await converse.shows('bis moregn')
    await lina.field.press('ArrowUp')
    await page.getByText('Edit message').waitFor()
    await lina.say('bis morgen')
    await converse.message('bis morgen').locator('.chat-msg__edit-modal').waitFor()
    await converse.message('bis moregn').waitFor({ state: 'detached' })
  })

  await step('reaction', 'to', async () => {
    await converse.say('Geschafft')
    await line('Geschafft').focus()
    await page.keyboard.press('e')
    await page.getByRole('button', { name: 'React with ❤️' }).click()
    await converse.message('Geschafft').locator('.chat-msg__reaction', { hasText: '❤' }).getByText('1').waitFor()
  })
  await step('reaction', 'from', async () => {
    await lina.say('喜鹊来了')
    await converse.choose('喜鹊来了', 'reaction')
    const picker = converse.message('喜鹊来了').locator('.reaction-item').first()
    const emoji = (await picker.innerText()).trim()
    await picker.click()
    const chip = line('喜鹊来了').locator('.reactions button', { hasText: emoji })
    await chip.locator('.count').getByText('1').waitFor()
    await chip.click()
    const theirs = converse.message('喜鹊来了').locator('.chat-msg__reaction')
    await theirs.getByText('2').waitFor()
    await theirs.click() // its own taken away, ours stays
    await chip.and(page.locator('[aria-pressed=true]')).locator('.count').getByText('1').waitFor()
    await chip.click()
    await theirs.waitFor({ state: 'detached' })
  })
  await step('answer', 'to', async () => {
    await line('Geschafft').focus()
    await page.keyboard.press('r')
    await page.getByText('Reply to').waitFor()
    await lina.say('恭喜！')
    const quoted = (words: string) => converse.message(words).locator('.chat-msg__reply-text', { hasText: /^Geschafft$/ }).waitFor()
    await quoted('恭喜！')
    await lina.field.press('ArrowUp')
    await page.getByText('Edit message').waitFor()
    await lina.say('恭喜恭喜！')
    await quoted('恭喜恭喜！')
  })
  await step('answer', 'from', async () => {
    await converse.choose('喜鹊来了', 'reply')
    await converse.page.locator('converse-reply-preview').getByText('喜鹊来了').first().waitFor()
    await converse.say('und singt')
    const quoted = (words: string) => line(words).locator('.quote .words').getByText('喜鹊来了', { exact: true }).waitFor()
    await quoted('und singt')
    // Its correction has no quoted lines any more, but marks them as before.
    await converse.choose('und singt', 'edit')
    await converse.say('und singt und hört gar nicht wieder auf damit')
    await quoted('und singt und hört gar nicht wieder auf damit')
  })

  await step('action', 'to', async () => {
    await lina.say('/me 挥手')
    await converse.page.locator('.chat-msg--action').filter({ hasText: '挥手' }).waitFor()
  })
  await step('action', 'from', async () => {
    await converse.say('/me winkt zurück')
    await page.locator('.bubble.action').getByText('winkt zurück').waitFor()
  })
  await step('styling', 'to', async () => {
    await lina.say('*fett* _kursiv_ ~weg~ `code`')
    const text = converse.message('*fett* _kursiv_ ~weg~ `code`')
    for (const [tag, words] of [['b', 'fett'], ['i', 'kursiv'], ['del', 'weg'], ['code', 'code']]) await text.locator(tag!).getByText(words!, { exact: true }).waitFor()
  })
  await step('styling', 'from', async () => {
    await converse.say('*粗体* und `命令`')
    await line('*粗体* und `命令`').locator('.strong').getByText('粗体').waitFor()
    await line('*粗体* und `命令`').locator('.code').getByText('命令').waitFor()
  })
  await step('spoiler', 'to', async () => {
    await page.getByRole('button', { name: 'Cover the next message' }).click()
    await page.getByLabel('What it is about').fill('das Ende')
    await page.keyboard.press('Enter')
    await page.getByText('The next message will be covered').waitFor()
    await lina.say('alle leben 都活着')
    const covered = converse.page.locator('.chat-msg', { hasText: 'das Ende' })
    await covered.locator('.chat-msg__text.spoiler.hidden').waitFor({ state: 'attached' })
    await covered.locator('.spoiler-toggle').click()
    await converse.shows('alle leben 都活着')
  })
  await step('spoiler', 'from', async () => {
    await converse.page.locator('.toggle-compose-spoiler').first().click()
    await converse.page.locator('input.spoiler-hint').fill('der Täter')
    await converse.say('der Gärtner')
    const cover = page.locator('[data-spoiler=covered]', { hasText: 'der Täter' })
    await cover.waitFor()
    if ((await line('der Gärtner').count()) > 0) throw new Error('it is not covered')
    await cover.click()
    await line('der Gärtner').waitFor()
    await converse.page.locator('.toggle-compose-spoiler').first().click()
  })
  await pictures('chat')

  await step('recall', 'to', async () => {
    await lina.say('falsch gesendet')
    await converse.shows('falsch gesendet')
    await tick('falsch gesendet', 'queued').waitFor({ state: 'detached' }) // what waits has no such entry
    await choose('falsch gesendet', 'Take back…')
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await converse.page.locator('.chat-msg--retracted').getByText('has removed a message').waitFor()
    await converse.message('falsch gesendet').waitFor({ state: 'detached' })
  })
  await step('recall', 'from', async () => {
    await converse.say('撤回我')
    await line('撤回我').waitFor()
    await converse.choose('撤回我', 'retract')
    await converse.confirm()
    await line('撤回我').waitFor({ state: 'detached' })
    await page.locator('[data-recalled]').getByText('Message recalled').waitFor()
    // One that was corrected before it calls by another name.
    await converse.say('撤回 wrong')
    await line('撤回 wrong').waitFor()
    await converse.choose('撤回 wrong', 'edit')
    await converse.say('撤回 right')
    await line('撤回 right').waitFor()
    await converse.choose('撤回 right', 'retract')
    await converse.confirm()
    await line('撤回 right').waitFor({ state: 'detached' })
    await until(async () => (await page.locator('[data-recalled]').getByText('Message recalled').count()) === 2, 'the corrected one is not recalled')
  })

  await step('file', 'to', async () => {
    await sendPicture(lina, '晚霞.png', await drawn(page, 320, 200, '#f7c59f'))
    const image = converse.page.locator('.chat-msg img.chat-image').last()
    await image.waitFor()
    await until(async () => (await widthOf(image)) === 320, 'Converse does not draw it')
  })
  await step('file', 'from', async () => {
    const buffer = await drawn(converse.page, 240, 160, '#5b8def')
    await converse.page.locator('input.fileupload').first().setInputFiles({ name: 'elster.png', mimeType: 'image/png', buffer })
    const card = page.locator('[data-message] [data-file="elster.png"]')
    await card.locator('img').waitFor() // of a contact, and small
    await until(async () => (await widthOf(card.locator('img'))) === 240, 'Magpie does not draw it')
  })

  await step('avatar', 'to', async () => {
    const base64 = (await drawn(page, 96, 96, '#8a4fff')).toString('base64')
    await lina.call('avatar.setOwn', { accountId: lina.accountId, base64, isForContacts: false })
    await converse.page.locator('converse-chat-heading converse-avatar image').first().waitFor()
  })
  await step('avatar', 'from', async () => {
    const buffer = await drawn(converse.page, 96, 96, '#2a9d4a')
    await converse.page.locator('a.show-profile').first().click()
    const dialog = converse.page.locator('converse-profile-modal')
    await dialog.locator('#profile-tab').click()
    await dialog.locator('input[name=avatar_image]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer })
    await dialog.locator('image').first().waitFor()
    await dialog.locator('#profile-tabpanel [type=submit]').click()
    await page.locator('header .avatar img, .list .avatar img').first().waitFor()
  })
  await pictures('chat-end')
}
