import type { AreaTexts } from '../texts'

export const connectionTexts: AreaTexts = {
  zh: {
    'connection.login': {
      title: '登录',
      pass: '可以登录（{mechanism}）。',
      broken: '登录失败：{problem}。',
    },
  },
  en: {
    'connection.login': {
      title: 'Logging in',
      pass: 'Logging in works ({mechanism}).',
      broken: 'Logging in failed: {problem}.',
    },
  },
  hints: {},
}
