import { expect, test } from 'vitest'
import { hueOf } from '#shared/colour'

// Test vectors of XEP-0392 1.0.1, section "Test Vectors".
test.each([['Romeo', 327.255249], ['juliet@capulet.lit', 209.410400], ['😺', 331.199341], ['council', 359.994507], ['Board', 171.430664]])(
  'hue of %s', (text, hue) => expect(hueOf(text)).toBeCloseTo(hue, 5))

test('a text longer than one SHA-1 block', () => expect(hueOf('x'.repeat(200))).toBeGreaterThanOrEqual(0))
