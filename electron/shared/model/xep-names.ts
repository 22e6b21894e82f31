/**
 * Which specification a namespace is of: by its longest known beginning. Titles as the XMPP Standards Foundation publishes them; namespaces that
 * are not a XEP's carry the name of who made them.
 */
import type { ServiceFeature } from './services'

const XEPS: Record<string, string> = {
  '0004': 'Data Forms', '0012': 'Last Activity', '0013': 'Flexible Offline Message Retrieval', '0016': 'Privacy Lists', '0030': 'Service Discovery',
  '0033': 'Extended Stanza Addressing', '0045': 'Multi-User Chat', '0047': 'In-Band Bytestreams', '0048': 'Bookmarks', '0049': 'Private XML Storage',
  '0050': 'Ad-Hoc Commands', '0054': 'vcard-temp', '0055': 'Jabber Search', '0059': 'Result Set Management', '0060': 'Publish-Subscribe',
  '0065': 'SOCKS5 Bytestreams', '0066': 'Out of Band Data', '0077': 'In-Band Registration', '0078': 'Non-SASL Authentication', '0079': 'Advanced Message Processing', '0084': 'User Avatar',
  '0085': 'Chat State Notifications', '0092': 'Software Version', '0100': 'Gateway Interaction', '0114': 'Jabber Component Protocol', '0115': 'Entity Capabilities',
  '0122': 'Data Forms Validation', '0133': 'Service Administration', '0136': 'Message Archiving', '0138': 'Stream Compression', '0144': 'Roster Item Exchange', '0153': 'vCard-Based Avatars',
  '0156': 'Discovering Alternative XMPP Connection Methods', '0160': 'Best Practices for Handling Offline Messages', '0166': 'Jingle', '0172': 'User Nickname',
  '0184': 'Message Delivery Receipts', '0186': 'Invisible Command', '0191': 'Blocking Command', '0198': 'Stream Management', '0199': 'XMPP Ping',
  '0202': 'Entity Time', '0203': 'Delayed Delivery', '0215': 'External Service Discovery', '0221': 'Data Forms Media Element', '0224': 'Attention',
  '0231': 'Bits of Binary', '0234': 'Jingle File Transfer', '0248': 'PubSub Collection Nodes', '0249': 'Direct MUC Invitations', '0264': 'Jingle Content Thumbnails',
  '0280': 'Message Carbons', '0292': 'vCard4 Over XMPP', '0297': 'Stanza Forwarding', '0300': 'Use of Cryptographic Hash Functions in XMPP',
  '0308': 'Last Message Correction', '0313': 'Message Archive Management', '0317': 'Hats', '0319': 'Last User Interaction in Presence', '0333': 'Displayed Markers',
  '0334': 'Message Processing Hints', '0352': 'Client State Indication', '0355': 'Namespace Delegation', '0356': 'Privileged Entity', '0357': 'Push Notifications',
  '0359': 'Unique and Stable Stanza IDs', '0363': 'HTTP File Upload', '0369': 'Mediated Information eXchange (MIX)', '0372': 'References', '0377': 'Blocking Command Reports',
  '0384': 'OMEMO Encryption', '0386': 'Bind 2', '0388': 'Extensible SASL Profile', '0390': 'Entity Capabilities 2.0', '0393': 'Message Styling', '0398': 'User Avatar to vCard-Based Avatars Conversion',
  '0402': 'PEP Native Bookmarks', '0405': 'MIX: Participant Server Requirements', '0410': 'MUC Self-Ping', '0411': 'Bookmarks Conversion',
  '0421': 'Occupant identifiers for semi-anonymous MUCs', '0422': 'Message Fastening', '0424': 'Message Retraction', '0425': 'Moderated Message Retraction',
  '0428': 'Fallback Indication', '0431': 'Full Text Search in MAM', '0433': 'Extended Channel Search', '0440': 'SASL Channel-Binding Type Capability',
  '0441': 'Message Archive Management Preferences', '0444': 'Message Reactions', '0446': 'File metadata element', '0447': 'Stateless file sharing',
  '0449': 'Stickers', '0461': 'Message Replies', '0469': 'Bookmark Pinning', '0478': 'Stream Limits Advertisement', '0484': 'Fast Authentication Streamlining Tokens', '0486': 'MUC Avatars',
  '0490': 'Message Displayed Synchronization', '0492': 'Chat notification settings', '0513': 'Explicit Mentions',
}

