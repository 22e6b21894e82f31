/** How messages are called where there is only a line for them, the most important first. A feature that has such words adds its line. */
import { bundleLine } from '../features/bundles/bundle-words'
import { fileLine } from '../features/files/file-words'
import { setLines } from '../features/messages/message-line'
import { spoilerLine } from '../features/spoilers/spoiler-words'

setLines([({ extras }) => spoilerLine(extras?.spoiler), bundleLine, fileLine])
