/**
 * What features keep inside a bookmark's `<extensions>` (XEP-0402 §3.2). What a feature wants is written down beside what the
 * server has, and joined with it at the moment of publishing: children that nobody here knows stay as they are, and a change
 * made on another device meanwhile is not lost.
 */
import type { Session } from '#core/context'
import type { BareJid } from '#shared/jid'
import { child, elements, nameOf, nsOf, xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import type { Element } from '#xmpp/types'
import { parseElement } from '#xmpp/xml-reader'
import type { BookmarkExtension, ExtensionSpec } from './public'
import { NS_BOOKMARKS } from './stanza'
import { dropWish, getExtensions, listWishes, putExtensions, putWish, type Wish } from './table'

/** A copy that means the same wherever it is put. */
const detached = (el: Element): Element =>
  xml(nameOf(el), { ...el.attrs, xmlns: nsOf(el) }, ...el.children.map((node) => (typeof node === 'string' ? node : detached(node))))

const isFor = (spec: { ns: string; name: string }) => (el: Element) => nameOf(el) === spec.name && nsOf(el) === spec.ns

export interface Extensions {
  use(spec: ExtensionSpec, onChange: (jid: BareJid) => void, onSet: (jid: BareJid) => void): BookmarkExtension
  /** The server has these now; tells the features whose child became another. */
  learn(jid: BareJid, extensions: Element | null): void
  /** Runs what changes or deletes the row of a bookmark, and tells as `learn` does. */
  watch(jid: BareJid, work: () => void): void
  /** What is to be published; say `taken` when it was. */
  toPublish(jid: BareJid): { element: Element | null; taken(): void }
  hasWishes(jid: BareJid): boolean
  /** As the server had them last. */
  known(jid: BareJid): Element | null
}

export function createExtensions({ db, accountId, transaction }: Pick<Session, 'db' | 'accountId' | 'transaction'>): Extensions {
  const specs: { spec: ExtensionSpec; onChange: (jid: BareJid) => void }[] = []

  const known = (jid: BareJid) => parseElement(getExtensions(db, accountId, jid) ?? '')

  const applied = (current: Element | null, wish: Wish): Element | null => {
    const wanted = wish.wanted === null ? null : parseElement(wish.wanted)
    const merge = specs.find(({ spec }) => spec.ns === wish.ns && spec.name === wish.name)?.spec.merge
    return wanted && merge ? merge(current, wanted) : wanted
  }
  const withWishes = (jid: BareJid, wishes: Wish[]): Element[] => {
    let all = elements(known(jid)).map(detached)
    for (const wish of wishes) {
      const next = applied(all.find(isFor(wish)) ?? null, wish)
      all = all.filter((el) => !isFor(wish)(el))
      if (next) all.push(detached(next))
    }
    return all
  }
  const wrapped = (inside: Element[]) => (inside.length === 0 ? null : xml('extensions', { xmlns: NS_BOOKMARKS }, ...inside))
  const effective = (jid: BareJid) => wrapped(withWishes(jid, listWishes(db, accountId, jid)))
  const textOf = (all: Element | null, { ns, name }: ExtensionSpec) => {
    const found = child(all, name, ns)
    return found && serialise(found)
  }

  const store = (jid: BareJid, inside: Element[]) => {
    const all = wrapped(inside)
    putExtensions(db, accountId, jid, all && serialise(all))
  }
  const watch = (jid: BareJid, work: () => void) => {
    const before = effective(jid)
    work()
    const after = effective(jid)
    for (const { spec, onChange } of specs) if (textOf(before, spec) !== textOf(after, spec)) onChange(jid)
  }

  return {
    watch,
    known,
    learn: (jid, extensions) => watch(jid, () => store(jid, elements(extensions).map(detached))),
    hasWishes: (jid) => listWishes(db, accountId, jid).length > 0,
    toPublish: (jid) => {
      const wishes = listWishes(db, accountId, jid)
      const inside = withWishes(jid, wishes)
      return {
        element: wrapped(inside),
        taken: () => {
          store(jid, inside)
          for (const wish of wishes) dropWish(db, accountId, jid, wish)
        },
      }
    },
    use: (spec, onChange, onSet) => {
      specs.push({ spec, onChange })
      return {
        get: (jid) => child(effective(jid), spec.name, spec.ns),
        set: (jid, wanted) =>
          transaction(() => {
            onSet(jid)
            putWish(db, accountId, jid, { ns: spec.ns, name: spec.name, wanted: wanted && serialise(detached(wanted)) })
          }),
      }
    },
  }
}
