/** `<Description/>` of RDF in a message (XEP-0511 §3.1), with the words of Open Graph. XML stops here. */
import { thumbnailOf } from '#features/files/public'
import { MAX_DESCRIPTION_CHARS, MAX_LINK_CARDS, MAX_TITLE_CHARS, webAddressesIn, type LinkCard } from '#shared/model/link-card'
import { attr, children, childText, textOf, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { plainLine } from './html'

const NS_RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const NS_OG = 'https://ogp.me/ns#'
/** Descriptions that are looked at. */
const MAX_LOOKED_AT = 10

/** The attribute `about` in the namespace of RDF, by whatever prefix. */
function aboutOf(description: Element): string | null {
  for (const name of Object.keys(description.attrs)) {
    const [prefix, local, more] = name.split(':')
    if (local !== 'about' || more !== undefined) continue
    for (let at: Element | null = description; at; at = at.parent) {
      const ns = attr(at, `xmlns:${prefix}`)
      if (ns === NS_RDF) return attr(description, name)
      if (ns !== null) break
    }
  }
  return null
}

/** Of links that stand in the body: metadata brings no link of its own. */
export function parseCards(message: Element, body: string): LinkCard[] {
  const links = new Set(webAddressesIn(body))
  const cards: LinkCard[] = []
  for (const one of children(message, 'Description', NS_RDF).slice(0, MAX_LOOKED_AT)) {
    const url = aboutOf(one)?.trim() ?? ''
    const title = plainLine(childText(one, 'title', NS_OG) ?? '', MAX_TITLE_CHARS)
    if (!links.delete(url) || !URL.canParse(url) || title === '') continue // one card for each link
    const pictures = children(one, 'image', NS_OG).map((image) => textOf(image).trim())
    cards.push({
      url, title,
      description: plainLine(childText(one, 'description', NS_OG) ?? '', MAX_DESCRIPTION_CHARS),
      picture: pictures.map(thumbnailOf).find((uri) => uri !== null) ?? null,
    })
    if (cards.length === MAX_LINK_CARDS) break
  }
  return cards
}

export const buildCard = ({ url, title, description }: LinkCard): Element =>
  xml(
    'rdf:Description', { 'xmlns:rdf': NS_RDF, 'xmlns:og': NS_OG, 'rdf:about': url },
    xml('og:title', {}, title),
    ...(description ? [xml('og:description', {}, description)] : []),
    xml('og:url', {}, url),
  )
