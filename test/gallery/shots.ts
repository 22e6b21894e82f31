/** Every view of the page, as the gallery shows it: an address of renderer/gallery/gallery.ts, and what is done there to get on. */
import { at, click, dialog, drop, isOpen, press, type, use, type Shot, type Step } from './steps'
import { readingStates, refusals } from './states'

const command = (name: string) => click(`[role=treeitem]:has-text("${name}")`)
const commands = (...each: Step[][]) => each.map((steps) => at('tab=workbench', use('Commands'), ...steps))
const row = (place = 0): Step => (page) => page.locator('[role=option]').nth(place).click()
const VIEWS = ['contact-list', 'archive', 'pubsub', 'private-storage', 'blocked', 'sessions', 'capabilities']
/** The viewers of the tester's workbench. */
const viewers = [
  ...VIEWS.flatMap((view) => [at(`view=${view}`, row()), at(`view=${view}&kind=long`, row(1)), at(`view=${view}&kind=empty`), at(`view=${view}&kind=refused`)]),
  at('view=contact-list&kind=loading'), at('view=contact-list', row(1), use('Show the XML')), at('view=contact-list', row(), use('Edit…'), isOpen), at('view=contact-list', row(), use('Remove…'), isOpen),
  at('view=archive', use('More filters'), row(), use('Show the XML')), at('view=pubsub', row(), (page) => page.getByRole('listbox', { name: 'Items' }).getByRole('option').first().click(), use('Edit…'), isOpen),
  at('view=pubsub', row(), click('label:has-text("Settings")')), at('view=pubsub', row(), click('label:has-text("Rights")')), at('view=pubsub', use('Publish to a node…'), isOpen), at('view=pubsub', row(), use('More'), use('Delete the node…'), isOpen),
  at('view=private-storage', row(), use('Edit…'), isOpen), at('view=sessions&kind=long', row(1), use('End the session…'), isOpen),
]

