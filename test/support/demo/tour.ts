/**
 * The main job, played through the window as a person would: log in, see contacts, write to a friend, make a room, talk in
 * it, close the app, open it again. Every step leaves a picture in out/demo/ and a line; a step that fails ends the tour.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { launchApp, type LaunchedApp } from '../../e2e/support'
import { tempDir } from '../temp'
import type { World } from './world'

const STEP_MS = 15_000
/** Motion has ended, pictures are still. */
const STILL_MS = 350

export async function playTour(world: World, outDir: string, say: (line: string) => void): Promise<number> {
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  const profileDir = tempDir('tour-profile')
  let launched = await launchApp({ profileDir, args: ['--lang=zh-CN'] })
  let number = 0

  const shoot = async (name: string, shows: string) => {
    await launched.page.waitForTimeout(STILL_MS)
    const file = `${String(++number).padStart(2, '0')}-${name}.png`
    await launched.page.screenshot({ path: join(outDir, file) })
    say(`${file}: ${shows}`)
  }

  try {
    let you = visitor(launched)
    await you.chooseLanguage('English')
    await shoot('first-run', 'the first start: what an account is, and where to log in or register')

    await you.logIn(world, 'not-my-password')
    await you.page.locator('dialog[open]').waitFor()
    await shoot('certificate', 'the throw-away server’s certificate has an unknown authority: Magpie shows it and asks before it sends anything')
    await you.trust()
    await you.page.getByText('Wrong address or password').first().waitFor()
    await shoot('wrong-password', 'a wrong password, in words')

    await you.logInAgain(world.liNa.password)
    await you.tab('Contacts')
    await you.page.getByText('王伟 Wang Wei').first().waitFor()
    await shoot('contacts', 'contacts in their groups, with presence and signature')

    await you.openContact('王伟 Wang Wei')
    await you.write('你好，王伟！')
    await you.bubble('你好，李娜！今天怎么样？ Hello, Li Na! How are you?').waitFor()
    await shoot('chat', 'a chat with Wang Wei: delivered, answered')

    await you.tab('Rooms')
    await shoot('rooms', 'rooms on the list and the way to others')
    await you.createRoom('设计组 Design', '王伟 Wang Wei')
    await you.write('大家好，这是新的群。')
    await shoot('room-created', 'a room made in one step, usable at once')

    await you.tab('Rooms')
    await you.openRoom(world.room.name)
    await you.write('周六几点在南门？ When at the south gate on Saturday?')
    await you.bubble('周六见！ See you on Saturday! 🥾').waitFor()
    await shoot('room', 'talk in the room, with subject and members')
    await you.draft('我带水果')

    await launched.close()
    launched = await launchApp({ profileDir })
    you = visitor(launched)
    await you.logInAgain(world.liNa.password)
    await you.tab('Messages')
    await you.page.getByText('我带水果').first().waitFor()
    await shoot('reopened', 'closed and opened again: conversations, history and the draft are there')

    await you.settings('中文')
    await you.settings('深色')
    await shoot('settings-zh-dark', 'settings: Chinese and dark, switched without a restart')
    await you.tab('消息')
    await you.conversation(world.room.name).click()
    await shoot('room-zh-dark', 'the room in Chinese, dark')
    await you.conversation('王伟').click()
    await you.page.getByText('你好，王伟！').first().waitFor()
    await shoot('chat-zh-dark', 'the chat in Chinese, dark')
    say(`The tour is over: ${number} pictures in ${outDir}`)
    return 0
  } catch (error) {
    await shoot('failed', 'where the tour got stuck').catch(() => say('and no picture could be taken'))
    throw error
  } finally {
    await launched.close()
  }
}

/** What a person at this window can do. */
function visitor({ page }: LaunchedApp) {
  page.setDefaultTimeout(STEP_MS)
  const field = page.locator('.composer textarea')
  const conversation = (name: string): Locator => page.locator('[data-conversation]', { hasText: name }).first()
  return {
    page: page as Page,
    conversation,
    bubble: (text: string) => page.locator('[data-message]', { hasText: text }).first(),
    tab: (name: string) => page.getByRole('navigation').getByRole('button', { name }).first().click(),
    write: async (text: string) => {
      await field.fill(text)
      await field.press('Enter')
      await page.locator('[data-message]', { hasText: text }).first().waitFor()
    },
    draft: async (text: string) => {
      await field.fill(text)
      await page.waitForTimeout(1000) // drafts are kept a moment after the last key
    },
    chooseLanguage: (name: string) => page.getByText(name, { exact: true }).first().click(),
    logIn: async ({ server, liNa }: World, password: string) => {
      await page.locator('input[name=address]').fill(liNa.address)
      await page.locator('input[name=password]').fill(password)
      await page.getByText('Advanced', { exact: true }).click()
      await page.getByLabel('Host', { exact: true }).fill(server.host)
      await page.getByLabel('Port', { exact: true }).fill(String(server.port))
      await page.locator('button[type=submit]').click()
    },
    logInAgain: async (password: string) => {
      await page.locator('input[name=password]').fill(password)
      await page.locator('button[type=submit]').click()
      await page.getByRole('navigation').first().waitFor()
    },
    trust: async () => {
      await page.locator('dialog[open]').getByRole('button', { name: /^Trust/ }).click()
    },
    openContact: async (name: string) => {
      await page.getByText(name).first().dblclick()
      await field.waitFor()
    },
    createRoom: async (name: string, invite: string) => {
      await page.getByRole('button', { name: /create a room/i }).first().click()
      const dialog = page.locator('dialog[open]')
      await dialog.getByRole('textbox').first().fill(name)
      await dialog.getByText(invite).first().click()
      await dialog.getByRole('button', { name: 'Create', exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
      await field.waitFor()
    },
    openRoom: async (name: string) => {
      await page.getByText(name).first().click()
      await field.waitFor()
    },
    settings: async (choice: string) => {
      await page.getByRole('navigation').getByRole('button', { name: /^(Settings|设置)$/ }).click()
      await page.getByText(choice, { exact: true }).first().click()
    },
  }
}
