/** Commands of a server as the gallery shows them: their list, a form of every kind of field, a table, a refusal. */
import type { CommandStage } from '#shared/model/commands'
import type { FormField, FormFieldType } from '#shared/model/form'
import { Refused, type Answers } from './fake-magpie'
import { jid } from './fixture'

const ADMIN = 'http://jabber.org/protocol/admin#'
const field = (name: string, type: FormFieldType, label: string, more: Partial<FormField> = {}): FormField => ({ name, type, label, description: null, isRequired: false, values: [], options: [], ...more })
const options = ['每天', 'Every hour of every day, at noon, and at any other time one can think of', 'never'].map((label, i) => ({ label, value: `${i}` }))

const nothing: CommandStage = { run: null, status: 'completed', form: null, results: [], notes: [], actions: [], preferred: null }
const table = (rows: number): CommandStage => ({
  ...nothing,
  notes: [{ kind: 'warn', text: '名单可能不完整：有两台服务器没有应答。' }],
  results: [
    {
      title: '在线的用户 / Users online', lines: ['As of now.'], isCut: true,
      fields: [{ label: 'Number', values: [`${rows}`], isSecret: false }, { label: '令牌', values: ['abc'], isSecret: true }, { label: '', values: ['A fixed line that goes on for rather longer than the pane is wide, and therefore has to be broken.'], isSecret: false }],
      columns: [{ label: '地址', isSecret: false }, { label: 'IP', isSecret: false }, { label: 'password', isSecret: true }, { label: 'A column whose name is long', isSecret: false }],
      rows: Array.from({ length: rows }, (_, i) => [`user${i}@a-company-with-a-long-name.example/desk`, `2001:db8::${i}`, 'secret', i % 3 ? '' : 'gnp.\u202eexe']),
    },
  ],
})
const form: CommandStage = {
  ...nothing, run: 'run1', status: 'executing', actions: ['prev', 'next', 'complete'], preferred: 'next', notes: [{ kind: 'info', text: '第 2 步，共 3 步。' }],
  form: {
    type: 'form', formType: null, title: 'Every kind of field', instructions: ['Fill in what is asked for.\nIt is not much.'], reported: [], items: [], isCut: false,
    fields: [
      field('a', 'text-single', '名字很长的一行文字，长到一行放不下，只好换行，因为它实在是太长了', { isRequired: true, description: '说明' }), field('b', 'text-private', 'Secret'), field('c', 'text-multi', 'Several lines', { values: ['one', 'two'] }),
      field('d', 'jid-single', 'Address'), field('e', 'jid-multi', 'Addresses'), field('f', 'boolean', 'Yes or no', { values: ['1'] }), field('g', 'list-single', 'One of them', { options, values: ['1'] }),
      field('h', 'list-multi', 'Some of them', { options, values: ['0'] }), field('i', 'fixed', '', { label: null, name: null, values: ['Words between the fields.'] }), { ...field('j', 'text-single', 'Too long to be shown'), isCut: true },
    ],
  },
}
const asked: CommandStage = {
  ...nothing, run: 'run2', status: 'executing', actions: ['complete'], preferred: 'complete',
  form: { ...form.form!, title: null, instructions: [], fields: [field('accountjids', 'jid-multi', 'The addresses', { isRequired: true, values: ['wang.wei@example.org', 'an-account-with-a-long-name@a-company-with-a-long-name.example'] })] },
}
const stages: Record<string, CommandStage> = { 'get-online-users-list': table(450), 'add-user': form, 'delete-user': asked, 'user-stats': nothing }

export const commandAnswers = (kind: string | null): Answers => ({
  'adHoc.places': () => ({ places: [{ jid: 'example.org', kind: 'server', name: null }, { jid: 'lina@example.org', kind: 'account', name: null }, { jid: 'conference.example.org', kind: 'service', name: '群聊 Rooms' }, { jid: 'lina@example.org/手机', kind: 'device', name: null }] }),
  'adHoc.list': () => ({
    isCut: kind === 'cut',
    commands: kind === 'none' ? [] : [
      ...['add-user', 'delete-user', 'user-stats', 'get-online-users-list', 'end-user-session', 'announce', 'delete-motd', 'shutdown'].map((name) => ({ jid: jid('example.org'), node: ADMIN + name, name })),
      { jid: jid('other.example.org'), node: 'x', name: 'A command with a name that is much too long for the list in which it stands' },
    ],
  }),
  'adHoc.start': ({ node }: { node: string }) => stages[node.slice(ADMIN.length)] ?? new Refused({ code: 'bad-input', message: '', problem: 'session-expired', text: '会话已过期' }),
  'adHoc.step': () => table(3),
  'adHoc.leave': () => null,
})
