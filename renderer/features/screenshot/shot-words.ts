import { strings } from '../../lib/i18n/strings'
import type { ShotProblem } from '#shared/desktop'

export const s = strings({
  zh: {
    take: '截图', takeKey: (key: string) => `截图（${key}）`, title: '截图', region: '选中的区域', hint: '拖动选择区域，或按空格选整个屏幕。Esc 取消。', rectangle: '矩形', arrow: '箭头', pen: '画笔', text: '文字', mosaic: '马赛克',
    undo: '撤销（Ctrl+Z）', copy: '复制（Ctrl+C）', save: '保存（Ctrl+S）', attach: '放入会话（Enter）', cancel: '取消（Esc）', tools: '标注工具', colour: '颜色', words: '要写的文字',
    red: '红', yellow: '黄', green: '绿', blue: '蓝', black: '黑', white: '白', failed: '没有成功，请再试一次。',
    refused: '系统不允许喜鹊截取屏幕。请在系统的隐私设置里允许屏幕录制后再试。', none: '系统没有给出屏幕画面。在 Wayland 桌面上，需要安装屏幕共享门户（xdg-desktop-portal）。',
  },
  en: {
    take: 'Screenshot', takeKey: (key: string) => `Screenshot (${key})`, title: 'Screenshot', region: 'Chosen part', hint: 'Drag over a part, or press the space bar for the whole screen. Esc cancels.', rectangle: 'Rectangle', arrow: 'Arrow', pen: 'Pen', text: 'Text', mosaic: 'Mosaic',
    undo: 'Undo (Ctrl+Z)', copy: 'Copy (Ctrl+C)', save: 'Save (Ctrl+S)', attach: 'Put into the conversation (Enter)', cancel: 'Cancel (Esc)', tools: 'Drawing', colour: 'Colour', words: 'Words to write',
    red: 'Red', yellow: 'Yellow', green: 'Green', blue: 'Blue', black: 'Black', white: 'White', failed: 'That did not work. Try again.',
    refused: 'The system does not let Magpie see the screen. Allow screen recording in its privacy settings, then try again.', none: 'The system gave no picture of the screen. On Wayland a portal for sharing the screen is needed (xdg-desktop-portal).',
  },
})
export const problemWords = (problem: ShotProblem) => (problem === 'refused' ? s.refused : s.none)
