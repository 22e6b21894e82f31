import { expect, test } from 'vitest'
import { roomConfigFields, roomConfigTopics, type RoomConfigKey } from '#shared/model/room-config'
import { inBoth } from '../page'
import { choiceText, fieldTexts, topicTexts } from '../../../../renderer/features/room-config/field-texts'

test('every setting that we know has a name and an explanation in both languages', () => {
  const keys = Object.keys(roomConfigFields) as RoomConfigKey[]
  expect(Object.keys(fieldTexts).sort()).toEqual([...keys].sort())
  for (const key of keys) {
    for (const { label, help } of Object.values(fieldTexts[key])) {
      expect(label.length, `label of ${key}`).toBeGreaterThan(1)
      expect(label.length, `label of ${key}`).toBeLessThan(40)
      expect(help.length, `help of ${key}`).toBeGreaterThan(4)
    }
    expect(fieldTexts[key].zh.label).toMatch(/\p{Script=Han}/u)
  }
  for (const topic of roomConfigTopics) expect(topicTexts[topic].zh).toMatch(/\p{Script=Han}/u)
})
test('choices of the server keep its label when we have no words', async () => {
  expect(await inBoth(() => choiceText('realAddresses', 'anyone'))).toEqual({ zh: '所有人', en: 'Everybody' })
  expect(choiceText('maxUsers', '200')).toBeNull()
  expect(choiceText('realAddresses', 'constructor')).toBeNull()
  expect(choiceText(null, 'anyone')).toBeNull()
})
