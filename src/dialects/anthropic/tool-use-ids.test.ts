import { expect, test } from 'vitest'
import { ToolUseIds } from './tool-use-ids.ts'

test.each(['toolu_01A09q90qw90lq91', 'chatcmpl-tool-4b1d', 'call_abcdefg'])('%s stays', (id) => {
  expect(new ToolUseIds('msg_7').next(id)).toBe(id)
})

test.each(['call_0', 'functions.f:0123', 'c0000012a', '', undefined, 'a'.repeat(65)])(
  'instead of %j the answer names its calls',
  (id) => {
    const ids = new ToolUseIds('msg_7')
    expect([ids.next(id), ids.next(id)]).toEqual(['toolu_7_0', 'toolu_7_1'])
  },
)

test('an id that comes twice is only the first call’s', () => {
  const ids = new ToolUseIds('msg_7')
  expect([ids.next('call_abcdefg'), ids.next('call_abcdefg')]).toEqual([
    'call_abcdefg',
    'toolu_7_1',
  ])
})
