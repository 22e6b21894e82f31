/** What a link leads to, as its sender says (XEP-0511), or as the linked page itself was read to say. Words only. */

export interface LinkCard {
  /** As it stands in the message. */
  url: string
  title: string
  description: string
  /** A small picture that came with it, as a data: address. */
  picture: string | null
}

export const MAX_LINK_CARDS = 3
export const MAX_TITLE_CHARS = 200
export const MAX_DESCRIPTION_CHARS = 400

/** Addresses of the web in a text, without the punctuation of the sentence around them. Links as people see them: renderer/lib/text/links. */
export function webAddressesIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s<>"'“”‘’，。；：！？、（）《》「」【】]{1,2040}/giu) ?? []
  return found.map((one) => one.replace(/[.,;:!?'*_~]+$/u, ''))
}

/** Cards are of links that stand in the message as it is now. */
export const cardsFor = (body: string, cards: readonly LinkCard[] | undefined): LinkCard[] => (cards ?? []).filter(({ url }) => webAddressesIn(body).includes(url))
