/** vCard (XEP-0054 1.3.0) ↔ profile. Total: everything in there is the other's word. */
import { MAX_PROFILE_LINE, MAX_PROFILE_NOTE, type Profile } from '#shared/model/profile'
import { child, childText, children, elements, nameOf, xml, type Element } from '#xmpp/element'
import { NS_VCARD } from '#xmpp/xep/0054'

/** One of many phones or addresses is enough to be reached. */
const MAX_OF_A_KIND = 10

const PLAIN = { FN: 'fullName', NICKNAME: 'nickname', DESC: 'note', BDAY: 'birthday', URL: 'website', TITLE: 'jobTitle' } as const
const ADDRESS = { STREET: 'street', LOCALITY: 'locality', REGION: 'region', PCODE: 'postcode', CTRY: 'country' } as const
const LISTS = { TEL: ['phone', 'NUMBER'], EMAIL: ['email', 'USERID'] } as const

const short = (text: string | null, max = MAX_PROFILE_LINE) => (text ?? '').trim().slice(0, max)
const isAddress = (el: Element) => Object.keys(ADDRESS).some((name) => short(childText(el, name, NS_VCARD)) !== '')
const lines = (text: string) => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))]

export function parseProfile(vcard: Element | null): Profile {
  const plain = (name: keyof typeof PLAIN) => short(childText(vcard, name, NS_VCARD), name === 'DESC' ? MAX_PROFILE_NOTE : MAX_PROFILE_LINE)
  const list = (name: keyof typeof LISTS) =>
    lines(children(vcard, name, NS_VCARD).map((el) => short(childText(el, LISTS[name][1], NS_VCARD))).join('\n')).slice(0, MAX_OF_A_KIND).join('\n')
  const address = children(vcard, 'ADR', NS_VCARD).find(isAddress) ?? null
  const place = (name: keyof typeof ADDRESS) => short(childText(address, name, NS_VCARD))
  return {
    fullName: plain('FN'), nickname: plain('NICKNAME'), note: plain('DESC'), birthday: plain('BDAY'), website: plain('URL'), jobTitle: plain('TITLE'),
    phone: list('TEL'), email: list('EMAIL'), organisation: short(childText(child(vcard, 'ORG', NS_VCARD), 'ORGNAME', NS_VCARD)),
    street: place('STREET'), locality: place('LOCALITY'), region: place('REGION'), postcode: place('PCODE'), country: place('CTRY'),
  }
}

/** The children of one element with these texts put in: what else is inside (types, parts we do not know) stays. */
function withTexts(el: Element | null, name: string, texts: Record<string, string>): Element {
  const kept = elements(el).filter((one) => !(nameOf(one) in texts))
  return xml(name, {}, kept, Object.entries(texts).flatMap(([inner, text]) => (text ? [xml(inner, {}, text)] : [])))
}

/** The card with what the user changed. Everything we do not know, and every entry that is still said, stays as it was. */
export function changeCard(vcard: Element | null, to: Profile): Element {
  const before = parseProfile(vcard)
  const isChanged = (...fields: (keyof Profile)[]) => fields.some((field) => before[field] !== to[field].trim())
  const gone = new Set<Element>()
  const added: Element[] = []
  const replace = (old: Element[], now: Element | null) => {
    for (const el of old) gone.add(el)
    if (now) added.push(now)
  }
  for (const [name, field] of Object.entries(PLAIN)) {
    const text = to[field].trim()
    if (isChanged(field)) replace(children(vcard, name, NS_VCARD), text ? xml(name, {}, text) : null)
  }
  for (const [name, [field, inner]] of Object.entries(LISTS)) {
    const wanted = lines(to[field])
    const there = children(vcard, name, NS_VCARD)
    const textIn = (el: Element) => short(childText(el, inner, NS_VCARD))
    if (!isChanged(field)) continue
    for (const el of there) if (textIn(el) !== '' && !wanted.includes(textIn(el))) gone.add(el)
    for (const text of wanted) if (!there.some((el) => textIn(el) === text)) added.push(xml(name, {}, name === 'EMAIL' ? xml('INTERNET') : xml('VOICE'), xml(inner, {}, text)))
  }
  if (isChanged('organisation')) {
    const [org] = children(vcard, 'ORG', NS_VCARD)
    replace(org ? [org] : [], to.organisation.trim() || elements(org).length > 1 ? withTexts(org ?? null, 'ORG', { ORGNAME: to.organisation.trim() }) : null)
  }
  if (isChanged('street', 'locality', 'region', 'postcode', 'country')) {
    const old = children(vcard, 'ADR', NS_VCARD).find(isAddress)
    const texts = Object.fromEntries(Object.entries(ADDRESS).map(([name, field]) => [name, to[field].trim()]))
    replace(old ? [old] : [], Object.values(texts).some(Boolean) || old ? withTexts(old ?? null, 'ADR', texts) : null)
  }
  return xml('vCard', { xmlns: NS_VCARD }, elements(vcard).filter((el) => !gone.has(el)), added)
}
