/** Words of covers that several places say. */
import type { Spoiler } from '#shared/model/message-extras'
import { strings } from '../../lib/i18n/strings'

const s = strings({ zh: { line: (hint: string) => `[剧透]${hint && ` ${hint}`}` }, en: { line: (hint: string) => `[Spoiler]${hint && ` ${hint}`}` } })
/** In place of what is covered, where it is only spoken of. */
export const spoilerLine = (spoiler: Spoiler | undefined): string | null => (spoiler ? s.line(spoiler.hint) : null)
