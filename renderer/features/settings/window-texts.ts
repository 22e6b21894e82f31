import { strings } from '../../lib/i18n/strings'

export const windowTexts = strings({
  zh: {
    title: '窗口与启动', list: '只显示列表的窄窗口', listHint: '主窗口像一条边栏，会话在各自的窗口里打开。也可以按 Ctrl+Shift+L。', tray: '关闭窗口时保留在托盘', trayHint: '继续接收消息；从托盘菜单退出。', autostart: '开机时启动', autostartHint: '登录电脑后自动运行。',
    hidden: '自动启动时不显示窗口', hiddenHint: '留在托盘里；没有托盘时最小化。', boss: '老板键', bossHint: '按下后隐藏所有窗口并静音，再按一次恢复。默认不启用。',
    shot: '截图快捷键', shotHint: '在任何程序里按下即可截图，然后标注、复制、保存或放入会话。',
    keyPress: '请按下组合键，例如 Ctrl+Alt+H。按 Esc 取消。', keyListening: '请按键…', keyChoose: '设置…', keyRemove: '不使用', keyNone: '未设置',
    keyTaken: (keys: string) => `系统没有把 ${keys} 交给喜鹊，可能已被其他程序占用。请换一个。`,
  },
  en: {
    title: 'Window and start', list: 'Slim window with the list alone', listHint: 'The main window is a strip; conversations open in windows of their own. Ctrl+Shift+L does the same.', tray: 'Stay in the tray when the window is closed', trayHint: 'Messages keep coming in; quit from the tray’s menu.',
    autostart: 'Start with the computer', autostartHint: 'Runs as soon as you log in to it.', hidden: 'Then without a window', hiddenHint: 'It waits in the tray, or minimised where there is none.',
    boss: 'Boss key', bossHint: 'Hides all windows and silences them; pressed again, it brings them back. Off until you choose one.',
    shot: 'Screenshot key', shotHint: 'Takes a picture of the screen from any program, to draw on, copy, save or send.',
    keyPress: 'Press the keys, for example Ctrl+Alt+H. Esc cancels.', keyListening: 'Press keys…', keyChoose: 'Choose…', keyRemove: 'None', keyNone: 'none',
    keyTaken: (keys: string) => `The system does not give ${keys} to Magpie; another program may have it. Choose others.`,
  },
})
