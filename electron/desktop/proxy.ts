/**
 * The system's proxies: what the environment names, else what Chromium finds in the settings of the desktop or by a proxy
 * script, without passwords. The environment is ours to read: of `all_proxy` Chromium drops the kind and takes all for HTTP.
 */
import { session } from 'electron'
import type { FindRoutes } from '#xmpp/types'
import { environmentRoutes, namesProxy } from '../start/environment-proxy'
import { parsePacAnswer } from '../start/proxy-texts'

/** After `ready`. */
export const desktopRoutes: FindRoutes = async (url) =>
  namesProxy(process.env) ? environmentRoutes(process.env)(url) : parsePacAnswer(await session.defaultSession.resolveProxy(url))
