import { expect, test } from 'vitest'
import { fakeMain, inBoth } from '../page'
import type { AccountId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import type { CommandResult, CommandStage } from '#shared/model/commands'
import type { FormField } from '#shared/model/form'
import { adHocTexts, commandErrorText, isOver } from '../../../../renderer/features/ad-hoc/ad-hoc-texts'
import { CommandRuns } from '../../../../renderer/features/ad-hoc/command-runs.svelte'
import { commandName, dangerOf, fieldLabels, groupOf, isAskedBefore } from '../../../../renderer/features/ad-hoc/known-commands'
import { csvOf, textOf } from '../../../../renderer/features/ad-hoc/result-text'

const ADMIN = 'http://jabber.org/protocol/admin#'
const command = (node: string) => ({ jid: 'x.example' as Jid, node, name: 'As they say' })
const nothing: CommandStage = { run: null, status: 'completed', form: null, results: [], notes: [], actions: [], preferred: null }
const field = (name: string, type: FormField['type'], more = {}): FormField => ({ name, type, label: null, description: null, isRequired: false, values: [], options: [], ...more })
const stageWith = (fields: FormField[]): CommandStage => ({
  ...nothing, run: 'r', status: 'executing', actions: ['complete'], preferred: 'complete',
  form: { type: 'form', formType: null, title: null, instructions: [], reported: [], items: [], isCut: false, fields },
})
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** Calls are kept until the test answers them. */
function desk() {
  fakeMain(() => ({}) as never)
  const calls: { name: string; input: unknown; answer(value: unknown): Promise<unknown> }[] = []
  window.magpie.call = (name, input) =>
    new Promise((resolve) => calls.push({ name, input, answer: (value) => (resolve({ ok: true, value: value as never }), settled()) }))
  return { calls, runs: new CommandRuns(1 as AccountId) }
}

test('commands of administrators have names in both languages, in their groups; others keep theirs', async () => {
  expect(await inBoth(() => commandName(command(`${ADMIN}delete-user`)))).toEqual({ zh: '删除用户', en: 'Delete users' })
  expect(commandName(command('boom'))).toBe('As they say')
  expect([`${ADMIN}add-user`, `${ADMIN}get-online-users-num`, `${ADMIN}edit-motd`, `${ADMIN}shutdown`, 'boom'].map(groupOf)).toEqual(['users', 'sessions', 'announcements', 'server', 'others'])
  expect(fieldLabels('boom')).toEqual({})
  expect(await inBoth(() => fieldLabels(`${ADMIN}add-user`)['password-verify'])).toEqual({ zh: '再次输入密码', en: 'Password again' })
})

test('what is dangerous is said first; what may act at once is not begun by a click', async () => {
  for (const name of ['delete-user', 'change-user-password', 'end-user-session', 'shutdown', 'restart']) {
    const { zh, en } = await inBoth(() => dangerOf(ADMIN + name))
    expect(zh, name).toMatch(/\p{Script=Han}/u)
    expect(en, name).toMatch(/^[A-Z]/)
  }
  expect(dangerOf(`${ADMIN}add-user`)).toBeNull()
  expect([`${ADMIN}add-user`, `${ADMIN}delete-user`, `${ADMIN}shutdown`, 'boom'].map(isAskedBefore)).toEqual([false, false, true, true])
  const { calls, runs } = desk()
  runs.open(command(`${ADMIN}shutdown`))
  expect(calls).toEqual([])
  runs.again(runs.current!)
  expect(calls, 'nor when it is run again').toEqual([])
  runs.open(command(`${ADMIN}add-user`))
  expect(calls.map(({ name }) => name)).toEqual(['adHoc.start'])
})

test('what is closed is left at the other side, also when it has not answered yet', async () => {
  const { calls, runs } = desk()
  runs.open(command(`${ADMIN}add-user`))
  runs.open(command(`${ADMIN}user-stats`))
  const [first, second] = runs.all
  await calls[1]!.answer(stageWith([]))
  runs.close(second!)
  expect(calls[2]).toMatchObject({ name: 'adHoc.leave', input: { run: 'r' } })
  expect(runs.current).toBe(first)
  runs.leaveAll()
  expect(calls).toHaveLength(3)
  await calls[0]!.answer(stageWith([]))
  expect(calls[3]).toMatchObject({ name: 'adHoc.leave' })
})

test('what is missing or wrong in a form is said at its field; what is too long is not asked for', async () => {
  const { calls, runs } = desk()
  runs.open(command(`${ADMIN}add-user`))
  await calls[0]!.answer(stageWith([
    field('must', 'text-single', { isRequired: true }), field('who', 'jid-multi'), field('n', 'text-single', { dataType: 'xs:integer' }),
    { ...field('long', 'text-single', { isRequired: true, label: 'Long' }), isCut: true } as FormField, field('hid', 'hidden', { isRequired: true }),
  ]))
  const run = runs.current!
  run.values = { ...run.values, who: ['a@b', '@@'], n: ['ten'] }
  expect(run.problems).toEqual({ must: adHocTexts.required, who: adHocTexts.notAddress, n: adHocTexts.notNumber })
  run.values = { ...run.values, must: ['x'], who: ['a@b/phone', 'b.example'], n: ['-10'] }
  expect(run.problems).toEqual({})
  expect(run.tooLong.map(({ label }) => label)).toEqual(['Long'])
  void run.step('complete')
  expect(calls[1]).toMatchObject({ name: 'adHoc.step', input: { run: 'r', action: 'complete', values: { must: ['x'], who: ['a@b/phone', 'b.example'], n: ['-10'] } } })
})

test('refusals in words', async () => {
  for (const problem of ['session-expired', 'bad-sessionid', 'bad-action', 'malformed-action', 'bad-payload', 'bad-locale', 'too-many-stages']) {
    const { zh, en } = await inBoth(() => commandErrorText({ code: 'refused', message: '', problem, text: 'words' }))
    expect([zh !== en, en.endsWith('“words”'), /[a-z]-[a-z]|refused/.test(en)], problem).toEqual([true, true, false])
    expect(isOver({ code: 'refused', message: '', problem })).toBe(!/payload|action|locale/.test(problem))
  }
  expect(commandErrorText({ code: 'forbidden', message: '' })).toContain('does not allow')
})

test('results as text and as a table; what is secret stands in neither, and no cell becomes a formula', () => {
  const result: CommandResult = {
    title: 'Users', lines: ['Now'], isCut: true,
    fields: [{ label: 'Number', values: ['2'], isSecret: false }, { label: 'Key', values: ['hush'], isSecret: true }, { label: 'List', values: ['a', 'b'], isSecret: false }],
    columns: [{ label: 'Address', isSecret: false }, { label: 'Password', isSecret: true }], rows: [['=1+1', 'hush'], ['a,\tb', '']],
  }
  const text = textOf('Users online', { results: [result], notes: [{ kind: 'warn', text: 'Careful' }] })
  expect(text).toBe(`Users online\nCareful\nUsers\nNow\nNumber: 2\nKey: (hidden)\nList:\na\nb\nAddress\tPassword\n=1+1\t(hidden)\na, b\t\n${adHocTexts.cut}\n`)
  expect(csvOf([result])).toBe(`Address,Password\r\n'=1+1,(hidden)\r\n"a,\tb",\r\n`)
  expect(csvOf([{ ...result, columns: [], rows: [] }])).toBe('Number,2\r\nKey,(hidden)\r\nList,"a\nb"\r\n')
})
