/** The buttons over the text field, from the start of the line. A feature that has one adds its line; words go in by `insertion`. */
import EmojiTool from '../features/composer/EmojiTool.svelte'
import type { ComposerTool } from '../features/composer/tool'
import FileTools from '../features/files/FileTools.svelte'
import SpoilerTool from '../features/spoilers/SpoilerTool.svelte'
import ShakeTool from '../features/shakes/ShakeTool.svelte'

export const composerTools: readonly ComposerTool[] = [EmojiTool, FileTools, SpoilerTool, ShakeTool]
