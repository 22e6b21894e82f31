/** What of the many things a page may ask for is the microphone alone, asked by our own page itself. Pure. */

const isPage = (address: string | undefined, origin: string) => address !== undefined && (address === origin || address.startsWith(`${origin}/`))

/** Details as Electron hands them over; those of other permissions lack some. */
export interface Asked {
  isMainFrame: boolean
  requestingUrl?: string
  mediaTypes?: readonly string[]
  mediaType?: string
}

/** Somebody calls getUserMedia: with a camera among it, it is refused as a whole. */
export const isMicrophoneRequest = (permission: string, asked: Asked, origin: string): boolean =>
  permission === 'media' && asked.isMainFrame && isPage(asked.requestingUrl, origin) && asked.mediaTypes?.length === 1 && asked.mediaTypes[0] === 'audio'

/** Chromium looks again before it opens the device. */
export const isMicrophoneCheck = (permission: string, from: string, asked: Asked, origin: string): boolean =>
  permission === 'media' && asked.isMainFrame && asked.mediaType === 'audio' && isPage(from, origin) && isPage(asked.requestingUrl, origin)
