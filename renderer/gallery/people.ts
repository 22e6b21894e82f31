/** Pictures for some of the people and a room; drawn here, so that no file lies about. */
import type { CallInput } from '#contract'
import type { BareJid } from '#shared/jid'
import type { Blocking } from '#shared/model/blocking'
import { DESIGN } from './rooms'

const faces: Record<string, [sky: string, skin: string]> = {
  'wang.wei@example.org': ['#7fb4d8', '#c88f6a'], 'samir@example.org': ['#e3b96a', '#8a5a3c'], 'anna@example.com': ['#8fbf8f', '#f0cdb0'], 'lina@example.org': ['#c9a2d8', '#e8b894'],
  [DESIGN]: ['#2f4858', '#f6ae2d'], [`${DESIGN}/王伟`]: ['#7fb4d8', '#c88f6a'], [`${DESIGN}/李娜`]: ['#c9a2d8', '#e8b894'],
}

function draw([sky, skin]: [string, string]): string {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 128
  const context = canvas.getContext('2d')!
  context.fillStyle = sky
  context.fillRect(0, 0, 128, 128)
  context.fillStyle = skin
  for (const [x, y, r] of [[64, 52, 26], [64, 132, 48]] as const) {
    context.beginPath()
    context.arc(x, y, r, 0, 7)
    context.fill()
  }
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '')
}

export const peopleSlices = {
  blocking: { blocking: { isSupported: true, canReport: true, jids: ['seller@spam.example', 'spam.example', 'oliver.montgomery-featherstonehaugh@a-rather-long-domain.example.com'] as BareJid[] } } satisfies { blocking: Blocking },
  avatars: { avatars: Object.keys(faces).map((jid) => ({ jid, hash: jid })) },
}
export const peopleAnswers = {
  'avatar.get': ({ jid }: CallInput<'avatar.get'>) => ({ avatar: faces[jid] ? { hash: jid, type: 'image/png', base64: draw(faces[jid]) } : null }),
}
