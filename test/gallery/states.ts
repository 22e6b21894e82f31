/** Every place that reads something: while it waits, when it is refused, and with nothing to show (renderer/gallery/states.ts). */
import { at, click, isOpen, use, type Shot, type Step } from './steps'

type State = 'loading' | 'refused' | 'nothing'
const ALL: State[] = ['loading', 'refused', 'nothing']
/** `call` in these states, as it is seen at `query` after the steps. */
const of = (call: string, states: State[], query: string, ...steps: Step[]): Shot[] => states.map((state) => at(`${query}&${state}=${call}`, ...steps))
const NO_LIST: State[] = ['loading', 'refused']
const submit: Step = (page) => page.locator('dialog[open] button[type=submit]').last().click()
const panel = use('Pictures, files and links')

export const readingStates: Shot[] = [
  ...of('conversation.history', ALL, 'open=1'), ...of('room.occupants', ALL, 'open=2'), ...of('profile.ask', NO_LIST, 'open=1&dialog=profile', isOpen),
  ...of('file.list', ALL, 'scene=files&open=1', panel), ...of('search.links', ALL, 'open=1', panel, click('label:has-text("Links")')),
  ...of('conversation.days', ALL, 'open=1&dialog=history', isOpen), ...of('conversation.history', ALL, 'open=1&dialog=history', isOpen),
  ...of('search.messages', ALL, 'find=图标'), ...of('archiveSearch.find', ALL, 'find=图标', click('[role=option]:has-text("Search on the server")')),
  ...of('roomDirectory.list', ALL, 'tab=rooms', use('Discover')), ...of('roomDirectory.services', ALL, 'tab=rooms', use('Discover')),
  ...of('directory.services', ALL, 'open=1&dialog=find-people', isOpen), ...of('directory.form', NO_LIST, 'open=1&dialog=find-people', isOpen),
  ...of('directory.search', ALL, 'open=1&dialog=find-people', isOpen, (page) => page.locator('dialog input').first().fill('wang'), submit),
  ...of('roomConfig.open', NO_LIST, 'open=2&dialog=room-settings', isOpen), ...of('roomRegistration.open', NO_LIST, 'open=2&dialog=register-room', isOpen),
  ...of('roomAdmin.list', ALL, 'open=2&dialog=room-centre', isOpen), ...of('roomAdmin.list', ['nothing'], 'open=2&dialog=room-centre', isOpen, use('Bans')),
  ...of('roomAudit.list', ALL, 'open=2&dialog=room-centre', isOpen, use('Log')), ...of('roomHats.get', NO_LIST, 'open=2&dialog=room-centre', isOpen, use('Titles')),
  ...of('roomFacts.get', NO_LIST, 'open=2&dialog=room-centre', isOpen), ...of('person.rooms', ALL, 'open=1&dialog=person', isOpen),
  ...of('sticker.look', NO_LIST, 'open=1&dialog=sticker-pack', isOpen), ...of('sticker.list', ALL, 'open=1', use('Stickers')),
  ...of('backup.list', ALL, 'page=data'), ...of('archivePreferences.get', NO_LIST, 'page=archive'),
  ...of('quarantine.list', ALL, 'tab=workbench', use('Could not be read')), ...of('services.look', NO_LIST, 'tab=workbench', use('Service discovery')),
  ...of('adHoc.places', ALL, 'tab=workbench', use('Commands')), ...of('adHoc.list', ALL, 'tab=workbench', use('Commands')),
  ...of('adHoc.start', NO_LIST, 'tab=workbench', use('Commands'), click('[role=treeitem]:has-text("Users online")')),
  ...of('connectionFacts.get', NO_LIST, 'tab=workbench', use('Connection')), ...of('archiveViewer.page', ['loading'], 'view=archive'),
  ...of('checkUp.report', NO_LIST, 'scene=check-up&tab=workbench', use('Server check-up'), use(/^example.org/)),
  ...['pubsub', 'private-storage', 'blocked', 'sessions', 'capabilities'].map((view) => at(`view=${view}&kind=loading`)),
]

/** What was asked for and refused, said where it was asked. */
const refused = (call: string, query: string, ...steps: Step[]) => at(`${query}&refused=${call}`, ...steps)
const fill = (text: string, place = 0): Step => (page) => page.locator('dialog input:not([type=checkbox], [type=radio], [type=file])').nth(place).fill(text)

export const refusals: Shot[] = [
  refused('contact.add', 'open=1&dialog=add-contact', isOpen, fill('somebody@example.org'), submit), refused('block.add', 'open=1&dialog=block', isOpen, submit),
  refused('room.create', 'open=1&dialog=create-room', isOpen, fill('设计组'), submit), refused('room.join', 'open=1&dialog=join-room', isOpen, fill('club@rooms.example.org'), submit),
  refused('roomInvite.send', 'open=2&dialog=invite', isOpen, click('dialog [role=option], dialog [type=checkbox]'), submit), refused('conversation.deleteHistory', 'open=1&dialog=delete-history', isOpen, submit),
  refused('account.login', 'scene=login', (page) => page.locator('input[type=password]').first().fill('x'), (page) => page.locator('button[type=submit]').first().click()),
]
