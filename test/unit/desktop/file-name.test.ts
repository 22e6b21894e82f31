import { expect, test } from 'vitest'
import { fileNameOf } from '../../../electron/desktop/file-name'

test.each([
  ['喜鹊 Magpies 名单', 'csv', '喜鹊_Magpies_名单.csv'],
  ['lina@example.org', 'jsonl', 'lina@example.org.jsonl'],
  ['../../etc/passwd', 'csv', '.._.._etc_passwd.csv'],
  ['a:b*c?"<>|\u0000', 'json', 'a_b_c_.json'],
  ['长'.repeat(300), 'csv', `${'长'.repeat(100)}.csv`],
])('%j as a file', (name, extension, file) => expect(fileNameOf(name, extension)).toBe(file))
