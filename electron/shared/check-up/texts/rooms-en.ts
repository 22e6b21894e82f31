import type { CheckWords } from '../texts'
import { refusedEn } from './refusals'

const given = (title: string, pass: string): CheckWords => ({ title, pass, broken: 'The change has no effect.' })

export const roomsEn: { common: Record<string, string>; checks: Record<string, CheckWords> } = {
  common: {
    ...refusedEn, 'not-in': 'Not tried: the test room could not be entered.', 'not-set': 'Not tried: the test room could not be set up for it.', 'no-form': 'The room gives no form for its settings.',
    'other-error': 'It is refused, but with the wrong reason ({condition}), so programs cannot say why.', untold: 'The server says yes, but the person concerned is not told.', unseen: 'The others in the room are not told.',
    stays: 'The server says yes, and nothing happens.', 'no-list': 'The list cannot be seen.', 'not-listed': 'The person is not on the list.', 'still-listed': 'The person is still on the list.',
    'kept-out': 'Somebody who may come in is refused ({condition}).', 'let-in': 'Somebody who should be refused gets in.', let: 'Somebody without the right to do this can do it.',
  },
  checks: {
    service: { title: 'Service for rooms', pass: 'There is a service for rooms: {service}.', missing: 'No service for rooms is found: none can be made or looked up.' },
    create: {
      title: 'Making a room', pass: 'This account can make rooms, and owns them.', broken: 'Making a room does not work as it should.',
      reasons: { refused: 'This account may not make rooms ({condition}).', 'not-owner': 'Who makes a room does not become its owner, so nobody can run it.', 'no-201': 'The server does not say that the room is new, so programs do not know that it waits to be set up.' },
    },
    locked: {
      title: 'Closed until it is set up', pass: 'Nobody gets in before the room is set up.', broken: 'A room that is not set up yet behaves wrongly.',
      reasons: { open: 'A new room is open to everybody at once: others can be in before a password or a list of members is set.' },
    },
    form: { title: 'Settings of a room', pass: '{count} settings; not among them: {lacking}.', broken: 'The settings of a room cannot be had.' },
    public: {
      title: 'Public rooms', pass: 'Public rooms can be made.', missing: 'Rooms cannot be made public.', broken: 'Public rooms cannot be made.',
      reasons: { refused: 'A public room is not allowed, and all other settings are refused with it ({condition}): programs that do not expect this leave a room that nobody can enter. A hidden one was made here instead.' },
    },
    listed: {
      title: 'Directory of rooms', pass: 'Public rooms are listed, hidden ones are not.', broken: 'The directory of rooms is wrong.',
      reasons: {
        'not-listed': 'A public room is not listed: nobody finds it.', 'not-hidden': 'The room cannot be hidden.', 'hidden-listed': 'A hidden room is listed: strangers see it.',
        'own-eyes': 'With one account it cannot be seen whether others see hidden rooms.', 'public-refused': 'Hidden rooms are not listed; public ones are not allowed, so they were not tried.',
      },
    },
    info: {
      title: 'What a room says of itself', pass: 'What the room says of itself agrees with its settings.', missing: 'The room says nothing of itself.', broken: 'What the room says of itself is wrong.',
      reasons: { contradicts: 'The room calls itself “{said}”, the opposite of its settings: who comes in is misled.', silent: 'Of {count} properties the room says nothing, so nobody knows before coming in.' },
    },
    instant: {
      title: 'A room with default settings', pass: 'A room can be made without filling in anything, and others get in.', broken: 'A room with default settings does not work.',
      reasons: { closed: 'The room is made, and others still do not get in ({condition}).' },
    },
    cancel: {
      title: 'Giving up making a room', pass: 'Cancelled while being made, the room is gone.', broken: 'Cancelling does not work.',
      reasons: { stays: 'Cancelled, the room stays and blocks its address.', unanswered: 'Cancelling is never answered: programs wait for nothing.' },
    },
    join: {
      title: 'Going in', pass: 'Others can come in, and both sides see it.', broken: 'Going in does not work as it should.',
      reasons: {
        refused: 'Ordinary users do not get into a room that is ready ({condition}).', 'no-leaving': 'Leaving is not confirmed.', 'no-110': 'Who comes in is not told which one he is.', nobody: 'Who comes in does not see who is there.',
        unseen: 'Those in the room do not see who comes in.',
      },
    },
    'join-order': {
      title: 'Order of what comes on entering', pass: 'First who is there, then oneself, what was said before, and the subject.', broken: 'What comes on entering is in the wrong order.',
      reasons: {
        'no-subject': 'No subject comes at the end: programs do not know when they are in.', 'self-first': 'One’s own presence comes before the others’: programs take the room for empty.', 'history-first': 'What was said before comes too early and is taken for new.',
        'subject-first': 'The subject comes too early: what was said before is taken for new.',
      },
    },
    history: { title: 'What was said before, on entering', pass: 'Who comes in sees what was said before.', missing: 'Who comes in does not see what was said before.', broken: 'What was said before comes in a wrong form.', reasons: { 'no-time': 'Old messages come without their time and are taken for new ones.' } },
    'history-limits': { title: 'Entering without old messages', pass: 'One can do without old messages.', broken: 'Old messages cannot be limited.', reasons: { 'no-history': 'Not tried: there are no old messages.', ignored: 'Old messages come although they are not wanted: all of them, with every new connection.' } },
    'subject-on-join': { title: 'Subject on entering', pass: 'Who comes in sees the subject.', broken: 'The subject on entering is wrong.', reasons: { none: 'Who comes in gets no subject.', other: 'Who comes in gets another subject than the present one.' } },
    'nick-conflict': { title: 'Nickname taken', pass: 'A nickname that is in use is refused.', broken: 'A nickname in use is handled wrongly.', reasons: { 'let-in': 'Two people can have the same nickname: nobody knows who said what.' } },
    'nick-change': { title: 'Changing the nickname', pass: 'The nickname can be changed, and everybody sees it.', missing: 'The nickname cannot be changed in a room.', broken: 'Changing the nickname does not work.', reasons: { refused: 'The nickname cannot be changed in a room; one has to leave and come again.' } },
    'status-change': { title: 'Status in a room', pass: 'The room sees “away” and the like.', broken: 'The room does not see a change of status.' },
    leave: { title: 'Leaving', pass: 'Both who leaves and the others are told.', broken: 'Leaving does not work as it should.' },
    password: {
      title: 'Password of a room', pass: 'Only who knows the password gets in.', missing: 'Rooms cannot have a password.', broken: 'The password does not work.',
      reasons: { 'let-in': 'People get in without the password, or with a wrong one.', 'not-let-in': 'Even with the right password nobody gets in ({condition}).' },
    },
    full: {
      title: 'Limit of people', pass: 'A full room lets nobody else in.', missing: 'The number of people in a room cannot be limited.', broken: 'The limit of people does not work.',
      reasons: { 'too-many': 'Not tried: the smallest limit is {count}, which takes too many sessions to fill.', 'no-crowd': 'Not tried: the room could not be filled.', 'let-in': 'The limit is {count}, and more get in.' },
    },
    survives: {
      title: 'A room without people', pass: 'A room that is to last stays when everybody has left.', broken: 'A room that is to last does not.',
      reasons: { gone: 'When everybody has left, a room that is to last is gone with its settings and members.', closed: 'When everybody has left, not even the owner gets in again ({condition}).' },
    },
    configure: { title: 'Changing settings', pass: 'What was changed is read back.', missing: 'A room cannot have a description.', broken: 'Changing settings does not work.', reasons: { unchanged: 'The server says it is saved, and it is as it was.' } },
    'config-notice': { title: 'Notice of changed settings', pass: 'Those in the room are told when settings change.', broken: 'The notice of changed settings is wrong.', reasons: { none: 'Nobody is told when settings change: the programs of others go on showing the old ones.', 'other-code': 'The notice speaks of another change.' } },
    message: {
      title: 'Messages to the room', pass: 'Everybody gets them, and oneself an unchanged echo.', broken: 'Messages to the room do not work as they should.',
      reasons: { unreflected: 'One’s own message does not come back: nobody knows whether it was sent.', unheard: 'The others do not get it.', 'other-sender': 'It has the wrong sender.', 'other-id': 'Its id is changed: programs do not know their own message again and show it twice.' },
    },
    'stanza-ids': {
      title: 'Ids of messages', pass: 'The room gives each message an id that is the same for all.', missing: 'The room gives messages no ids: replies, recalls and the archive cannot rely on anything.', broken: 'Ids of messages cannot be relied on.',
      reasons: { 'not-said': 'Not tried: the message did not arrive.', none: 'The room announces ids and gives none.', differ: 'The same message has another id for everybody.', unannounced: 'The room gives ids without announcing it, so careful programs do not use them.' },
    },
    payloads: {
      title: 'More than words', pass: 'Reactions, markers and what the server does not know arrive unchanged.', broken: 'What is more than words does not arrive.',
      reasons: { 'not-said': 'Not tried: the message did not arrive.', stripped: 'The server takes out what it does not know: replies, corrections and encryption do not work in rooms.', wordless: 'Messages without words are dropped: reactions, markers and recalls do not work in rooms.' },
    },
    'private-message': {
      title: 'Private messages in a room', pass: 'People in a room can write to each other alone.', missing: 'People in a room cannot write to each other alone.', broken: 'Private messages do not work.',
      reasons: { refused: 'Private messages are refused ({condition}).', unheard: 'Private messages are lost without a word.', 'other-sender': 'A private message has the wrong sender: answers go astray.' },
    },
    subject: { title: 'Changing the subject', pass: 'The subject changes for everybody.', broken: 'Changing the subject does not work.' },
    'subject-rights': {
      title: 'Who may change the subject', pass: 'The setting decides who may change the subject.', missing: 'It cannot be set who may change the subject.', broken: 'The right to change the subject is wrong.',
      reasons: { let: 'Forbidden by the setting, everybody can still change the subject.', 'not-let': 'Allowed by the setting, others still cannot change the subject ({condition}).', unanswered: 'Who may not change the subject is not told so.' },
    },
    archive: { title: 'Archive of a room', pass: 'Rooms keep what is said ({version}).', missing: 'Rooms keep nothing: who was away sees only the few messages that are replayed on entering.', reasons: { 'no-info': 'Not tried: the room says nothing of itself.' } },
    'archive-default': { title: 'New rooms keep messages', pass: 'New rooms keep what is said.', broken: 'New rooms keep nothing.', reasons: { 'no-switch': 'There is no switch for it.', off: 'A new room keeps nothing until its owner switches that on.' } },
    'archive-found': {
      title: 'Messages out of the archive', pass: 'What was said is found in the archive.', broken: 'The archive of a room does not work.',
      reasons: { empty: 'The archive is announced, and empty: what was missed is lost.', 'not-found': 'What was just said is not in the archive.' },
    },
    'archive-ids': { title: 'Ids in the archive', pass: 'A message has the same id in the archive as when it came.', broken: 'The ids do not fit.', reasons: { 'no-ids': 'There are no ids to compare.', differ: 'The archive gives other ids than the room: messages show twice.' } },
    'archive-private': { title: 'Private messages stay out of the archive', pass: 'Private messages are not in the archive of the room.', broken: 'Private messages leak.', reasons: { leaked: 'Private messages stand in the archive of the room, where others read them.' } },
    moderation: {
      title: 'Moderators recall messages', pass: 'What a moderator recalls is gone for everybody.', missing: 'Moderators cannot recall what others wrote: spam stays.', broken: 'Recalling does not work.',
      reasons: { 'no-id': 'Messages have no id, so none can be recalled.', unseen: 'A recalled message stays with the others.' },
    },
    'addresses-hidden': {
      title: 'Hidden addresses', pass: 'Where addresses are hidden, only moderators see them.', missing: 'It cannot be set who sees addresses.', broken: 'Hidden addresses are wrong.',
      reasons: { shown: 'Everybody sees the real addresses of others although they are hidden.', 'hidden-from-owner': 'Not even the owner sees addresses, so nobody can be managed by his.' },
    },
    'addresses-shown': {
      title: 'Visible addresses', pass: 'A room with visible addresses says so.', broken: 'Visible addresses are wrong.',
      reasons: { 'no-warning': 'Who comes in is not warned that all see his address.', hidden: 'Addresses are to be visible, and are not.', 'no-notice': 'Those in the room are not told when addresses become visible.' },
    },
    'occupant-ids': {
      title: 'Knowing people again', pass: 'Who comes again has the same id.', missing: 'People have no lasting id: who changes the nickname is not known again.', broken: 'Ids of people cannot be relied on.',
      reasons: { unannounced: 'There are ids, but the room does not announce it, so programs do not use them.', none: 'The room announces ids and gives none.', changes: 'Who comes again has another id.', same: 'Two people have the same id.' },
    },
    'self-ping': {
      title: 'Am I still in?', pass: 'Who is in is told so, and so is who is not.', broken: 'Nobody can find out whether he is still in the room.',
      reasons: { refused: 'Even who is in is refused ({condition}): programs leave and come again without end.', always: 'Who is not in is told that he is: whoever drops out never learns it.', silent: 'Who is not in gets no answer.' },
    },
    invite: {
      title: 'Invitation through the room', pass: 'It arrives, with its reason.', broken: 'Invitations through the room do not work.',
      reasons: { refused: 'Not even the owner can invite.', elsewhere: 'It did not come to this session; perhaps it went to another device of the account.', direct: 'It does not come from the room.', 'no-reason': 'Its reason is lost.' },
    },
    'direct-invite': { title: 'Direct invitation', pass: 'An invitation sent directly arrives.', broken: 'An invitation sent directly does not arrive.', reasons: { lost: 'An invitation sent directly is lost or emptied.' } },
    register: { title: 'Registering with a room', pass: 'Members can register a nickname.', missing: 'Rooms register no nicknames.', broken: 'Registering does not work.', reasons: { 'no-form': 'There is no form for it.', forgotten: 'The server says yes, and knows nothing of it afterwards.' } },
    'reserved-nick': {
      title: 'Reserved nickname', pass: 'A registered nickname is kept for its owner.', missing: 'The room does not tell which nickname it keeps.', broken: 'The nickname is not really kept.',
      reasons: { other: 'It tells another nickname than was registered.', taken: 'Others can use a registered nickname and pass for its owner.' },
    },
    unregister: { title: 'Ending the registration', pass: 'A registration can be ended.', broken: 'A registration cannot be ended.' },
    'members-only': { title: 'Members only', pass: 'Only members get in.', missing: 'Rooms cannot be for members only.', broken: 'A room for members only does not work.', reasons: { 'let-in': 'People who are no members get in.' } },
    'membership-lost': {
      title: 'Losing membership', pass: 'Who is no longer a member is out, and told why.', broken: 'Losing membership is handled wrongly.',
      reasons: { stays: 'Who is no longer a member stays in the room.', 'as-ban': 'It is told as a ban: programs say that one is banned, which is not so.', 'no-321': 'The reason is not told.' },
    },
    'closed-to-others': {
      title: 'Becoming members-only', pass: 'When a room becomes members-only the others are out, and told why.', broken: 'A room that becomes members-only behaves wrongly.',
      reasons: { stays: 'When a room becomes members-only the others stay and listen.', 'no-322': 'The reason is not told.' },
    },
    member: given('Making a member', 'Somebody can be made a member, and everybody sees it.'),
    'member-revoked': given('Ending membership', 'Membership can be ended.'),
    admin: given('Making an admin', 'Somebody can be made an admin, and everybody sees it.'),
    'admin-revoked': given('Ending administration', 'Administration can be ended.'),
    owner: given('Making an owner', 'Somebody can be made an owner, and everybody sees it.'),
    'owner-revoked': given('Ending ownership', 'Another’s ownership can be ended.'),
    ban: { title: 'Ban', pass: 'Who is banned is out and stays out.', broken: 'A ban does not work.', reasons: { stays: 'The server says that he is banned, and he stays in the room.', 'no-301': 'It is not told that it is a ban.', 'let-in': 'Who is banned gets in again.' } },
    unban: { title: 'Lifting a ban', pass: 'Who is no longer banned gets in.', broken: 'Lifting a ban does not work.' },
    'ban-moderator': {
      title: 'Ban of a moderator', pass: 'Moderators can be banned, too.', broken: 'A ban of a moderator does not work.',
      reasons: { stays: 'The server says that the moderator is banned, and he stays with all his power: his rank must be taken first.' },
    },
    'ban-former-member': {
      title: 'Ban of a former member', pass: 'A former member who is banned stays out.', broken: 'A ban of a former member does not work.',
      reasons: { stays: 'The server says that he is banned, and he stays in the room.', 'no-301': 'It is not told that it is a ban.', 'let-in': 'A former member gets in again although he is banned.' },
    },
    rights: { title: 'Rights of ordinary people', pass: 'Nobody can promote himself or remove the owner.', broken: 'Rights have a hole.', reasons: { let: 'Anybody can promote himself or remove the owner: rooms can be taken over.' } },
    'several-changes': { title: 'Several people at once', pass: 'All changes of a request are made.', broken: 'Changing several people at once does not work.', reasons: { 'not-all': 'The server says yes to all, and changes {count}.', 'no-list': 'The list cannot be seen, so it is not known whether all were changed.' } },
    moderator: given('Making a moderator', 'Somebody can be made a moderator, and everybody sees it.'),
    'moderator-list': { title: 'List of moderators', pass: 'The list of moderators can be seen.', broken: 'The list of moderators is wrong.' },
    'moderator-revoked': given('Ending moderation', 'Moderation can be taken back.'),
    'voice-revoked': given('Taking voice', 'Voice can be taken.'),
    voice: given('Giving voice', 'Voice can be given.'),
    'visitor-silent': {
      title: 'People without voice', pass: 'Who has no voice cannot speak, and is told why.', broken: 'Muting does not work.',
      reasons: { heard: 'Who has no voice is heard all the same.', unanswered: 'What is said without voice is dropped, and nobody is told.' },
    },
    'voice-request': {
      title: 'Asking for voice', pass: 'The moderator is asked, and his yes gives voice.', missing: 'Nobody can ask for voice.', broken: 'Asking for voice does not work.',
      reasons: { unseen: 'The moderator is not asked, and nobody is told.', 'no-effect': 'The moderator says yes, and nothing comes of it.' },
    },
    kick: {
      title: 'Removing somebody', pass: 'Somebody can be removed, with a reason, and come again.', broken: 'Removing somebody does not work.',
      reasons: { stays: 'The server says that he is removed, and he stays.', 'no-307': 'It is not told that he was removed: his program takes it for a lost connection and comes again.', 'no-reason': 'The reason is lost.' },
    },
    picture: { title: 'Picture of a room', pass: 'Rooms can have a picture.', missing: 'Rooms cannot have a picture.', broken: 'The picture does not work.', reasons: { lost: 'The server says that it is saved, and it is not there.' } },
    hats: { title: 'Titles', pass: 'Rooms can give titles.', missing: 'Rooms have no titles.', broken: 'Titles do not work.', reasons: { unannounced: 'Titles can be switched on, but the room does not announce them: careful programs do not show them.' } },
    destroy: {
      title: 'Closing a room for good', pass: 'All are told the reason and where to go; nobody but an owner can do it.', broken: 'Closing a room for good does not work.',
      reasons: { let: 'Somebody who is no owner can close the room.', unseen: 'Those in the room are not told.', 'no-word': 'It is not told that the room is gone: it looks like a lost connection.', 'no-reason': 'The reason or the new place is lost.' },
    },
    destroyed: { title: 'After closing', pass: 'A closed room is gone.', broken: 'A closed room is not gone.', reasons: { stays: 'The room is still there.' } },
  },
}