export const shots: Shot[] = [
  ...viewers, ...readingStates, ...refusals,
  at('scene=counts&open=1'), at('scene=counts&open=2'), at('scene=counts&tab=contacts', use(/New friends/)), at('scene=counts&tab=rooms'),
  at('scene=right-to-left&open=5'), at('scene=right-to-left&open=2'), at('scene=right-to-left&tab=contacts', click('[role=treeitem][aria-level="2"]')), at('scene=right-to-left&find=v2.1'),
  ...['first-run', 'login', 'certificate', 'proxy-login', 'wrong-password', 'waiting', 'empty', 'disk-full', 'recovered', 'keeps-nothing', 'several', 'invites'].map((scene) => at(`scene=${scene}`)),
  at('scene=first-run', use(/Create|Register|new account/i)),
  at('scene=empty&tab=contacts'), at('scene=empty&tab=rooms'), at('scene=many&tab=contacts'), at('scene=crowd&open=2'),
  ...[1, 2, 5, 6, 7, 8, 9].map((id) => at(`open=${id}`)),
  at('scene=visitor&open=2'), at('scene=slow-mode&kind=waiting&open=2'), at('scene=holes&open=1'), at('scene=holes&open=2'), at('scene=catching-up&open=1'), at('scene=requests&open=2'),
  at('tab=contacts'), at('tab=contacts', use(/New friends/)), at('tab=contacts', click('[role=treeitem][aria-level="2"]')), at('tab=rooms'), at('tab=rooms', use('Discover')),
  at('tab=workbench', use('Server check-up')), ...['running', 'stopping', 'failed'].map((kind) => at(`scene=check-up&kind=${kind}&tab=workbench`, use('Server check-up'))),
  at('scene=check-up&tab=workbench', use('Server check-up')),
  at('scene=check-up&tab=workbench', use('Server check-up'), use(/^example.org/), use('What is missing'), click('[data-check] button'), (page) => page.locator('[data-check] pre').first().waitFor()),
  at('scene=check-up&tab=workbench', use('Server check-up'), use(/^a-server/), (page) => page.locator('select').last().selectOption('1'), (page) => page.locator('h4').first().waitFor()),
  ...commands([], [command('Users online')], [command('Add a user')], [command('Delete users'), use('Send'), isOpen], [command('Statistics of a user')], [command('Shut down'), command('A command with'), use('Run')]), at('tab=workbench&kind=none', use('Commands')), at('find=图标'), at('find=王'), at('find=zzz'), at('find=图标', click('[role=option]:has-text("Search on the server")'), click('[role=option]:has-text("上次说的")'), isOpen), at('find=xyz&kind=slow'), at('find=图标', use(/^When/), use(/Choose days/), isOpen),
  at('tab=workbench', use('Connection')), at('tab=workbench&kind=often', use('Connection'), use('Show as a table')), at('scene=waiting&tab=workbench&kind=refused', use('Connection')),
  at('scene=waiting&tab=workbench&kind=offline', use('Connection')), at('tab=workbench', use('Connection'), use('Cut the link…'), isOpen),
  at('tab=workbench'), at('tab=workbench', use('Service discovery')), at('tab=workbench', use('Could not be read'), use('Its beginning')), at('find=图标'), at('find=王'), at('find=zzz'), at('find=图标', click('[role=option]:has-text("Search on the server")'), click('[role=option]:has-text("上次说的")'), isOpen), at('find=xyz&kind=slow'), at('find=图标', use(/^When/), use(/Choose days/), isOpen),
  at('scene=files&open=1'), at('scene=files&open=1', use('Pictures, files and links'), use('Show large'), isOpen), ...['Pictures', 'Files', 'Voice'].map((kind) => at('scene=files&open=1', use('Pictures, files and links'), click(`aside label:has-text("${kind}")`))), at('scene=files&open=2', use('Pictures, files and links')),
  at('scene=words&open=1', use('Pictures, files and links'), click('label:has-text("Links")'), (page) => page.locator('.links li').first().waitFor()),
  at('open=1', use('Stickers')), at('scene=files&open=1', use('Stickers')), at('scene=files&open=1', use('Stickers'), use('周末'), use('Edit'), use(/^Edit sticker 2/)),
  at('scene=files&open=1', use('Stickers'), use('周末'), use('Menu of the packs'), use('Remove the pack…')),
  at('scene=files&open=1', use('Stickers'), use('周末'), use('Menu of the packs'), use('Share it as it is now…')), at('open=1&dialog=sticker-pack&kind=stranger', isOpen), at('open=1&dialog=sticker-pack&kind=taken', isOpen),
  at('scene=words&open=1'), at('open=1&previews=1', type('看 https://example.org/review '), (page) => page.locator('[data-preview]').waitFor()), at('scene=words&open=1', click('[data-bundle]'), isOpen), at('', use(/^Message requests/)), at('scene=person&open=1'),
  at('open=1', drop('report.txt'), isOpen), at('open=1', press('Control+e')), at('open=1', press('Control+f'), (page) => page.getByRole('search').first().waitFor()),
  at('open=1', click('[data-message]', 'right')), at('open=1', click('[data-message] .bubble', 'right'), use('Choose several')), at('open=1', click('[data-message] .bubble', 'right'), use('Forward…'), isOpen), at('open=1', click('[data-message] .bubble', 'right'), use('Reply')), at('open=2', type('@')),
  at('scene=several', use(/^My status/)),
  ...['general', 'notifications', 'privacy', 'archive', 'account', 'data', 'shortcuts', 'about'].map((name) => at(`page=${name}`)),
  at('page=account', use(/Change password/), isOpen), at('page=account', use(/Delete the account/), isOpen), at('page=account', use(/Remove account/), isOpen), at('page=data', use(/Restore/), isOpen),
  ...['add-contact', 'find-people', 'edit-contact', 'remove-contact', 'block', 'rename-group', 'history', 'create-room', 'join-room', 'room-settings', 'room-centre', 'destroy-room', 'invite', 'register-room',
    'notifications', 'profile', 'own-picture', 'add-account', 'xmpp-link', 'share-link', 'sticker-pack', 'person', 'merge', 'delete-history'].map((name) => dialog(name)),
  dialog('history', use('Export…')), dialog('history', use('Delete…')),
  ...['Bans', 'Announce, mute', 'Titles', 'Import, export', 'Log', 'Hand over, close'].map((name) => dialog('room-centre', use(name))),
]