/** Beginning of a namespace → number of a XEP, `RFC n`, or who uses it. */
const BEGINNINGS: Record<string, string> = {
  'http://jabber.org/features/compress': '0138', 'http://jabber.org/features/iq-auth': '0078', 'http://jabber.org/features/iq-register': '0077',
  'urn:xmpp:sasl:2': '0388', 'urn:xmpp:bind:0': '0386', 'urn:xmpp:fast': '0484', 'urn:xmpp:features:pre-approval': 'RFC 6121',
  'http://jabber.org/protocol/address': '0033', 'http://jabber.org/protocol/amp': '0079', 'http://jabber.org/protocol/caps': '0115',
  'http://jabber.org/protocol/chatstates': '0085', 'http://jabber.org/protocol/commands': '0050', 'http://jabber.org/protocol/disco#': '0030',
  'http://jabber.org/protocol/admin': '0133', 'http://jabber.org/protocol/muc': '0045', 'http://jabber.org/protocol/muc#self-ping-optimization': '0410',
  'http://jabber.org/protocol/nick': '0172', 'http://jabber.org/protocol/offline': '0013', 'http://jabber.org/protocol/pubsub': '0060',
  'http://jabber.org/protocol/pubsub#collections': '0248', 'http://jabber.org/protocol/pubsub#multi-collection': '0248', 'http://jabber.org/protocol/rsm': '0059',
  'http://jabber.org/protocol/rosterx': '0144', 'http://jabber.org/protocol/bytestreams': '0065', 'http://jabber.org/protocol/ibb': '0047',
  'http://jabber.org/protocol/xdata-validate': '0122', 'http://prosody.im/protocol/hats': '0317', 'jabber:iq:auth': '0078', 'jabber:iq:last': '0012',
  'jabber:iq:privacy': '0016', 'jabber:iq:private': '0049', 'jabber:iq:register': '0077', 'jabber:iq:roster': 'RFC 6121', 'jabber:iq:search': '0055',
  'jabber:iq:gateway': '0100', 'jabber:iq:version': '0092', 'jabber:x:conference': '0249', 'jabber:x:data': '0004', 'jabber:x:oob': '0066', 'jabber:component:accept': '0114',
  msgoffline: '0160', muc_: '0045', 'storage:bookmarks': '0048', 'urn:ietf:params:xml:ns:vcard-4.0': '0292', 'urn:ietf:params:xml:ns:xmpp-': 'RFC 6120',
  'urn:xmpp:alt-connections': '0156', 'urn:xmpp:archive': '0136', 'urn:xmpp:attention': '0224', 'urn:xmpp:avatar': '0084', 'urn:xmpp:bob': '0231', 'urn:xmpp:blocking': '0191',
  'urn:xmpp:bookmarks-conversion': '0411', 'urn:xmpp:bookmarks-pinning': '0469', 'urn:xmpp:bookmarks': '0402', 'urn:xmpp:carbons': '0280', 'urn:xmpp:channel-search': '0433',
  'urn:xmpp:chat-markers': '0333', 'urn:xmpp:csi': '0352', 'urn:xmpp:delegation': '0355', 'urn:xmpp:privilege': '0356', 'urn:xmpp:delay': '0203', 'urn:xmpp:extdisco': '0215',
  'urn:xmpp:fallback': '0428', 'urn:xmpp:fasten': '0422', 'urn:xmpp:features:rosterver': 'RFC 6121', 'urn:xmpp:file:metadata': '0446', 'urn:xmpp:forward': '0297',
  'urn:xmpp:fulltext': '0431', 'urn:xmpp:hashes': '0300', 'urn:xmpp:hash-function-text-names': '0300', 'urn:xmpp:hats': '0317', 'urn:xmpp:hints': '0334',
  'urn:xmpp:http:upload': '0363', 'urn:xmpp:idle': '0319', 'urn:xmpp:invisible': '0186', 'urn:xmpp:jingle': '0166', 'urn:xmpp:jingle:apps:file-transfer': '0234',
  'urn:xmpp:mam': '0313', 'urn:xmpp:mds': '0490', 'urn:xmpp:media-element': '0221', 'urn:xmpp:mentions': '0513', 'urn:xmpp:message-correct': '0308',
  'urn:xmpp:message-moderate': '0425', 'urn:xmpp:message-retract': '0424', 'urn:xmpp:mix': '0369', 'urn:xmpp:mix:pam': '0405', 'urn:xmpp:mucsub': 'ejabberd',
  'urn:xmpp:notification-settings': '0492', 'urn:xmpp:occupant-id': '0421', 'urn:xmpp:omemo': '0384', 'eu.siacs.conversations.axolotl': '0384',
  'urn:xmpp:pep-vcard-conversion': '0398', 'urn:xmpp:ping': '0199', 'urn:xmpp:push': '0357', 'urn:xmpp:reactions': '0444', 'urn:xmpp:receipts': '0184',
  'urn:xmpp:reference': '0372', 'urn:xmpp:reply': '0461', 'urn:xmpp:reporting': '0377', 'urn:xmpp:sasl-cb': '0440', 'urn:xmpp:sfs': '0447', 'urn:xmpp:sid': '0359',
  'urn:xmpp:sm': '0198', 'urn:xmpp:stickers': '0449', 'urn:xmpp:stream-limits': '0478', 'urn:xmpp:styling': '0393', 'urn:xmpp:thumbs': '0264', 'urn:xmpp:time': '0202',
  'urn:xmpp:caps': '0390', 'vcard-temp': '0054', 'vcard-temp:x:update': '0153', 'tigase:': 'Tigase', 'http://tigase.org/': 'Tigase', 'p1:': 'ejabberd', 'urn:xmpp:prosody': 'Prosody',
}

export interface SpecOf {
  /** `0313`, `RFC 6121`, or the maker of what is no standard. */
  id: string
  /** Null for what is no XEP. */
  title: string | null
}

/** Null: unknown. What another one is told of (`…+notify`) is the same as the thing itself. */
export function specOf(namespace: string): SpecOf | null {
  let best = ''
  for (const beginning of Object.keys(BEGINNINGS)) if (namespace.startsWith(beginning) && beginning.length > best.length) best = beginning
  if (best === '') return null
  const id = BEGINNINGS[best]!
  return { id, title: XEPS[id] ?? null }
}

/** With whether one of these specifications (by number) is what the namespace is of. */
export const featuresOf = (namespaces: readonly string[], xeps: readonly string[]): ServiceFeature[] =>
  namespaces.map((namespace) => ({ namespace, isUsed: xeps.includes(specOf(namespace)?.id ?? '') }))
