import { describe, expect, it } from 'vitest'
import '../page'
import { movedGroups } from '../../../../renderer/features/contacts/move.svelte'
import { UNGROUPED } from '../../../../renderer/features/contacts/tree'

describe('a contact goes to another group', () => {
  it('leaves the one it was taken from, and no other', () => {
    expect(movedGroups(['同事', 'Friends'], '同事', '家人')).toEqual(['Friends', '家人'])
    expect(movedGroups([], UNGROUPED, '家人')).toEqual(['家人'])
  })
  it('is there once, also when it was there before', () => {
    expect(movedGroups(['同事', '家人'], '同事', '家人')).toEqual(['家人'])
  })
  it('is in none when it goes to those without', () => {
    expect(movedGroups(['同事', '家人'], '同事', UNGROUPED)).toEqual([])
  })
})
