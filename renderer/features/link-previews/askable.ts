/** Which link of a message may be asked about: the first one over https that nothing is known of. Pure. */
import { webAddressesIn } from '#shared/model/link-card'
import type { Message } from '#shared/model/message'

export function askable({ body, extras }: Pick<Message, 'body' | 'extras'>): string | null {
  if (!body.includes('https://') || extras?.files || extras?.bundle) return null
  return webAddressesIn(body).find((url) => url.startsWith('https://') && !extras?.links?.some((one) => one.url === url)) ?? null
}
