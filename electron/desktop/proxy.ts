/** The system's proxies as Chromium finds them: settings of the desktop, proxy scripts, environment. Without their passwords. */
import { session } from 'electron'
import type { FindRoutes } from '#xmpp/types'
import { parsePacAnswer } from '../start/proxy-texts'

/** After `ready`. */
export const desktopRoutes: FindRoutes = async (url) => parsePacAnswer(await session.defaultSession.resolveProxy(url))
