/** A message in one line, where it is only spoken of. */
import type { Message } from '#shared/model/message'
import { lineOf } from '../../lib/text/line'
import { bundleLine } from '../bundles/bundle-words'
import { fileLine } from '../files/file-words'
import { spoilerLine } from '../spoilers/spoiler-words'

/** What is said in place of its words; null: it says something itself. */
export const lineInstead = (message: Message): string | null => spoilerLine(message.extras?.spoiler) ?? bundleLine(message) ?? fileLine(message)
export const messageLine = (message: Message): string => lineOf(lineInstead(message) ?? message.body)
