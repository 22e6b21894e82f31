/** S34–S39, S44–S46, S51, S56, S58: words, names and addresses that want to be more than that. They are shown as what they are. */
import { all, body, delay, message, type Attack } from './attack-types'
import { twins } from './twins'
import { comesTrue, type Target, type World } from './world'

const people = ['stranger', 'contact', 'occupant'] as const
const text = (w: World, tag: string) => (w.observer.value('SELECT body FROM message WHERE stanza_id = ?', tag) as string | undefined) ?? null
const isWhole = (expected: string) => (w: World, t: { tag: string }) => (text(w, t.tag) === expected.replaceAll('TAG', t.tag) ? null : `shown as ${text(w, t.tag)}`)

/**
 * The page asks for it when it is shown. Of strangers nothing is fetched without their having clicked; of contacts not from the own network
 * (the address of the canary), which is found out when it is tried.
 */
const nothingFetched = async (w: World, t: Target): Promise<string | null> => {
  const extras = () => String(w.observer.value('SELECT extras FROM message WHERE stanza_id = ?', t.tag) ?? '')
  const messageId = Number(w.observer.value('SELECT id FROM message WHERE stanza_id = ?', t.tag) ?? 0)
  if (messageId === 0) return 'not shown'
  const wanted = await w.victim.call('file.want', { messageId, index: 0 })
  if (wanted.isFetched && t.actor !== 'contact') return 'fetched without being asked'
  if (wanted.isFetched) await comesTrue(w, 'the attempt has ended', () => extras().includes('"problem":"'))
  return w.canary.knocks === 0 ? null : 'something knocked at a port of this computer'
}

export const contentAttacks: Attack[] = [
  {
    id: 'S34', class: 'markup', says: 'a script in the words', rules: [], by: all('own', ...people, 'room'),
    stanza: (_, t) => message(t, body(`&lt;img src=x onerror=alert(1)&gt;${t.tag}`)),
    judge: isWhole('<img src=x onerror=alert(1)>TAG'),
    twin: twins.said,
  },
  {
    id: 'S35', class: 'markup', says: 'other words in XHTML than in the text', rules: [], by: all('own', ...people, 'room'),
    stanza: (_, t) => message(t, `${body(t.tag)}<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script>other words</body></html>`),
    words: (t) => t.tag,
    twin: twins.said,
  },
  {
    id: 'S36', class: 'fetching', says: 'a picture at an address of the own network', rules: [], by: all('own', ...people),
    stanza: (w, t) => message(t, `${body(w.canary.url)}<x xmlns='jabber:x:oob'><url>${w.canary.url}</url></x>`),
    judge: nothingFetched,
    twin: twins.said,
  },
  {
    id: 'S37', class: 'fetching', says: 'a file with sources at file: and \\\\host', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, `${body(t.tag)}<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>a.png</name><media-type>image/png</media-type></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='file:///etc/passwd'/><url-data xmlns='http://jabber.org/protocol/url-data' target='\\\\\\\\host\\\\share'/></sources></file-sharing>`),
    judge: (w, t) => (/etc\/passwd|share/.test(String(w.observer.value('SELECT extras FROM message WHERE stanza_id = ?', t.tag) ?? '')) ? 'it is offered' : null),
    twin: twins.said,
  },
  {
    id: 'S38', class: 'file names', says: 'a file whose name leads out of its folder and ends otherwise than it looks', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, `${body(`https://files.example/${t.tag.length}`)}<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>../../.bashrc\u202Egnp.exe</name></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://files.example/x'/></sources></file-sharing>`),
    judge: (w, t) => (/\.\.\/|\u202e|\\u202e/u.test(String(w.observer.value('SELECT extras FROM message WHERE stanza_id = ?', t.tag) ?? '')) ? 'the name is as it came' : null),
    twin: twins.said,
  },
  {
    id: 'S39', class: 'fetching', says: 'an encrypted file (aesgcm:) whose key would go to a browser', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, body(`aesgcm://127.0.0.1:9/x.png#${'ab'.repeat(44)}${t.tag}`)),
    judge: nothingFetched,
    twin: twins.said,
  },
  {
    id: 'S44', class: 'look-alikes', says: 'a name that is bob’s for the eye alone', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, `${body(t.tag)}<nick xmlns='http://jabber.org/protocol/nick'>b\u043eb\u200b</nick>`),
    words: (t) => t.tag,
    twin: twins.nick,
  },
  {
    id: 'S45', class: 'encryption', says: 'plain words beside something encrypted', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, `${body(t.tag)}<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'><key rid='1'>AA==</key><iv>AA==</iv></header><payload>AA==</payload></encrypted>`),
    words: (t) => t.tag,
    twin: twins.said,
  },
  {
    id: 'S46', class: 'encryption', says: 'a claim of encryption (XEP-0380) over plain words', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, `${body(t.tag)}<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl' name='OMEMO'/>`),
    words: (t) => t.tag,
    twin: twins.said,
  },
  {
    id: 'S51', class: 'look-alikes', says: 'turned and invisible words', rules: [], by: all('own', ...people, 'room'),
    stanza: (_, t) => message(t, body(`pay \u202e${t.tag}\u202c\u200b\u2066x\u2069`)),
    judge: isWhole('pay \u202eTAG\u202c\u200b\u2066x\u2069'),
    twin: twins.said,
  },
  {
    id: 'S56', class: 'delays', says: 'times that are none', rules: ['R-DELAY'], by: all('own', ...people),
    stanza: (w, t) => message(t, `${body(t.tag)}${['0000-00-00T00:00:00Z', '-1', '9999-12-31T23:59:60Z', ''].map((stamp) => delay(stamp, w.own)).join('')}`),
    words: (t) => t.tag,
    twin: twins.archived,
  },
  {
    id: 'S58', class: 'fetching', says: 'a link with a preview of its own', rules: [], by: all('own', ...people),
    stanza: (w, t) => message(t, `${body(t.tag)}<Description xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#' about='${w.canary.url}'><image xmlns='https://ogp.me/ns#'>${w.canary.url}</image></Description>`),
    words: (t) => t.tag,
    judge: nothingFetched,
    twin: twins.said,
  },
]
