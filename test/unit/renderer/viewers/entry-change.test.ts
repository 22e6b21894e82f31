import { expect, test } from 'vitest'
import { changeOf, groupsText } from '../../../../renderer/features/roster-viewer/entry-change'

const line = { name: '魏'.repeat(1000), isNameCut: true, subscription: 'both', isAsking: false, isApproved: false, groups: [' a ', 'b'], areGroupsCut: false }
const groups = groupsText(line)

test('only what was changed by hand is written', () => {
  expect(changeOf(line, line.name, groups)).toBeNull()
  expect(changeOf(line, line.name, `${groups}\n\n c `)).toEqual({ name: null, groups: ['a', 'b', 'c'] })
  expect(changeOf(line, '', groups)).toEqual({ name: '', groups: null })
  expect(changeOf(line, 'new', '')).toEqual({ name: 'new', groups: [] })
})
