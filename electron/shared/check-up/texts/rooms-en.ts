import type { CheckWords } from '../texts'
import { refusedEn } from './refusals'

const given = (title: string, pass: string): CheckWords => ({ title, pass, broken: 'The change has no effect.' })

export const roomsEn: { common: Record<string, string>; checks: Record<string, CheckWords> } = {
  common: {
    ...refusedEn, 'not-in': 'Not tried: the test room could not be joined.', 'not-set': 'Not tried: the test room could not be set up for it.', 'no-form': 'The settings form of the room could not be obtained.',
    'other-error': 'It is refused as it should be, but with the wrong error ({condition}), so clients cannot say why.', untold: 'The server reports success, but the person concerned is not told.', unseen: 'The others in the room are not told.',
    stays: 'The server reports success, but nothing changes.', 'no-list': 'The list cannot be read.', 'not-listed': 'The person is not on the list.', 'still-listed': 'The person is still on the list.',
    'kept-out': 'Somebody who should be let in is refused ({condition}).', 'let-in': 'Somebody who should be refused gets in.', let: 'Somebody without permission can do this.',
  },
  checks: {
    service: { title: 'Room service', pass: 'There is a service for rooms: {service}.', missing: 'No service for rooms was found, so rooms can neither be created nor browsed.' },
    create: {
      title: 'Creating a room', pass: 'This account can create rooms and becomes their owner.', broken: 'Creating a room does not work properly.',
      reasons: { refused: 'This account may not create rooms ({condition}).', 'not-owner': 'Whoever creates a room does not become its owner, so nobody can manage it.', 'no-201': 'The server does not say that the room is new, so clients do not know that it still has to be set up.', 'thrown-out': 'Whoever creates a room is removed from it at once.' },
    },
    locked: {
      title: 'Locked until set up', pass: 'Nobody else can join before the room is set up.', broken: 'A room that is not set up yet behaves wrongly.',
      reasons: { open: 'A new room is open to everybody at once: others can join before a password or members-only is set.' },
    },
    form: { title: 'Room settings', pass: 'Rooms have {count} settings. Common ones that are missing: {lacking}.', broken: 'The settings form of a room cannot be obtained.' },
    public: {
      title: 'Public rooms', pass: 'Public rooms can be created.', missing: 'Rooms cannot be made public.', broken: 'Public rooms cannot be created.',
      reasons: { refused: 'Public rooms are not allowed, and the whole settings form is refused along with that one setting ({condition}): unsuspecting clients leave behind a room that nobody can join. The check-up went on with a hidden room.' },
    },
    listed: {
      title: 'Room directory', pass: 'Public rooms are listed, hidden ones are not.', broken: 'The room directory is wrong.',
      reasons: {
        'not-listed': 'A public room is missing from the directory, so nobody finds it.', 'not-hidden': 'The room cannot be hidden.', 'hidden-listed': 'A hidden room is listed, so strangers see it.',
        'own-eyes': 'With only one account it cannot be seen whether others see hidden rooms.', 'public-refused': 'Hidden rooms are not listed. Public rooms are not allowed, so they were not tried.',
      },
    },
    info: {
      title: 'Description of a room', pass: 'What the room says about itself matches its settings.', missing: 'The room says nothing about itself.', broken: 'What the room says about itself is wrong.',
      reasons: { contradicts: 'The room claims to be {said}, although it is set to the opposite: people who join are misled.', silent: 'The room leaves out {count} of its properties, so people cannot know them before they join.' },
    },
    instant: {
      title: 'Rooms with default settings', pass: 'A room can be created without filling in anything, and others can join it.', broken: 'Rooms with default settings do not work.',
      reasons: { closed: 'The room is created, but others still cannot join ({condition}).' },
    },
    cancel: {
      title: 'Cancelling the creation', pass: 'When its creation is cancelled, the room disappears.', broken: 'Cancelling does not work.',
      reasons: { stays: 'When its creation is cancelled, the room stays and occupies its address.', unanswered: 'Cancelling is never answered, so clients wait in vain.' },
    },
    join: {
      title: 'Joining', pass: 'Others can join, and both sides see it.', broken: 'Joining does not work properly.',
      reasons: {
        refused: 'Ordinary users cannot join a room that has been set up ({condition}).', 'no-leaving': 'Leaving is not confirmed.', 'no-110': 'Those who join are not told which participant they are themselves.', nobody: 'Those who join do not see who is already there.',
        unseen: 'Those in the room do not see newcomers.',
      },
    },
    'join-order': {
      title: 'Order of events on joining', pass: 'First the other participants, then oneself, then earlier messages, then the subject.', broken: 'The events on joining come in the wrong order.',
      reasons: {
        'no-subject': 'No subject comes at the end, so clients cannot tell when joining is complete.', 'self-first': 'One’s own presence comes before that of the others, so clients think the room is empty.', 'history-first': 'Earlier messages come too soon and are taken for new ones.',
        'subject-first': 'The subject comes too soon, so the earlier messages after it are taken for new ones.',
      },
    },
    history: { title: 'Earlier messages on joining', pass: 'Those who join see earlier messages.', missing: 'Those who join see no earlier messages.', broken: 'Earlier messages are not delivered properly.', reasons: { 'no-time': 'Earlier messages come without their time and are taken for new ones.' } },
    'history-limits': { title: 'Joining without earlier messages', pass: 'Clients can decline earlier messages.', broken: 'Earlier messages cannot be limited.', reasons: { 'no-history': 'Not tried: there are no earlier messages.', ignored: 'Earlier messages are sent although the client declined them: all of them again, at every reconnect.' } },
    'subject-on-join': { title: 'Subject on joining', pass: 'Those who join see the current subject.', broken: 'The subject is wrong on joining.', reasons: { none: 'Those who join are not sent the subject.', other: 'Those who join are sent something other than the current subject.' } },
    'nick-conflict': { title: 'Nickname already taken', pass: 'A nickname that is in use is refused.', broken: 'Conflicting nicknames are handled wrongly.', reasons: { 'let-in': 'Two people can have the same nickname, so nobody knows who said what.' } },
    'nick-change': { title: 'Changing one’s nickname', pass: 'The nickname can be changed in the room, and everybody sees it.', missing: 'The nickname cannot be changed in the room.', broken: 'Changing the nickname does not work.', reasons: { refused: 'The nickname cannot be changed in the room; one has to leave and join again.' } },
    'status-change': { title: 'Status in a room', pass: 'The room sees “away” and other status changes.', broken: 'The room does not see status changes.' },
    leave: { title: 'Leaving', pass: 'Both the person who leaves and the others are told.', broken: 'Leaving does not work properly.' },
    password: {
      title: 'Room password', pass: 'Only those who know the password get in.', missing: 'Rooms cannot have a password.', broken: 'The room password does not work.',
      reasons: { 'let-in': 'People get in without the password, or with a wrong one.', 'not-let-in': 'Nobody gets in even with the right password ({condition}).' },
    },
    full: {
      title: 'Limit on the number of people', pass: 'A full room lets nobody else in.', missing: 'The number of people in a room cannot be limited.', broken: 'The limit on the number of people does not work.',
      reasons: { 'too-many': 'Not tried: the smallest limit is {count} people, which would need too many sessions.', 'no-crowd': 'Not tried: the room could not be filled.', 'let-in': 'The limit is {count} people, but more get in.' },
    },
    survives: {
      title: 'Empty rooms stay', pass: 'A permanent room stays when everybody has left.', broken: 'Permanent rooms do not last.',
      reasons: { gone: 'When everybody has left, a permanent room disappears together with its settings and members.', closed: 'When everybody has left, not even the owner can join again ({condition}).' },
    },
    configure: { title: 'Changing the settings', pass: 'Changed settings are saved.', missing: 'Rooms cannot have a description.', broken: 'Changing the settings does not work.', reasons: { unchanged: 'The server reports success, but the setting is still as it was.' } },
    'config-notice': { title: 'Notice of changed settings', pass: 'Those in the room are told when settings change.', broken: 'The notice of changed settings is wrong.', reasons: { none: 'Nobody is told when settings change, so other people’s clients keep showing the old ones.', 'other-code': 'The notice is about a different kind of change.' } },
    message: {
      title: 'Messages to the room', pass: 'Everybody gets them, and the sender gets them back unchanged.', broken: 'Messages to the room do not work properly.',
      reasons: { unreflected: 'The sender does not get the message back, so nobody can tell whether it was sent.', unheard: 'The others do not get the message.', 'other-sender': 'The message arrives with the wrong sender.', 'other-id': 'The message’s ID is changed: clients do not recognise their own message and show it twice.' },
    },
    'stanza-ids': {
      title: 'Message IDs', pass: 'The room gives each message an ID that is the same for everybody.', missing: 'The room gives messages no IDs, so replies, recalling and the archive have nothing reliable to refer to.', broken: 'Message IDs are unreliable.',
      reasons: { 'not-said': 'Not tried: the test message did not arrive.', none: 'The room announces message IDs but does not provide them.', differ: 'Everybody gets a different ID for the same message.', unannounced: 'The room provides message IDs without announcing them, so careful clients do not use them.' },
    },
    payloads: {
      title: 'More than text', pass: 'Reactions, read markers and anything else the server does not know arrive unchanged.', broken: 'Additions to messages do not arrive.',
      reasons: { 'not-said': 'Not tried: the test message did not arrive.', stripped: 'The server removes everything that it does not know: replies, corrections and encryption do not work in rooms.', wordless: 'Messages without text are dropped: reactions, read markers and recalling do not work in rooms.' },
    },
    'private-message': {
      title: 'Private messages in a room', pass: 'Participants can send each other private messages.', missing: 'Participants cannot send each other private messages.', broken: 'Private messages do not work.',
      reasons: { refused: 'Private messages are refused ({condition}).', unheard: 'Private messages disappear without an error.', 'other-sender': 'Private messages arrive with the wrong sender, so replies go astray.' },
    },
    subject: { title: 'Changing the subject', pass: 'The subject changes for everybody.', broken: 'Changing the subject does not work.' },
    'subject-rights': {
      title: 'Who may change the subject', pass: 'The setting decides who may change the subject.', missing: 'There is no setting for who may change the subject.', broken: 'Permission to change the subject is handled wrongly.',
      reasons: { let: 'Ordinary participants can change the subject although the setting forbids it.', 'not-let': 'Ordinary participants cannot change the subject although the setting allows it ({condition}).', unanswered: 'Those who may not change the subject are not told so.' },
    },
    archive: { title: 'Room archive', pass: 'Rooms keep an archive ({version}).', missing: 'Rooms keep no archive: those who were away see only the few messages that are replayed on joining.', reasons: { 'no-info': 'Not tried: the room says nothing about itself.' } },
    'archive-default': { title: 'Archiving in new rooms', pass: 'New rooms archive their messages by default.', broken: 'New rooms do not archive their messages.', reasons: { 'no-switch': 'Not tried: rooms have no setting for it.', off: 'New rooms archive nothing until their owner switches it on.' } },
    'archive-found': {
      title: 'Messages from the room archive', pass: 'Messages can be retrieved from the archive.', broken: 'The room archive does not work.',
      reasons: { empty: 'An archive is announced, but it is empty: missed messages are lost.', 'not-found': 'The message just sent is not in the archive.' },
    },
    'archive-ids': { title: 'IDs in the room archive', pass: 'Messages have the same ID in the archive as when they arrived.', broken: 'The IDs do not match.', reasons: { 'no-ids': 'Not tried: there are no IDs to compare.', differ: 'The archive uses different IDs than the room: messages are shown twice.' } },
    'archive-private': { title: 'Private messages stay out of the archive', pass: 'Private messages are not in the room archive.', broken: 'Private messages leak.', reasons: { leaked: 'Private messages are in the room archive, where others can read them.' } },
    moderation: {
      title: 'Moderators recall messages', pass: 'Moderators can recall messages of others for everybody.', missing: 'Moderators cannot recall other people’s messages: spam stays.', broken: 'Recalling does not work.',
      reasons: { 'no-id': 'Messages have no ID, so none can be recalled.', unseen: 'The others are not told that a message was recalled.' },
    },
    'addresses-hidden': {
      title: 'Hidden addresses', pass: 'When addresses are hidden, only moderators see them.', missing: 'There is no setting for who sees real addresses.', broken: 'Real addresses are not protected properly.',
      reasons: { shown: 'Ordinary participants see real addresses although they should be hidden.', 'hidden-from-owner': 'Not even the owner sees real addresses, so people cannot be managed by address.' },
    },
    'addresses-shown': {
      title: 'Visible addresses', pass: 'A room where addresses are visible says so.', broken: 'Visible addresses are handled wrongly.',
      reasons: { 'no-warning': 'Those who join are not warned that everybody sees their address.', hidden: 'Addresses should be visible but are not.', 'no-notice': 'Those in the room are not told when addresses become visible.' },
    },
    'occupant-ids': {
      title: 'Recognising people', pass: 'People keep the same ID when they join again.', missing: 'People have no lasting ID: somebody who changes the nickname cannot be recognised.', broken: 'The IDs of people are unreliable.',
      reasons: { unannounced: 'There are IDs, but the room does not announce them, so clients do not use them.', none: 'The room announces IDs but does not provide them.', changes: 'People get a different ID when they join again.', same: 'Two people have the same ID.' },
    },
    'self-ping': {
      title: 'Checking that one is still in the room', pass: 'Both those who are in the room and those who are not get a clear answer.', broken: 'Clients cannot find out whether they are still in the room.',
      reasons: { refused: 'Even those in the room are refused ({condition}), so clients keep leaving and joining again.', always: 'Those who are not in the room are told that they are: whoever drops out never finds out.', silent: 'Those who are not in the room get no answer.' },
    },
    invite: {
      title: 'Invitations through the room', pass: 'The invitation arrives with its reason.', broken: 'Invitations through the room do not work.',
      reasons: { refused: 'Not even the owner can invite anybody.', elsewhere: 'The invitation did not reach this session; it may have gone to another device of the account.', direct: 'The invitation does not come from the room.', 'no-reason': 'The reason for the invitation is lost.' },
    },
    'direct-invite': { title: 'Direct invitations', pass: 'An invitation sent directly arrives.', broken: 'Invitations sent directly do not arrive.', reasons: { lost: 'An invitation sent directly does not arrive, or arrives empty.' } },
    register: { title: 'Registering with a room', pass: 'Members can register a nickname.', missing: 'Nicknames cannot be registered with rooms.', broken: 'Registering does not work.', reasons: { 'no-form': 'There is no registration form.', forgotten: 'The server reports success but then knows nothing of the registration.' } },
    'reserved-nick': {
      title: 'Reserved nicknames', pass: 'A registered nickname is reserved for its owner.', missing: 'The room does not say which nickname is reserved for whom.', broken: 'Nicknames are not really reserved.',
      reasons: { other: 'The room names a different nickname than the registered one.', taken: 'Others can use a registered nickname and pass for its owner.' },
    },
    unregister: { title: 'Cancelling a registration', pass: 'A registration can be cancelled.', broken: 'A registration cannot be cancelled.' },
    'members-only': { title: 'Members only', pass: 'Only members get in.', missing: 'Rooms cannot be restricted to members.', broken: 'Members-only rooms do not work.', reasons: { 'let-in': 'People who are not members get in.' } },
    'membership-lost': {
      title: 'Losing membership', pass: 'Those who lose their membership leave the room and are told why.', broken: 'Losing membership is handled wrongly.',
      reasons: { stays: 'Those who lose their membership stay in the room.', 'as-ban': 'It is reported as a ban, so clients tell people they were banned when they were not.', 'no-321': 'The reason is not given.' },
    },
    'closed-to-others': {
      title: 'Becoming members-only', pass: 'When a room becomes members-only, everybody else leaves it and is told why.', broken: 'Becoming members-only is handled wrongly.',
      reasons: { stays: 'When a room becomes members-only, people who are not members stay and can read along.', 'no-322': 'The reason is not given.' },
    },
    member: given('Making somebody a member', 'Somebody can be made a member, and everybody sees it.'),
    'member-revoked': given('Ending a membership', 'A membership can be ended.'),
    admin: given('Making somebody an admin', 'Somebody can be made an admin, and everybody sees it.'),
    'admin-revoked': given('Removing an admin', 'Admin rights can be withdrawn.'),
    owner: given('Making somebody an owner', 'Somebody can be made an owner, and everybody sees it.'),
    'owner-revoked': given('Removing an owner', 'Another owner’s ownership can be withdrawn.'),
    ban: { title: 'Banning', pass: 'Banned people leave the room and cannot return.', broken: 'Banning does not work.', reasons: { stays: 'The server reports success, but the banned person stays in the room.', 'no-301': 'It is not said that it was a ban.', 'let-in': 'Banned people can join again.' } },
    unban: { title: 'Lifting a ban', pass: 'After a ban is lifted, the person can join again.', broken: 'Lifting a ban does not work.' },
    'ban-moderator': {
      title: 'Banning a moderator', pass: 'Moderators can be banned, too.', broken: 'Banning a moderator does not work.',
      reasons: { stays: 'The server reports success, but the moderator stays with all rights: the rank has to be withdrawn first.' },
    },
    'ban-former-member': {
      title: 'Banning a former member', pass: 'A former member who is banned cannot return.', broken: 'Banning a former member does not work.',
      reasons: { stays: 'The server reports success, but the banned person stays in the room.', 'no-301': 'It is not said that it was a ban.', 'let-in': 'A former member can join again in spite of the ban.' },
    },
    rights: { title: 'Rights of ordinary participants', pass: 'Nobody can promote themselves or remove the owner.', broken: 'The permissions have a hole.', reasons: { let: 'Ordinary participants can promote themselves or remove the owner: anybody can take over a room.' } },
    'several-changes': { title: 'Changing several people at once', pass: 'All changes in one request are made.', broken: 'Changing several people at once does not work.', reasons: { 'not-all': 'The server reports success for all but changes only {count}.', 'no-list': 'The list cannot be read, so it is unknown whether all were changed.' } },
    moderator: given('Making somebody a moderator', 'Somebody can be made a moderator, and everybody sees it.'),
    'moderator-list': { title: 'List of moderators', pass: 'The list of moderators can be read.', broken: 'The list of moderators is wrong.' },
    'moderator-revoked': given('Removing a moderator', 'Moderator rights can be withdrawn.'),
    'voice-revoked': given('Muting somebody', 'Permission to speak can be withdrawn.'),
    voice: given('Unmuting somebody', 'Permission to speak can be given.'),
    'visitor-silent': {
      title: 'Muted people', pass: 'Muted people cannot send messages and are told why.', broken: 'Muting does not work.',
      reasons: { heard: 'Messages of muted people still reach everybody.', unanswered: 'Messages of muted people are dropped, and they are not told.' },
    },
    'voice-request': {
      title: 'Asking for permission to speak', pass: 'The request reaches the moderator, and can be granted.', missing: 'Muted people cannot ask for permission to speak.', broken: 'Asking for permission to speak does not work.',
      reasons: { unseen: 'The request does not reach the moderator, and there is no error.', 'no-effect': 'The moderator grants the request, but nothing changes.' },
    },
    kick: {
      title: 'Removing somebody', pass: 'Somebody can be removed with a reason, and may join again.', broken: 'Removing somebody does not work.',
      reasons: { stays: 'The server reports success, but the person stays in the room.', 'no-307': 'It is not said that the person was removed: the client takes it for a lost connection and joins again.', 'no-reason': 'The reason is lost.' },
    },
    picture: { title: 'Room picture', pass: 'Rooms can have a picture.', missing: 'Rooms cannot have a picture.', broken: 'Room pictures do not work.', reasons: { lost: 'The server reports success, but the picture is not there.' } },
    hats: { title: 'Titles', pass: 'Rooms can give people titles.', missing: 'Rooms cannot give people titles.', broken: 'Titles do not work.', reasons: { unannounced: 'Titles can be switched on, but the room does not announce them, so careful clients do not show them.' } },
    destroy: {
      title: 'Destroying a room', pass: 'Everybody is told the reason and where to go instead; only owners can do it.', broken: 'Destroying a room does not work.',
      reasons: { let: 'Somebody who is not an owner can destroy the room.', unseen: 'Those in the room are not told.', 'no-word': 'It is not said that the room was destroyed; it looks like a lost connection.', 'no-reason': 'The reason or the new address is lost.' },
    },
    destroyed: { title: 'After destruction', pass: 'A destroyed room is gone.', broken: 'Destroyed rooms do not disappear.', reasons: { stays: 'The room is still there after it was destroyed.' } },
  },
}
