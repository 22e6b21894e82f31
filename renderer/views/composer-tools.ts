/** The buttons over the text field, from the start of the line. A feature that has one adds its line; words go in by `insertion`. */
import CardTool from '../features/contact-cards/CardTool.svelte'
import EmojiTool from '../features/composer/EmojiTool.svelte'
import type { ComposerTool } from '../features/composer/tool'
import FileTools from '../features/files/FileTools.svelte'
import SpoilerTool from '../features/spoilers/SpoilerTool.svelte'
import HistoryTool from '../features/history/HistoryTool.svelte'
import ShotTool from '../features/screenshot/ShotTool.svelte'
import ShakeTool from '../features/shakes/ShakeTool.svelte'
import StickerTool from '../features/stickers/StickerTool.svelte'
import VoiceTool from '../features/voice/VoiceTool.svelte'

export const composerTools: readonly ComposerTool[] = [EmojiTool, StickerTool, FileTools, ShotTool, VoiceTool, CardTool, SpoilerTool, ShakeTool, HistoryTool]
