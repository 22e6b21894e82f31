/** Each rule of files, links and windows, switched off. Those of test/e2e are tried by hand: make the change, run the test. */
import { off, type RuleOff } from './rule-off'

const DISK = 'unit/features/files/disk'
const PICTURES = 'unit/features/files/hostile-pictures'
const WINDOW = 'e2e/window-security'

export const shellRules: RuleOff[] = [
  // Files of others
  off('names-as-given', ".replace(NOT_IN_NAMES, '_')", '', DISK),
  off('takes-the-place-of-others', "await writeFile(partOf(dir, key), '', { flag: 'wx', mode: 0o600 })", "await writeFile(partOf(dir, key), '', { mode: 0o600 })", DISK),
  off('follows-links', '.filter((one) => one.isFile()) if (!entry) return null', '\n    if (!entry) return null', DISK),
  off('any-key', 'if (!FILE_KEY.test(key)) return null\n  try', 'try', DISK),
  off('no-mark', "if (platform === 'win32') await writeFile(", 'if (false) await writeFile(', DISK),
  // Pictures
  off('any-edge', 'Math.max(size.width, size.height) <= MAX_PICTURE_EDGE &&', '', PICTURES),
  off('any-face', '&& width <= MAX_AVATAR_EDGE && height <= MAX_AVATAR_EDGE', '', PICTURES),
  off('moves-for-ever', 'if (++count > MAX_PICTURE_FRAMES) return true', 'count++', PICTURES),
  off('moves-for-ever-in-the-page', 'return hasTooManyFrames(bytes, media.type) ? null : { bytes, type: media.type }', 'return { bytes, type: media.type }', WINDOW),
  // Links and words that leave
  off('logins-in-links', 'if (!isWhole || !url.hostname || url.username || url.password) return null', 'if (!isWhole || !url.hostname) return null', 'unit/desktop/external-target'),
  off('any-word-is-a-link', '/^xmpp:[^\\s]/i.test(arg)', '/xmpp:/i.test(arg)', 'unit/desktop/link-argument'),
  off('markup-in-notifications', 'return isMarkup ? escape(text) : text', 'return text', 'unit/desktop/overview'),
  off('any-header-of-a-slot', 'if (HEADERS.includes(name) && value.length', 'if (value.length', 'unit/features/files/stanza'),
  // The private scheme
  off('any-path', 'if (!PATH.test(path)) return null', '', 'unit/desktop/bundle-path'),
  off('any-key-under-media', "return method === 'GET' && FILE_KEY.test(key) ? key : null", "return method === 'GET' && key ? key : null", 'unit/desktop/bundle-path'),
  // Windows and the door
  off('frames-are-answered', 'frame !== null && frame.parent === null &&', 'frame !== null &&', WINDOW),
  off('any-window-is-answered', 'asker !== null && (windows.has(asker) ||', 'asker !== null && (true ||', WINDOW),
  off('windows-are-opened', "return { action: 'deny' }", "return { action: 'allow' }", WINDOW),
  off('the-web-is-reached', 'answer({ cancel: !isAllowed })', 'answer({})', WINDOW),
  off('no-trusted-types', '"require-trusted-types-for \'script\'",', '', WINDOW),
  // The keychain
  off('unreadable-is-none', "throw failure('secret-store', (error as Error).message)", 'password = null', 'e2e/keychain'),
]
