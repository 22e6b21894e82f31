/** Names and words that run from right to left, alone and among others. */
import type { Snapshot } from '#contract'
import { message, out } from './fixture'

const NAMES: Record<string, string> = {
  'wang.wei@example.org': 'عبد الرحمن بن محمد الأحمد من قسم التصميم والتطوير في الشركة الكبيرة', 'zhang@example.org': 'דנה לוי', 'mum@example.org': 'أمي ❤️ Mum', 'anna@example.com': '\u202bAnna\u202c (العمل)',
}
const SAMIR = 'samir@example.org'

export const rightToLeftMessages = [
  message(5, 'مرحبا، كيف حالك اليوم؟', 5000, { sender: SAMIR }),
  message(5, 'بخير، شكراً! والمشروع؟', 4990, { ...out, state: 'read', extras: { reply: { id: SAMIR } } }),
  message(5, 'الملف v2.1 على https://example.org/ar/review/42?x=1 ، الرجاء مراجعته قبل 10:30 (UTC+3)', 70, { sender: SAMIR, extras: { reactions: [{ emoji: '👍', count: 3, isMine: true, who: [] }] } }),
  message(5, '> أي لون؟\n*أزرق غامق* ، المتغيّر هو `--accent`\n1. القوائم\n2. الأسماء الطويلة 名字 (long names)', 69, { sender: SAMIR }),
  message(5, 'שלום! נתראה ב־15:00, בסדר?', 68, { ...out, state: 'delivered' }),
  message(5, 'OK, see you at 15:00 – إن شاء الله', 67, { sender: SAMIR, isEdited: true }),
  message(5, 'تقرير', 66, {
    sender: SAMIR,
    extras: { files: [{ name: 'تقرير_المراجعة_النهائي_v2.1_(نسخة).pdf', size: 2_340_000, type: null, kind: 'file', width: null, height: null, url: 'https://files.example.org/a', hash: null, thumbnail: null, local: null, problem: null }] },
  }),
  message(5, 'هذه لم تُرسل', 1, { ...out, state: 'failed', failure: { condition: 'service-unavailable', text: 'الخادم غير متاح' } }),
]

export function rightToLeft(snapshot: Snapshot): Snapshot {
  const session = snapshot.accounts[1]!
  session.roster.contacts = session.roster.contacts.map((one) => ({ ...one, name: NAMES[one.jid] ?? one.name, groups: one.groups.map((group) => (group === '同事' ? 'الزملاء' : group)) }))
  session.rooms.rooms = session.rooms.rooms.map((room, i) => (i === 0 ? { ...room, name: 'فريق التصميم (Design)', subject: 'غداً الساعة 10 – https://example.org/review/42' } : room))
  session.conversations.conversations = session.conversations.conversations.map((one) => ((one.id as number) === 5 ? { ...one, lastMessage: rightToLeftMessages[5]!, draft: '' } : one))
  return snapshot
}
